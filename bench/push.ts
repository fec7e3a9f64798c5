/**
 * From a portal's push over HTTP until the sandbox has accepted the post: the page read, its picture fetched and fitted,
 * the rule applied, renditions made and approved by it, delivered. Portal, sandbox, desk and jobs share one process here,
 * so the figure holds their work too. The business clock runs fast, or the Page's own spacing and the two seconds between
 * two requests to a portal would be what is measured: of a body's own portal (`minInterval: 0`) it is what to expect.
 */
import type { Ctx } from '../src/context.ts'
import { built, machine, newDataDir, percentile, row } from './house.ts'

const pushes = Number(process.env.PUSHES ?? 40)

export default async function run(): Promise<void> {
  console.log(machine())
  const { boot } = await built<typeof import('../src/runtime/node/boot.ts')>('src/runtime/node/boot.js')
  const { start } = await built<typeof import('../src/runtime/node.ts')>('src/runtime/node.js')
  const { listen } = await built<typeof import('../src/runtime/node/listen.ts')>('src/runtime/node/listen.js')
  const { makePortal } = await built<typeof import('../src/demo/portal.tsx')>('src/demo/portal.js')
  const { stories } = await built<typeof import('../src/demo/stories.ts')>('src/demo/stories.js')
  const { seed } = await built<typeof import('../src/demo/seed.ts')>('src/demo/seed.js')
  const { createToken } = await built<typeof import('../src/people/token.ts')>('src/people/token.js')
  const folder = await newDataDir()
  const environment = {
    LANTOA_DATA_DIR: folder.path,
    PORT: '0',
    LANTOA_PRIVATE_OK: '127.0.0.1/32',
    LANTOA_CLOCK_SPEED: '1000',
  }
  const up = await boot({ environment, as: 'server', log: 'silent' })
  if (up.is !== 'up') throw new Error(up.why)
  const { ctx } = up
  let base = ''
  const portal = makePortal(ctx.now, () => base)
  const served = await listen(portal.app.fetch, { port: 0, host: '127.0.0.1' })
  base = served.url
  portal.publish(stories[0])
  const seeded = await seed(ctx, { feedUrl: `${base}/rss/tin-moi.rss`, accounts: up.sandboxes.list })
  if (seeded.is !== 'seeded') throw new Error(seeded.is)
  const made = await createToken(ctx, undefined, { email: seeded.admin.email, role: 'admin', name: 'bench' })
  if (made.is !== 'made') throw new Error(made.is)
  const running = await start(up, { web: true, worker: true, host: '127.0.0.1' })
  try {
    await until(async () => (await baseline(ctx, seeded.source)) !== undefined)
    const took: number[] = []
    const answered: number[] = []
    for (let at = 0; at < pushes; at++) {
      const item = portal.publish(stories[0])
      const began = performance.now()
      const answer = await fetch(`${running.url}/api/v1/sources/${seeded.source}/push`, {
        method: 'POST',
        headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ event: item.id, url: `${base}${item.path}` }),
      })
      answered.push(performance.now() - began)
      if (answer.status !== 202) throw new Error(`the push answers ${answer.status}: ${await answer.text()}`)
      await until(() => isLive(ctx, item.path))
      took.push(performance.now() - began)
    }
    // The first ones still load what the others find loaded.
    const warm = took.slice(5)
    row(`a push until it is answered, p95 of ${answered.length}`, percentile(answered, 0.95) / 1000, 1, 's')
    row(`pushed publication until accepted, p95 of ${warm.length}`, percentile(warm, 0.95) / 1000, 1, 's')
    console.log(
      `median ${(percentile(warm, 0.5) / 1000).toFixed(2)} s, the very first ${((took[0] ?? 0) / 1000).toFixed(2)} s`,
    )
  } finally {
    await running.stop()
    await served.close(1_000)
    await folder.remove()
  }
}

const baseline = async (ctx: Ctx, source: number) =>
  (
    await ctx.db
      .selectFrom('source')
      .select('id')
      .where('id', '=', source)
      .where('baseline_at', 'is not', null)
      .execute()
  )[0]

/** The row is written after the sandbox's answer was read: a little later than accepted, never earlier. */
async function isLive(ctx: Ctx, path: string): Promise<boolean> {
  const rows = await ctx.db
    .selectFrom('remote')
    .innerJoin('delivery', 'delivery.id', 'remote.delivery_id')
    .innerJoin('publication', 'publication.id', 'delivery.publication_id')
    .select('remote.id')
    .where('publication.url', 'like', `%${path}`)
    .execute()
  return rows.length > 0
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const began = performance.now()
  while (!(await done())) {
    if (performance.now() - began > 60_000) throw new Error('nothing happened for a minute')
    await new Promise(again => setTimeout(again, 5))
  }
}
