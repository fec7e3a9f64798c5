/**
 * From a portal's push over HTTP until every network that takes the post has accepted it: the page read, its picture or
 * film fetched and fitted, the rule applied, renditions made and approved by it, delivered. A film goes to all four as a
 * film, a picture to those that take pictures. The portal has its files before it publishes, as portals do. Portal, sandboxes, desk and jobs share one process here, so the figure holds their
 * work too. The business clock runs fast, or the spacing that networks want between two posts and the two seconds between
 * two requests to a portal would be what is measured: of a body's own portal (`minInterval: 0`) it is what to expect.
 */
import { sql } from 'kysely'
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
    await until(() => baseline(ctx, seeded.source))
    // At this pace of the clock the list would be read a hundred times in every second, and no film waited for.
    await ctx.db
      .updateTable('source')
      .set({ every_seconds: 86_400, due_at: new Date(ctx.now().getTime() + 1e9) })
      .execute()
    await sql`update rule_version set spec = jsonb_set(spec, '{filmWaitMinutes}', '1440')`.execute(ctx.db)
    const push = async (story: (typeof stories)[number], { film }: { film: boolean }) => {
      const item = portal.publish(story)
      const page = await (await fetch(base + item.path)).text()
      const files = new Set(
        [...page.matchAll(/"(?:https?:[^"]+)?(\/(?:anh|video)\/[^"]+\.(?:jpg|mp4))"/g)].map(([, path]) => path),
      )
      for (const path of files) await (await fetch(`${base}${path}`)).arrayBuffer()
      const began = performance.now()
      const answer = await fetch(`${running.url}/api/v1/sources/${seeded.source}/push`, {
        method: 'POST',
        headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ event: item.id, url: `${base}${item.path}` }),
      })
      const answered = performance.now() - began
      if (answer.status !== 202) throw new Error(`the push answers ${answer.status}: ${await answer.text()}`)
      const networks = await until(() => accepting(ctx, item.path, film ? up.sandboxes.list.length : undefined))
      return { answered, took: performance.now() - began, networks }
    }
    for (const story of [stories[0], stories.find(one => one({ number: 0, at: ctx.now() }).video)]) {
      if (!story) throw new Error('the demonstration has no film')
      const all: Awaited<ReturnType<typeof push>>[] = []
      for (let at = 0; at < pushes; at++) {
        all.push(await push(story, { film: story !== stories[0] }))
        for (const { wall } of up.sandboxes.list) await finishDrafts(`${wall}/inbox`)
      }
      // The first ones still load what the others find loaded.
      const warm = all.slice(5).map(({ took }) => took)
      const answers = all.slice(5).map(({ answered }) => answered)
      row(`a push until it is answered, p95 of ${answers.length}`, percentile(answers, 0.95) / 1000, 1, 's')
      const networks = all.at(-1)?.networks ?? []
      const what = `pushed ${story.name} until accepted by ${networks.join(', ')}, p95 of ${warm.length}`
      row(what, percentile(warm, 0.95) / 1000, 1, 's')
      console.log(
        `median ${(percentile(warm, 0.5) / 1000).toFixed(2)} s, the very first ${((all[0]?.took ?? 0) / 1000).toFixed(2)} s`,
      )
    }
  } finally {
    await running.stop()
    await served.close(1_000)
    await folder.remove()
  }
}

const baseline = (ctx: Ctx, source: number) =>
  ctx.db.selectFrom('source').select('id').where('id', '=', source).where('baseline_at', 'is not', null).execute()

/**
 * The networks, once each has accepted its copy; none before. The rows are written after the answers were read: a little
 * later than accepted, never earlier. What a network still works on, or what waits there for a person, is accepted.
 */
async function accepting(ctx: Ctx, path: string, films: number | undefined): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('delivery')
    .innerJoin('publication', 'publication.id', 'delivery.publication_id')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select(['channel.network', 'delivery.state', sql<boolean>`delivery.content -> 'video' is not null`.as('film')])
    .where('publication.url', 'like', `%${path}`)
    .orderBy('channel.network')
    .execute()
  if (rows.some(({ state }) => state === 'failed' || state === 'unknown')) throw new Error(JSON.stringify(rows))
  if (films !== undefined && rows.some(({ film }) => !film))
    throw new Error(`not a film everywhere: ${JSON.stringify(rows)}`)
  if (films !== undefined && rows.length < films) return []
  return rows.every(({ state }) => state === 'live' || state === 'settling') ? rows.map(({ network }) => network) : []
}

/** Whoever holds the account posts what lies in its inbox, or a network that counts drafts takes no more of them. */
async function finishDrafts(inbox: string): Promise<void> {
  const page = await fetch(inbox)
  for (const [, draft] of (await page.text()).matchAll(/name="draft" value="([^"]+)"/g))
    await fetch(inbox, {
      method: 'POST',
      body: new URLSearchParams({ draft: draft ?? '', act: 'post', privacy: 'PUBLIC_TO_EVERYONE', caption: '' }),
    })
}

async function until<Found>(look: () => Promise<readonly Found[]>): Promise<readonly Found[]> {
  const began = performance.now()
  for (;;) {
    const found = await look()
    if (found.length > 0) return found
    if (performance.now() - began > 60_000) throw new Error('nothing happened for a minute')
    await new Promise(again => setTimeout(again, 5))
  }
}
