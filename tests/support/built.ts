import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const cli = join(import.meta.dirname, '../../dist/src/cli.js')

/** What `npm run build` made, as it is started by people. `npm test` builds first. */
export function lantoa(args: readonly string[], environment: Readonly<Record<string, string>>): Started {
  if (!existsSync(cli)) throw new Error('npm run build first')
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(LANTOA_|DATABASE_URL|PORT$)/.test(name)),
  )
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...clean, ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    for (const look of waiting) look()
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = new Promise<number | null>(done => child.on('close', code => done(code)))
  const line = (pattern: RegExp) =>
    new Promise<string>((done, fail) => {
      const look = () => {
        const found = lines.find(one => pattern.test(one))
        if (found === undefined) return
        waiting.delete(look)
        done(found)
      }
      waiting.add(look)
      look()
      void ended.then(code => fail(new Error(`ended with ${code} before ${pattern}: ${errors}`)))
    })
  return { child, lines, errors: () => errors, ended, line }
}

export interface Started {
  child: ChildProcess
  lines: readonly string[]
  errors(): string
  /** The exit code, when everything was read. */
  ended: Promise<number | null>
  /** The first line on standard output that matches, once it is there. */
  line(pattern: RegExp): Promise<string>
}

export async function finished(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const started = lantoa(args, environment)
  const code = await started.ended
  return { code, out: started.lines.join('\n'), err: started.errors() }
}
