import { expect, onTestFinished, test } from 'vitest'
import { readers } from '../../adapters/portals/index.ts'
import { watch } from '../../jobs/watch.ts'
import { keepPictures } from '../../src/posts/pictures.ts'
import { makeDoors } from '../../src/runtime/node/doors.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { type Doors, politely } from '../../src/sources/polite.ts'
import { addUnit, someTime } from '../support/build.ts'
import { testContext } from '../support/context.ts'
import { freshDatabase } from '../support/database.ts'
import { serve } from '../support/server.ts'
import { addresses, answers, hosts } from '../support/tricks.ts'
import { waitingMoves } from '../support/turns.ts'

type Page = { status?: number; type?: string; headers?: Record<string, string>; body?: string }

/**
 * A portal that may be reached (127.0.0.2) and this machine (127.0.0.1), which may not: the real guard and manners between them.
 * @param resolved what a name is answered with, asked each time.
 */
async function setTrap(resolved: (host: string, time: number) => string = () => '127.0.0.2') {
  const { db } = await freshDatabase()
  const pages = new Map<string, () => Page>()
  const portal = await serve((request, response) => {
    const {
      status = 200,
      type = 'text/html',
      headers = {},
      body = '',
    } = pages.get(request.url ?? '')?.() ?? { status: 404 }
    response.writeHead(status, { 'content-type': type, connection: 'close', ...headers }).end(body)
  }, '127.0.0.2')
  // On the same port, so that a name that changes its answer arrives.
  const inner = await serve((_, response) => response.end('<html>bí mật</html>'), '127.0.0.1', portal.port)
  const clock = { at: someTime.getTime() }
  const times = new Map<string, number>()
  const running = makeDoors(
    {
      privateOk: ['127.0.0.2/32'],
      portsOk: 'any',
      userAgent: 'LanToa/test',
      resolve: async host => {
        const time = (times.get(host) ?? 0) + 1
        times.set(host, time)
        if (/^localhost\.?$/.test(host)) return [{ address: '127.0.0.1', family: 4 }]
        const address = resolved(host, time)
        return [{ address, family: address.includes(':') ? 6 : 4 }]
      },
    },
    1,
  )
  onTestFinished(() => running.close())
  const doors: Doors = {
    ...running,
    pause: waitingMoves(db, ms => {
      clock.at += ms
    }),
  }
  const now = () => new Date(clock.at)
  const ctx = await testContext(db, { now, readers, media: sharpMedia() })
  ctx.outbound.portals = politely({ db, now, doors })
  const unit = await addUnit(db)
  const base = `http://cong.test:${portal.port}`
  const { id } = await db
    .insertInto('portal')
    .values({ unit_id: unit, name: 'Cổng', base_url: base, settings: JSON.stringify({ minInterval: 0 }) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const addSource = async (url: string, state: 'watched' | 'stopped' = 'watched') =>
    (
      await db
        .insertInto('source')
        .values({
          portal_id: id,
          unit_id: unit,
          name: url,
          kind: 'feed',
          url,
          due_at: someTime,
          state,
          settings: JSON.stringify({ floodAt: 1000 }),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id
  return {
    db,
    ctx,
    inner,
    base,
    port: portal.port,
    page: (path: string, page: Page | (() => Page)) =>
      void pages.set(path, typeof page === 'function' ? page : () => page),
    addSource,
    turn: async (after = 0) => {
      clock.at += after
      const { signal } = new AbortController()
      // Lanes that claim in the same moment may both find nothing and leave it to the next: two idle ones end a turn.
      for (let n = 0, idle = 0; n < 10 && idle < 2; n++)
        idle = (await watch.run(ctx, { items: 5000, signal })).items > 0 ? 0 : idle + 1
    },
  }
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const feedOf = (links: readonly string[]) => ({
  type: 'text/xml; charset=utf-8',
  body: `<rss version="2.0"><channel><title>Tin</title>${links.map((link, at) => `<item><title>Tin số ${at}</title><guid isPermaLink="false">g${at}</guid><link>${xml(link)}</link></item>`).join('')}</channel></rss>`,
})

const all = (port: number) => [
  ...hosts.map(host => `http://${host}:${port}/tin.html`),
  ...addresses.map(address => address.replace('{port}', String(port))),
]

test('no link of a feed leads to where the portal does not stand', async () => {
  const trap = await setTrap()
  trap.page('/rss', feedOf(['http://cong.test/cu.html']))
  await trap.addSource(`${trap.base}/rss`)
  await trap.turn()
  const links = all(trap.port)
  trap.page('/rss', feedOf(['http://cong.test/cu.html', ...links]))
  await trap.turn(600_000)
  // What has no address at all is told by its list alone.
  const rows = async () =>
    (
      await trap.db
        .selectFrom('publication')
        .select(['url', 'unread'])
        .where('state', '=', 'new')
        .orderBy('id')
        .execute()
    ).filter(({ url }) => url !== `${trap.base}/rss`)
  // One request to each installation a turn: most of these are one and the same.
  for (let n = 0; n < 90 && (await rows()).some(({ unread }) => unread === null); n++) await trap.turn(60_000)
  const taken = await rows()
  expect(taken.length).toBeGreaterThan(hosts.length)
  for (const { url, unread } of taken)
    expect((unread as { code: string } | null)?.code, url).toMatch(/^page\.(fault_(blocked|name|other)|gone)$/)
  expect(trap.inner.hits).toEqual([])
})

test('no redirect of a list leads there', async () => {
  const trap = await setTrap()
  const links = all(trap.port)
  for (const [at, location] of links.entries()) {
    const raw = Buffer.from(location.replace(/[\n ]/g, '')).toString('latin1')
    trap.page(`/${at}`, { status: 302, headers: { location: raw } })
    await trap.addSource(`${trap.base}/${at}`)
  }
  const read = () => trap.db.selectFrom('source').select(['url', 'problem', 'read_at']).execute()
  for (let n = 0; n < 100 && (await read()).some(({ problem }) => problem === null); n++) await trap.turn()
  const rows = await read()
  expect(rows).toHaveLength(links.length)
  for (const { url, problem, read_at } of rows) {
    const link = links[Number(new URL(url).pathname.slice(1))]
    expect(read_at, link).toBeNull()
    // What leads back to the portal itself is no danger, and no list either.
    expect((problem as { code: string } | null)?.code, link).toMatch(/^source\.(fault_(blocked|other|name)|not_found)$/)
  }
  expect(trap.inner.hits).toEqual([])
})

test('no picture is fetched from there', async () => {
  const trap = await setTrap()
  const links = all(trap.port)
  trap.page('/chuyen.png', { status: 302, headers: { location: `http://127.0.0.1:${trap.port}/a.png` } })
  const wanted = [...links, `${trap.base}/chuyen.png`].map(url => ({ url, alt: '', caption: null }))
  const kept = await keepPictures(trap.ctx, wanted)
  expect(kept.pictures.size).toBe(0)
  expect(kept.lost).toHaveLength(new Set(wanted.map(({ url }) => url)).size)
  expect(trap.inner.hits).toEqual([])
})

test('no attachment, film or picture that a page names is fetched from there, and no document that a list links', async () => {
  const trap = await setTrap()
  trap.page('/rss', feedOf([`${trap.base}/cu.html`]))
  await trap.addSource(`${trap.base}/rss`)
  await trap.turn()
  const links = all(trap.port)
  const named = links.map(
    link =>
      `<a href="${xml(link)}/van-ban.pdf">Văn bản.pdf</a><video src="${xml(link)}"></video><img src="${xml(link)}">`,
  )
  trap.page('/tin.html', {
    body: `<html><head><title>Kế hoạch phòng chống bão</title></head><body><article><h1>Kế hoạch phòng chống bão</h1>${'<p>Ủy ban nhân dân tỉnh ban hành kế hoạch, có văn bản kèm theo cho các xã.</p>'.repeat(4)}${named.join('')}</article></body></html>`,
  })
  trap.page('/van-ban.pdf', { status: 302, headers: { location: `http://169.254.169.254/latest/meta-data/` } })
  trap.page('/rss', feedOf([`${trap.base}/cu.html`, `${trap.base}/tin.html`, `${trap.base}/van-ban.pdf`]))
  await trap.turn(600_000)
  const rows = await trap.db.selectFrom('publication').select(['url', 'revision_id', 'unread']).orderBy('id').execute()
  expect(rows.find(({ url }) => url.endsWith('/tin.html'))?.revision_id).not.toBeNull()
  expect(rows.find(({ url }) => url.endsWith('.pdf'))).toMatchObject({
    revision_id: null,
    unread: { code: 'page.fault_blocked' },
  })
  expect(trap.inner.hits).toEqual([])
})

test.each(answers)('a name that is answered with %s is refused', async address => {
  const trap = await setTrap(host => (host === 'cong.test' ? '127.0.0.2' : address))
  const source = await trap.addSource(`http://cname.test:${trap.port}/rss`)
  await trap.turn()
  const row = await trap.db.selectFrom('source').select('problem').where('id', '=', source).executeTakeFirstOrThrow()
  expect(row.problem).toMatchObject({ code: 'source.fault_blocked' })
  expect(trap.inner.hits).toEqual([])
})

test('a name that changes its answer is read while it stands where it may, and never elsewhere', async () => {
  // Good at first, then another each time it is asked, so that no check made before the connection holds.
  let turned = false
  const trap = await setTrap((_, time) => (turned && time % 2 === 0 ? '127.0.0.1' : '127.0.0.2'))
  trap.page('/rss', feedOf([`${trap.base}/cu.html`]))
  const source = await trap.addSource(`${trap.base}/rss`)
  await trap.turn()
  expect(await trap.db.selectFrom('source').select('read_at').where('id', '=', source).executeTakeFirst()).not.toEqual({
    read_at: null,
  })
  turned = true
  for (let n = 0; n < 12; n++) await trap.turn(3_600_000)
  expect(trap.inner.hits).toEqual([])
  const { problem } = await trap.db
    .selectFrom('source')
    .select('problem')
    .where('id', '=', source)
    .executeTakeFirstOrThrow()
  expect([null, 'source.fault_blocked']).toContain((problem as { code: string } | null)?.code ?? null)
})
