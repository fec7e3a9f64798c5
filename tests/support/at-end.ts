import { readFileSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const endings = new Set<() => void>()

/**
 * Runs whatever ends this process: an error that nobody caught or Ctrl-C ends it without its `finally`. What is run must
 * be done when it returns. The answer calls it off, where the ordinary way was gone.
 */
export function atEnd(what: () => void): () => void {
  if (endings.size === 0) {
    process.on('exit', endAll)
    for (const signal of signals) process.on(signal, endBySignal)
  }
  endings.add(what)
  return () => {
    if (!endings.delete(what) || endings.size > 0) return
    process.off('exit', endAll)
    for (const signal of signals) process.off(signal, endBySignal)
  }
}

function endAll(): void {
  for (const what of endings) what()
}

const endBySignal = (signal: (typeof signals)[number]) => process.exit(128 + constants.signals[signal])

/** The PostgreSQL of a folder stands in a process group of its own and would go on for ever. */
export const endWithUs = (folder: string): (() => void) => atEnd(() => endAtOnce(folder))

function endAtOnce(folder: string): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  } catch {
    // It had not started, or has ended.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
