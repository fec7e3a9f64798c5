import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { hours, minutes } from '../support/stage.ts'
import { setWatch } from '../support/watching.ts'

type Watch = Awaited<ReturnType<typeof setWatch>>

const row = (id: number, more = '') =>
  `<li class="tin"><h3><a href="/tin/bai-${id}.html">Hội nghị lần thứ ${id} của Ủy ban nhân dân xã</a></h3><span class="ngay">${String(id).padStart(2, '0')}/11/2026</span>${more}</li>`
const listOf = (ids: readonly number[], next = '') =>
  `<!doctype html><html lang="vi"><body><h1>Tin tức</h1><ul>${ids.map(id => row(id, `<i>Lượt xem: ${id * 7}</i>`)).join('')}</ul>${next ? `<a rel="next" href="${next}">Trang sau</a>` : ''}</body></html>`
const showList = (watch: Watch, ids: readonly number[], path = '/tin-tuc', next = '') => {
  watch.portal.answer(path, { body: listOf(ids, next) })
  for (const id of ids) watch.portal.page({ id, title: `Hội nghị lần thứ ${id} của Ủy ban nhân dân xã` })
}
const paths = (watch: Watch) => watch.portal.asked.map(({ path }) => path)
const titles = async (watch: Watch) =>
  (await watch.publications()).map(({ title, state }) => [Number(/\d+/.exec(title)?.[0]), state])

const listed = { list: { row: 'li.tin', title: 'h3 a', date: '.ngay' } }

test('a list page is a baseline at first sight, then its new rows are news', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: listed })
  showList(watch, [22, 21])
  await watch.turn()
  expect(await titles(watch)).toEqual([
    [21, 'baseline'],
    [22, 'baseline'],
  ])
  showList(watch, [23, 22, 21])
  await watch.turn(minutes(10))
  expect((await titles(watch))[2]).toEqual([23, 'new'])
  expect((await watch.publications())[2]?.revision_id).not.toBeNull()
  expect((await watch.reads()).map(({ outcome, facts }) => [outcome, facts])).toMatchObject([
    ['list', { rows: 2, added: 2, as: 'baseline' }],
    ['list', { rows: 3, added: 1, as: 'new', known: 2 }],
  ])
})

test('older pages are read while nothing is known, a bounded number of them, and a page that leads to itself once', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: { ...listed, pages: 3 } })
  showList(watch, [22, 21], '/tin-tuc', '/tin-tuc?trang=2')
  showList(watch, [20, 19], '/tin-tuc?trang=2', '/tin-tuc?trang=3')
  showList(watch, [18, 17], '/tin-tuc?trang=3', '/tin-tuc?trang=4')
  await watch.turn()
  expect(paths(watch)).toEqual(['/tin-tuc', '/tin-tuc?trang=2', '/tin-tuc?trang=3'])
  expect(await watch.publications()).toHaveLength(6)
  // More came than one page holds: the second page is asked too, and there a known row ends it.
  showList(watch, [25, 24], '/tin-tuc', '/tin-tuc?trang=2')
  showList(watch, [23, 22], '/tin-tuc?trang=2', '/tin-tuc?trang=2')
  await watch.turn(minutes(10))
  expect((await titles(watch)).filter(([, state]) => state === 'new').map(([id]) => id)).toEqual([23, 24, 25])
  expect(
    paths(watch)
      .filter(path => path.startsWith('/tin-tuc'))
      .slice(3),
  ).toEqual(['/tin-tuc', '/tin-tuc?trang=2'])
})

test('rows that lead nowhere are not recorded, and the reading says which', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: listed })
  showList(watch, [21])
  await watch.turn()
  watch.portal.answer('/tin-tuc', {
    body: listOf([21]).replace(
      '<ul>',
      '<ul><li class="tin"><h3>Thông báo chưa có đường dẫn của xã</h3><span class="ngay">22/11/2026</span></li>',
    ),
  })
  await watch.turn(minutes(10))
  expect(await watch.publications()).toHaveLength(1)
  expect((await watch.reads()).at(-1)?.facts).toMatchObject({
    skipped: [{ code: 'row.nameless', n: 1, some: ['Thông báo chưa có đường dẫn của xã'] }],
    warnings: ['list.no_link'],
  })
  expect(await watch.sourceRow()).toMatchObject({ problem: { code: 'source.nameless' } })
})

test('a page rebuilt so that the selectors meet nothing is a fault, and nothing is concluded', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: listed })
  showList(watch, [21])
  await watch.turn()
  watch.portal.answer('/tin-tuc', { body: listOf([22, 21]).replaceAll('li class="tin"', 'li class="moi"') })
  await watch.turn(minutes(10))
  expect(await watch.sourceRow()).toMatchObject({ failures: 1, problem: { code: 'source.list.no_rows' } })
  expect(await watch.publications()).toHaveLength(1)
})

test('an item dated well before its source was watched is history, also when only its page says so', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: listed })
  showList(watch, [22, 21])
  await watch.turn()
  const old = row(7).replace('07/11/2026', '07/03/2021')
  watch.portal.answer('/tin-tuc', { body: listOf([22, 21]).replace('</ul>', `${old}</ul>`) })
  await watch.turn(minutes(10))
  expect((await watch.publications()).at(-1)).toMatchObject({ state: 'baseline', state_why: 'source.older' })
  const undated = row(8).replace(/<span.*<\/span>/, '')
  watch.portal.answer('/tin-tuc', { body: listOf([22, 21]).replace('</ul>', `${undated}</ul>`) })
  watch.portal.answer('/tin/bai-8.html', {
    body: `<html lang="vi"><head><meta property="og:type" content="article"><meta property="article:published_time" content="2021-03-08T08:00:00+07:00"></head><body><article><h1>Hội nghị lần thứ 8 của Ủy ban nhân dân xã</h1>${'<p>Ủy ban nhân dân xã tổ chức hội nghị, có hơn một trăm người dự và thảo luận.</p>'.repeat(5)}</article></body></html>`,
  })
  await watch.turn(minutes(10))
  expect((await watch.publications()).at(-1)).toMatchObject({ state: 'baseline', state_why: 'source.older' })
})

const urls = (watch: Watch, pages: readonly [id: number, lastmod?: string][]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${pages
    .map(
      ([id, lastmod]) =>
        `<url><loc>${watch.portal.url}/tin/bai-${id}.html</loc>${lastmod ? `<lastmod>${lastmod}</lastmod>` : ''}</url>`,
    )
    .join('')}</urlset>`
const index = (watch: Watch, files: readonly [path: string, lastmod?: string][]) =>
  `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${files
    .map(
      ([path, lastmod]) =>
        `<sitemap><loc>${watch.portal.url}${path}</loc>${lastmod ? `<lastmod>${lastmod}</lastmod>` : ''}</sitemap>`,
    )
    .join('')}</sitemapindex>`
const xml = (body: string | Uint8Array) => ({ type: 'application/xml', body })

test('a sitemap’s index is followed, compressed files too, and only touched files are asked for again', async () => {
  const watch = await setWatch({ kind: 'sitemap', path: '/sitemap.xml' })
  watch.portal.answer(
    '/sitemap.xml',
    xml(
      index(watch, [
        ['/sitemap-1.xml.gz', '2026-10-01T00:00:00Z'],
        ['/sitemap-2.xml', '2026-11-22T00:00:00Z'],
      ]),
    ),
  )
  watch.portal.answer('/sitemap-1.xml.gz', {
    type: 'application/gzip',
    body: gzipSync(
      urls(watch, [
        [1, '2026-09-01'],
        [2, '2026-10-01'],
      ]),
    ),
  })
  watch.portal.answer(
    '/sitemap-2.xml',
    xml(
      urls(watch, [
        [3, '2026-11-20'],
        [4, '2026-11-22'],
      ]),
    ),
  )
  await watch.turn()
  expect((await watch.publications()).map(({ state }) => state)).toEqual(Array(4).fill('baseline'))
  expect(paths(watch)).toEqual(['/sitemap.xml', '/sitemap-2.xml', '/sitemap-1.xml.gz'])

  watch.portal.answer(
    '/sitemap.xml',
    xml(
      index(watch, [
        ['/sitemap-1.xml.gz', '2026-10-01T00:00:00Z'],
        ['/sitemap-2.xml', '2026-11-23T03:00:00Z'],
      ]),
    ),
  )
  watch.portal.answer(
    '/sitemap-2.xml',
    xml(
      urls(watch, [
        [3, '2026-11-20'],
        [4, '2026-11-22'],
        [5, '2026-11-23T03:00:00Z'],
      ]),
    ),
  )
  watch.portal.page({ id: 5, title: 'Hội nghị lần thứ 5 của Ủy ban nhân dân xã' })
  await watch.turn(hours(2))
  expect(paths(watch).slice(3)).toEqual(['/sitemap.xml', '/sitemap-2.xml', '/tin/bai-5.html'])
  expect((await watch.publications()).at(-1)).toMatchObject({
    title: 'Hội nghị lần thứ 5 của Ủy ban nhân dân xã',
    state: 'new',
  })
})

test('a sitemap of twenty thousand pages is a baseline, and one more is one piece of news', async () => {
  const watch = await setWatch({ kind: 'sitemap', path: '/sitemap.xml' })
  const pages = Array.from({ length: 20_000 }, (_, at): [number] => [at + 1])
  watch.portal.answer('/sitemap.xml', xml(urls(watch, pages)))
  await watch.turn()
  const count = async () =>
    Number(
      (
        await watch.db
          .selectFrom('publication')
          .select(e => e.fn.countAll().as('n'))
          .executeTakeFirst()
      )?.n,
    )
  expect(await count()).toBe(20_000)
  watch.portal.answer('/sitemap.xml', xml(urls(watch, [...pages, [20_001]])))
  watch.portal.page({ id: 20_001, title: 'Hội nghị cuối năm của Ủy ban nhân dân xã' })
  await watch.turn(minutes(10))
  expect(await count()).toBe(20_001)
  expect((await watch.publications()).at(-1)).toMatchObject({ state: 'new' })
})

test('an index that names itself, names files for ever and names a page is read with an end', async () => {
  const watch = await setWatch({ kind: 'sitemap', path: '/sitemap.xml' })
  watch.portal.answer('/sitemap.xml', xml(index(watch, [['/sitemap.xml'], ['/a.xml'], ['/rss.xml']])))
  for (const [from, to] of [
    ['/a.xml', '/b.xml'],
    ['/b.xml', '/c.xml'],
    ['/c.xml', '/d.xml'],
  ] as const)
    watch.portal.answer(from, xml(index(watch, [[to], ['/a.xml']])))
  watch.portal.answer('/rss.xml', { body: '<html><body>Không có</body></html>' })
  await watch.turn()
  expect(paths(watch).toSorted()).toEqual(['/a.xml', '/b.xml', '/c.xml', '/rss.xml', '/sitemap.xml'])
  expect(await watch.sourceRow()).toMatchObject({ problem: { code: 'source.sitemap.parts_unread' } })
})

const post = (watch: Watch, id: number, modified = `2026-11-${String(id).padStart(2, '0')}T02:00:00`) => ({
  id,
  date_gmt: `2026-11-${String(id).padStart(2, '0')}T02:00:00`,
  modified_gmt: modified,
  guid: { rendered: `${watch.portal.url}/?p=${id}` },
  link: `${watch.portal.url}/tin/bai-${id}.html`,
  title: { rendered: `Hội nghị lần thứ ${id} của Ủy ban nhân dân xã` },
  excerpt: { rendered: `<p>Tóm tắt của tin số ${id}.</p>` },
})
const posts = (watch: Watch, path: string, ids: readonly number[], total = ids.length, pages = 1) =>
  watch.portal.answer(path, {
    type: 'application/json; charset=utf-8',
    headers: { 'x-wp-total': String(total), 'x-wp-totalpages': String(pages) },
    body: JSON.stringify(ids.map(id => post(watch, id))),
  })

test('WordPress is asked for everything once a day, and otherwise for what was touched since yesterday', async () => {
  const watch = await setWatch({ kind: 'wordpress', path: '/wp-json/wp/v2/posts?per_page=2' })
  posts(watch, '/wp-json/wp/v2/posts?per_page=2', [22, 21], 4, 2)
  posts(watch, '/wp-json/wp/v2/posts?per_page=2&page=2', [20, 19], 4, 2)
  await watch.turn()
  expect(await watch.publications()).toHaveLength(4)
  const touched = '/wp-json/wp/v2/posts?per_page=100&modified_after=2026-11-22T00%3A00%3A00&orderby=modified'
  posts(watch, touched, [23, 22])
  watch.portal.page({ id: 23, title: 'Hội nghị lần thứ 23 của Ủy ban nhân dân xã' })
  await watch.turn(minutes(10))
  expect(await titles(watch)).toEqual([
    [19, 'baseline'],
    [20, 'baseline'],
    [21, 'baseline'],
    [22, 'baseline'],
    [23, 'new'],
  ])
  await watch.turn(minutes(10))
  expect((await watch.reads()).at(-1)).toMatchObject({ outcome: 'unchanged' })
})

test('readings with nothing new are one row with their number, and the last bytes are kept', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: listed })
  showList(watch, [21])
  for (let at = 0; at < 4; at++) await watch.turn(minutes(10))
  expect((await watch.reads()).map(({ outcome, times }) => [outcome, times])).toEqual([
    ['list', 1],
    ['unchanged', 3],
  ])
  for (let id = 22; id < 40; id++) {
    showList(watch, [id, 21])
    await watch.turn(minutes(10))
  }
  expect(await watch.db.selectFrom('source_sight').select('url').execute()).toHaveLength(6)
})

test('the rhythm is learned from what comes, and from the days of what was there before', async () => {
  const watch = await setWatch({ kind: 'list', path: '/tin-tuc', settings: listed })
  showList(watch, [21, 20, 19, 18, 17, 16, 15, 14, 13, 12])
  await watch.turn()
  const row = await watch.sourceRow()
  expect(row.rhythm).toMatchObject({ items: 10, typical: hours(24), alarm: hours(36) })
  expect(row.silent_after?.getTime()).toBeGreaterThan(watch.clock.at)
  showList(watch, [22, 21])
  await watch.turn(hours(2))
  expect((await watch.sourceRow()).silent_after?.getTime()).toBe(
    watch.clock.at + ((await watch.sourceRow()).rhythm as { alarm: number }).alarm,
  )
})
