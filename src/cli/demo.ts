import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { finishing } from '../demo/person.ts'
import { makePortal, type Portal } from '../demo/portal.tsx'
import { findSourceAt } from '../demo/queries.ts'
import { cast, password, seed } from '../demo/seed.ts'
import { resolution } from '../demo/stories.ts'
import { sha256Hex } from '../kit/crypto.ts'
import type { Actor } from '../people/person.ts'
import { findByToken } from '../people/queries.ts'
import { createToken } from '../people/token.ts'
import { boot, type Up } from '../runtime/node/boot.ts'
import { listen } from '../runtime/node/listen.ts'
import { start } from '../runtime/node.ts'
import { pushed } from '../sources/push.ts'
import type { Command } from './command.ts'
import { readFlags } from './guest.ts'
import { fail, report } from './report.ts'
import { untilAsked } from './serve.ts'

/** A Page takes an item every two minutes (`traits.spacing`): faster, and a queue grows that nobody sees the end of. */
const usualPace = '120'

/** Everything on this machine: database, sandboxes, a portal that publishes, desk and jobs. Ctrl-C ends all of it. */
export const demo: Command = async (args, io) => {
  const given = readFlags(
    args,
    { every: { type: 'string', default: usualPace }, json: { type: 'boolean' } },
    'flags only',
  )
  if (given.is === 'bad') return fail(io, given.why, 2)
  const every = Number(given.values.every)
  if (!(every >= 1 && every <= 86_400)) return fail(io, `--every "${given.values.every}" is not a number of seconds`, 2)
  if (process.env.LANTOA_NETWORKS === 'live') return fail(io, 'the demonstration never speaks to real networks', 2)

  const dataDir = process.env.LANTOA_DATA_DIR || './data'
  const memo = await readMemo(dataDir)
  const environment = {
    ...process.env,
    LANTOA_NETWORKS: 'sandbox',
    LANTOA_PRIVATE_OK: [process.env.LANTOA_PRIVATE_OK, '127.0.0.1/32'].filter(Boolean).join(','),
    LANTOA_TICK_SECONDS: process.env.LANTOA_TICK_SECONDS || '1',
  }
  const asked = untilAsked()
  const up = await boot({ environment, as: 'server', log: 'warn', sandboxPort: memo.sandbox })
  if (up.is === 'stays_down') return fail(io, up.why, up.exit)
  const { ctx } = up
  const closing: (() => Promise<unknown>)[] = [() => up.down()]
  try {
    let base = ''
    const portal = makePortal(ctx.now, () => base)
    const port = memo.portal ?? (ctx.config.port && ctx.config.port + 1)
    const served = await listen(portal.app.fetch, { port, host: '127.0.0.1', fallback: true })
    closing.push(() => served.close(1_000))
    base = served.url
    for (let n = 0; n < 3; n++) portal.publish()

    const feedUrl = `${base}/rss/tin-moi.rss`
    const seeded = await seed(ctx, { feedUrl, accounts: up.sandboxes.list })
    if (seeded.is === 'occupied')
      return fail(io, `${dataDir} holds an installation that is not the demonstration: set LANTOA_DATA_DIR`, 1)
    const token = await tokenOf(up, memo, seeded.admin)
    await writeMemo(dataDir, { portal: served.port, sandbox: portOf(up), token })

    const running = await start(up, { web: true, worker: true, host: '127.0.0.1' })
    closing.push(running.stop)
    const publishing = publish({ up, portal, feedUrl, source: seeded.source, admin: seeded.admin, every })
    closing.push(publishing.stop)
    const person = finishing(up.sandboxes.list, cause => ctx.log.warn('demo.person_failed', { cause }))
    closing.push(async () => person.stop())
    const walls = up.sandboxes.list.map(({ network, wall }) => ({ network, wall }))
    const people = cast.map(({ role, email, name }) => ({ role, email, name, password }))
    report(io, given.values.json ?? false, { desk: running.url, portal: base, walls, people, token }, [
      `desk ${running.url}`,
      `portal ${base}`,
      ...walls.map(({ network, wall }) => `wall ${network} ${wall}`),
      ...people.map(({ role, email }) => `${role} ${email} ${password}`),
      `token ${token}`,
    ])
    await asked
    return 0
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    return fail(io, `port ${ctx.config.port} is taken: set PORT`, 1)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/** The first new item follows the baseline at once, the others at their pace; each is announced as portals do it. */
function publish(given: { up: Up; portal: Portal; feedUrl: string; source: number; admin: Actor; every: number }) {
  const { ctx } = given.up
  const ended = new AbortController()
  const pause = (ms: number) =>
    new Promise<void>(done => {
      if (ended.signal.aborted) return done()
      const timer = setTimeout(done, ms)
      ended.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        done()
      })
    })
  const loop = async () => {
    while (!ended.signal.aborted && !(await findSourceAt(ctx.db, given.feedUrl))?.baseline_at) await pause(100)
    const announce = ({ id }: { id: string }) =>
      pushed(ctx, given.source, { is: 'token', actor: given.admin }, { event: id, kind: 'new' })
    await announce(given.portal.publish())
    await pause(Math.min(10, given.every) * 1000)
    // Early, so that the approver finds something to decide.
    if (!ended.signal.aborted) await announce(given.portal.publish(resolution))
    for (;;) {
      await pause(given.every * 1000)
      if (ended.signal.aborted) return
      await announce(given.portal.publish())
    }
  }
  const looping = loop().catch((cause: unknown) => ctx.log.error('demo.portal_failed', { cause }))
  return {
    stop: () => {
      ended.abort()
      return looping
    },
  }
}

/** What stays the same over restarts: ports that stand in links, and the token that was printed. */
const memoShape = z.object({ portal: z.number(), sandbox: z.number(), token: z.string() }).partial()
type Memo = z.infer<typeof memoShape>

const memoPath = (dataDir: string) => join(dataDir, 'demo.json')

async function readMemo(dataDir: string): Promise<Memo> {
  const text = await readFile(memoPath(dataDir), 'utf8').catch(() => '{}')
  try {
    return memoShape.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

const writeMemo = (dataDir: string, memo: Memo) =>
  writeFile(memoPath(dataDir), `${JSON.stringify(memo)}\n`, { mode: 0o600 })

function portOf(up: Up): number | undefined {
  const [first] = up.sandboxes.list
  return first && Number(new URL(first.url).port)
}

async function tokenOf({ ctx }: Up, memo: Memo, admin: Actor): Promise<string> {
  if (memo.token && (await findByToken(ctx.db, await sha256Hex(memo.token), ctx.now()))) return memo.token
  const made = await createToken(ctx, undefined, { email: admin.email, role: 'admin', name: 'demo' })
  if (made.is !== 'made') throw new Error(`no token could be made: ${made.is}`)
  return made.token
}
