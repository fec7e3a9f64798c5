import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { jobs } from '../../jobs/index.ts'
import { nodePackages } from '../house/places.ts'
import { freshDatabase } from '../support/database.ts'
import { freshFolder } from '../support/folder.ts'

const root = join(import.meta.dirname, '../..')

const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')

/** Nothing is written outside the folder, and nobody is told. */
const quiet = (folder: string) => ({
  ...process.env,
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: folder,
  XDG_CONFIG_HOME: folder,
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
})

const freePort = () =>
  new Promise<number>((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** The Worker as `wrangler dev` runs it: workerd itself, with Hyperdrive pointed at the test's database. */
async function workerOn(databaseUrl: string) {
  const port = await freePort()
  const [inspector, state] = [await freePort(), await freshFolder()]
  const args = ['dev', '--local', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', String(inspector)]
  const child = spawn(
    process.execPath,
    [wrangler, ...args, '--test-scheduled', '--persist-to', state, '--var', `LANTOA_SECRET_KEY:${'5'.repeat(64)}`],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: workerd ends with it.
      detached: true,
      env: { ...quiet(state), CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: databaseUrl },
    },
  )
  let said = ''
  const ended = new Promise<void>(done => child.on('close', () => done()))
  onTestFinished(async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
    await ended
  })
  await new Promise<void>((done, fail) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (/Ready on/.test(said)) done()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', code => fail(new Error(`wrangler ended with ${code}: ${said}`)))
  })
  return { url: `http://127.0.0.1:${port}`, said: () => said }
}

test('the Worker serves the desk and runs the jobs that need no Node, on the same database', async () => {
  const { db, url } = await freshDatabase(10)
  const worker = await workerOn(url)
  const health = await fetch(`${worker.url}/healthz`)
  expect([health.status, await health.text()], worker.said()).toEqual([200, 'ok'])
  expect(await (await fetch(`${worker.url}/readyz`)).text()).toBe('ready')
  const page = await fetch(`${worker.url}/sign-in`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('Đăng nhập')
  expect((await fetch(`${worker.url}/icon.svg`)).headers.get('content-type')).toContain('svg')
  expect((await fetch(`${worker.url}/no-such-page`, { redirect: 'manual' })).status).toBeLessThan(500)

  expect(await db.selectFrom('turn').selectAll().execute()).toEqual([])
  const ran = await fetch(`${worker.url}/__scheduled?cron=*+*+*+*+*`)
  expect(ran.status, worker.said()).toBe(200)
  const turns = await db.selectFrom('turn').selectAll().execute()
  expect(turns.map(turn => turn.job).toSorted()).toEqual(
    jobs
      .filter(job => job.needs === 'web')
      .map(job => job.name)
      .toSorted(),
  )
  for (const turn of turns) expect(turn).toMatchObject({ problem: null, good_at: expect.any(Date) })
})

test("the Worker's bundle holds no package that needs Node, and stays small", async () => {
  const out = await freshFolder()
  const meta = join(out, 'meta.json')
  const args = ['deploy', '--dry-run', '--outdir', join(out, 'bundle'), '--metafile', meta]
  const child = spawn(process.execPath, [wrangler, ...args], { cwd: root, stdio: 'ignore', env: quiet(out) })
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  const { inputs } = JSON.parse(await readFile(meta, 'utf8')) as { inputs: Record<string, unknown> }
  const packages = new Set(
    Object.keys(inputs).flatMap(path => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  )
  expect(packages).toContain('hono')
  expect([...nodePackages, 'graphile-worker'].filter(name => packages.has(name))).toEqual([])
  const bundle = await readFile(join(out, 'bundle/worker.js'))
  expect(gzipSync(bundle).length).toBeLessThan(3 * 1024 * 1024)
})
