import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { finished, lantoa } from '../support/built.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import { freshFolder } from '../support/folder.ts'

const newUser = [
  'user',
  'create',
  '--email',
  'Lan@Xa.vn',
  '--name',
  'Lan',
  '--role',
  'admin,approver',
  '--body',
  'Xã Bến Đá',
]

test('commands work beside a running server on the same data folder, one document each', async () => {
  const environment = { LANTOA_DATA_DIR: await freshFolder(), PORT: '0' }
  const server = lantoa(['serve', '--json'], environment)
  await server.line(/^}$/)
  const { desk, walls } = JSON.parse(server.lines.join('\n')) as { desk: string; walls: unknown[] }
  expect(walls).toHaveLength(networks.size)
  expect(await (await fetch(`${desk}/healthz`)).text()).toBe('ok')
  expect(await (await fetch(`${desk}/readyz`)).text()).toBe('ready')

  const user = await finished([...newUser, '--json'], environment)
  expect(user).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(user.out)).toMatchObject({
    email: 'Lan@Xa.vn',
    roles: ['admin', 'approver'],
    password: expect.any(String),
  })
  const token = await finished(['token', 'create', '--role', 'admin', '--json'], environment)
  expect(JSON.parse(token.out)).toMatchObject({ email: 'lan@xa.vn', token: expect.stringMatching(/^lt_/) })
  const status = await finished(['status', '--json'], environment)
  expect(status.code).toBe(0)
  expect(JSON.parse(status.out)).toMatchObject({ stuck: [], channels: [] })
  const metrics = await (await fetch(`${desk}/metrics`)).text()
  expect(metrics).toMatch(/^lantoa_job_good_seconds\{job="deliver"\} \d/m)
  expect(metrics).toMatch(/^lantoa_claims\{state="open"\} 0$/m)

  const second = await finished(['serve'], environment)
  expect(second).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^lantoa: A server already runs on .*\n$/),
  })
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(await readdir(environment.LANTOA_DATA_DIR)).not.toContain('server.lock')
})

test('ended while it starts, it ends what it started', async () => {
  const folder = await freshFolder()
  const server = lantoa(['serve'], { LANTOA_DATA_DIR: folder, PORT: '0' })
  const pid = await written(join(folder, 'postgres', 'postmaster.pid'))
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(await readdir(folder)).not.toContain('server.lock')
})

/** The process that a file names in its first line, as soon as the file is there. */
async function written(file: string): Promise<number> {
  for (let looks = 0; looks < 6000; looks++) {
    const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
    if (pid > 0) return pid
    await wait(10)
  }
  throw new Error(`${file} was never written`)
}

test('a copy made from the command line is put back into a new installation', async () => {
  const from = { LANTOA_DATA_DIR: await freshFolder() }
  expect((await finished(newUser, from)).code).toBe(0)
  const file = join(from.LANTOA_DATA_DIR, 'copy.tar.gz')
  expect(await finished(['backup', file, '--with-key'], from)).toMatchObject({ code: 0 })
  expect((await finished(['backup', file], from)).code).toBe(2)
  const into = { LANTOA_DATA_DIR: await freshFolder() }
  const restored = await finished(['restore', file, '--json'], into)
  expect(JSON.parse(restored.out)).toMatchObject({ is: 'restored', key: 'restored' })
  const status = await finished(['status', '--json'], into)
  expect(JSON.parse(status.out)).toMatchObject({ holds: [{ scope: 'all', reason: 'database.restored' }] })
  expect(await finished(['restore', file], into)).toMatchObject({ code: 1, err: expect.stringContaining('not empty') })
  expect((await stat(join(into.LANTOA_DATA_DIR, 'secret-key'))).mode & 0o777).toBe(0o600)
})

test('what keeps a server from starting is one line', async () => {
  const { url } = await freshDatabase()
  const at = new URL(url)
  const wrong = new URL(url)
  wrong.password = 'not-this-one'
  const nowhere = new URL(url)
  nowhere.port = '1'
  const missing = new URL(url)
  missing.pathname = '/no_such_database'
  const dataDir = await freshFolder()
  const cases: [Record<string, string>, number, RegExp][] = [
    [{ DATABASE_URL: wrong.href }, 1, /refuses user lantoa/],
    [{ DATABASE_URL: nowhere.href }, 1, /No PostgreSQL answers at 127\.0\.0\.1:1 /],
    [{ DATABASE_URL: missing.href }, 1, /has no database "no_such_database"/],
    [{ DATABASE_URL: 'mysql://x' }, 2, /DATABASE_URL: must be/],
    [{ LANTOA_NO_SUCH: '1' }, 2, /LANTOA_NO_SUCH: no such setting/],
    [{ LANTOA_NETWORKS: 'live', LANTOA_CLOCK_SPEED: '5' }, 2, /LANTOA_CLOCK_SPEED: must be 1/],
    [{ DATABASE_URL: url, PORT: at.port }, 1, new RegExp(`port ${at.port} cannot be used`)],
  ]
  for (const [environment, code, says] of cases) {
    const ended = await finished(['serve'], { LANTOA_DATA_DIR: dataDir, ...environment })
    expect(ended).toMatchObject({ code, out: '' })
    const lines = ended.err.split('\n').filter(line => line.startsWith('lantoa: '))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(says)
    expect(ended.err).not.toContain('not-this-one')
  }
})

test('a wrong key starts nothing and harms nothing', async () => {
  const { url } = await freshDatabase()
  const environment = { DATABASE_URL: url, LANTOA_DATA_DIR: await freshFolder() }
  expect((await finished(['migrate'], environment)).code).toBe(0)
  const wrong = await finished(['serve'], { ...environment, LANTOA_SECRET_KEY: 'a'.repeat(64) })
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^lantoa: This database is sealed with key \w{8}; LANTOA_SECRET_KEY is key/),
  })
  expect((await finished(['status'], environment)).code).toBe(0)
})

test.each([
  [['user'], /user create is all/],
  [['user', 'create'], /--email is missing.*--name is missing.*--role is missing/],
  [['user', 'create', '--email', 'a@b.vn', '--name', 'A', '--role', 'king'], /--role is one of .*not "king"/],
  [['token', 'create'], /--role is one of/],
  [['token', 'create', '--role', 'admin', '--no-such'], /no-such/],
  [['restore'], /name the file/],
  [['restore', '/no/such/file'], /no such file/],
  [['serve', '--only', 'half'], /--only is web or worker/],
  [['sandbox', '--port', 'x'], /--port "x" is not a port/],
  [['no-such-command'], /unknown command/],
])('bad input is exit 2 with one line: %j', async (args, says) => {
  const ended = await finished(args, { LANTOA_DATA_DIR: await freshFolder() })
  expect(ended).toMatchObject({ code: 2, out: '' })
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1)
  expect(ended.err).toMatch(says)
})

test.runIf(process.platform !== 'win32')('the built command may be started by its name', async () => {
  const { mode } = await stat(join(import.meta.dirname, '../../dist/src/cli.js'))
  expect(mode & 0o111).toBe(0o111)
})

test('the database is brought to this version once', async () => {
  const environment = { DATABASE_URL: await emptyDatabase(), LANTOA_DATA_DIR: await freshFolder() }
  const first = await finished(['migrate', '--json'], environment)
  expect((JSON.parse(first.out) as { applied: string[] }).applied).toContain('0001_init')
  expect(JSON.parse((await finished(['migrate', '--json'], environment)).out)).toEqual({ applied: [] })
})
