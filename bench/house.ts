/** What the benches of the whole service share: the built command line, run as anybody runs it. Measures nothing itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd, endWithUs } from '../tests/support/at-end.ts'

const dist = join(import.meta.dirname, '..', 'dist')
const cli = join(dist, 'src', 'cli.js')

/** A module as it is shipped; Node does not read markup in TypeScript by itself. */
export async function built<Module>(path: string): Promise<Module> {
  if (!existsSync(cli)) throw new Error('build first: npm run build')
  return (await import(join(dist, path))) as Module
}

export interface House {
  /** Address of the desk. */
  url: string
  dataDir: string
  /** Milliseconds from the start of the process until it answers that it is ready. */
  readyAfter: number
  pid: number
  stop(): Promise<void>
}

export async function newDataDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'lantoa-bench-'))
  const ended = endWithUs(path)
  return { path, remove: () => rm(path, { recursive: true, force: true }).finally(ended) }
}

/** `lantoa serve` on a folder, until `/readyz` says ready. */
export async function startHouse(dataDir: string, environment: Record<string, string> = {}): Promise<House> {
  if (!existsSync(cli)) throw new Error('build first: npm run build')
  const began = performance.now()
  const child = spawn(process.execPath, [cli, 'serve', '--json'], {
    env: { PATH: process.env.PATH, PORT: '0', LANTOA_DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = atEnd(() => child.kill('SIGKILL'))
  child.once('exit', ended)
  const url = await deskOf(child)
  while (!(await isReady(url))) await new Promise(done => setTimeout(done, 10))
  return {
    url,
    dataDir,
    readyAfter: performance.now() - began,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise(done => {
        child.once('exit', () => done())
        child.kill('SIGTERM')
      }),
  }
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    answer => answer.ok,
    () => false,
  )

function deskOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /"desk":\s*"([^"]+)"/.exec(said)?.[1]
      if (url) done(url)
    })
    child.once('exit', code => fail(new Error(`lantoa serve ended with ${code}: ${said}`)))
  })
}

/** Runs another command on the same folder; its JSON. */
export function call(
  dataDir: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<unknown> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [cli, ...args, '--json'], {
      env: { PATH: process.env.PATH, LANTOA_DATA_DIR: dataDir, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let wrong = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      wrong += chunk.toString()
    })
    child.once('exit', code => (code === 0 ? done(JSON.parse(said)) : fail(new Error(`lantoa ${args[0]}: ${wrong}`))))
  })
}

/** Megabytes resident (`Rss`), or with what several processes share divided among them (`Pss`). Linux only. */
export async function memoryOf(pid: number, which: 'Rss' | 'Pss'): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024
}

/** CPU seconds a process has used since it began. Linux only: 100 ticks a second. */
export async function cpuOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export async function childrenOf(pid: number): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    if (Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) === pid) found.push(Number(name))
  }
  return found
}

/** Times mean little on a machine that is busy with something else: said beside them. */
export function machine(): string {
  const [load = 0] = loadavg()
  return `${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, load ${load.toFixed(1)}`
}

export const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * part) - 1)] ?? Number.NaN

/** One line a claim: what was measured, what is to be reached, and whether it was. */
export function row(what: string, measured: number, reach: number, unit: string): void {
  const shown = measured >= 100 ? measured.toFixed(0) : measured.toFixed(2)
  console.log(`${what}: ${shown} ${unit}, to reach ≤ ${reach} ${unit}: ${measured <= reach ? 'reached' : 'MISSED'}`)
}
