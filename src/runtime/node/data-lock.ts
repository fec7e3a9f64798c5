import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'

/** One server to a data folder: two would each stop the PostgreSQL that the other uses. */
export type Locked = { is: 'locked'; release(): Promise<void> } | { is: 'taken'; pid: number }

const holder = z.object({ pid: z.number().int(), born: z.string() })

export async function lockDataDir(dataDir: string): Promise<Locked> {
  await mkdir(dataDir, { recursive: true })
  return lockFile(join(dataDir, 'server.lock'))
}

/** A lock that ends with its process, however it ends. The folder must stand. */
export async function lockFile(path: string): Promise<Locked> {
  const mine = JSON.stringify({ pid: process.pid, born: await birthOf(process.pid) })
  const fresh = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(fresh, mine, { mode: 0o600 })
  try {
    for (;;) {
      if (await linked(fresh, path)) return { is: 'locked', release: () => release(path, mine) }
      const found = await readFile(path, 'utf8').catch(() => '')
      const other = parse(found)
      if (other && (await lives(other))) return { is: 'taken', pid: other.pid }
      await clear(path, found)
    }
  } finally {
    await rm(fresh, { force: true })
  }
}

/** True while a server holds the folder. */
export async function isServed(dataDir: string): Promise<boolean> {
  const other = parse(await readFile(join(dataDir, 'server.lock'), 'utf8').catch(() => ''))
  return other !== undefined && lives(other)
}

type Holder = z.infer<typeof holder>

function parse(text: string): Holder | undefined {
  try {
    return holder.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** A number may have been given to another program since: the birth tells them apart. */
async function lives(other: Holder): Promise<boolean> {
  try {
    process.kill(other.pid, 0)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return (await birthOf(other.pid)) === other.born
}

/** On Linux the moment a process began, counted from the boot named beside it; elsewhere nothing more than its number. */
async function birthOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ''
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  // The name in parentheses may hold spaces; the start time is field 22, the 20th behind it (proc_pid_stat(5)).
  return `${boot.trim()}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
}

async function linked(fresh: string, path: string): Promise<boolean> {
  try {
    await link(fresh, path)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

/**
 * Removes what a dead process left, under a lock on that very content: whoever comes second finds
 * other content there and begins anew.
 */
async function clear(path: string, stale: string): Promise<void> {
  const right = await lockFile(`${path}.${createHash('sha256').update(stale).digest('hex').slice(0, 8)}`)
  if (right.is === 'taken') return setTimeout(10)
  try {
    if ((await readFile(path, 'utf8').catch(() => undefined)) === stale) await rm(path)
  } finally {
    await right.release()
  }
}

async function release(path: string, mine: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => '')) === mine) await rm(path, { force: true })
}
