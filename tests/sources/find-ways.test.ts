import { expect, test } from 'vitest'
import { readers } from '../../adapters/index.ts'
import { findWays, readAddress } from '../../src/sources/find-ways.ts'
import { someTime } from '../support/build.ts'
import { openPortal } from '../support/portal.ts'

async function setPortal() {
  const portal = await openPortal()
  const tools = { readers, now: () => someTime, outbound: { portals: portal.fetch, networks: portal.fetch } }
  return { portal, ways: (address: string) => findWays(tools, address) }
}

const news = (at: number) =>
  `<li><a href="/vi/news/tin-xa/hop-ban-ve-nuoc-sach-lan-thu-${at}-${at}.html">Họp bàn về nước sạch lần thứ ${at} của xã</a> <span>2${at}/11/2026</span></li>`
const front = (head: string) =>
  `<!doctype html><html lang="vi"><head><title>Xã Thử</title>${head}</head><body><ul>${[1, 2, 3].map(news).join('')}</ul></body></html>`

test('a host is recognised by its marks, and each way in is tried in the order of preference', async () => {
  const { portal, ways } = await setPortal()
  portal.answer('/', { body: front('<meta name="generator" content="NukeViet v4.5">') })
  portal.list([{ id: 1, title: 'Họp bàn về nước sạch' }], { path: '/vi/news/rss/' })
  portal.answer('/rss/', { body: '<html><body><p>Chưa bật RSS</p></body></html>' })
  portal.answer('/sitemap.xml', {
    type: 'application/xml',
    body: `<urlset><url><loc>${portal.url}/vi/news/tin-xa/hop-1.html</loc></url></urlset>`,
  })
  const found = await ways(portal.url)
  expect(found).toMatchObject({ is: 'found', family: 'nukeviet-4', url: `${portal.url}/` })
  if (found.is !== 'found') return
  expect(found.signs.join(' ')).toContain('NukeViet')
  expect(found.ways.map(({ kind, url, tried }) => [kind, url.replace(portal.url, ''), tried.is])).toEqual([
    ['feed', '/vi/news/rss/', 'list'],
    ['sitemap', '/sitemap.xml', 'list'],
    ['list', '/', 'list'],
    ['feed', '/rss/', 'failed'],
  ])
  expect(found.ways[2]?.tried).toMatchObject({
    total: 3,
    entries: [{ title: 'Họp bàn về nước sạch lần thứ 1 của xã' }, {}, {}],
  })
  // What is merely usual and is not there is not shown as a failure.
  expect(portal.asked.map(({ path }) => path)).toContain('/news/rss/')
})

test('an interface for posts comes before a feed', async () => {
  const { portal, ways } = await setPortal()
  portal.answer('/', {
    body: front(
      '<link rel="https://api.w.org/" href="/wp-json/"><link rel="alternate" type="application/rss+xml" href="/feed/">',
    ),
  })
  portal.list([{ id: 1, title: 'Họp bàn về nước sạch' }], { path: '/feed/' })
  const [way] = readers.waysOf('wordpress', portal.url)
  portal.answer(new URL(way?.url ?? '').pathname + new URL(way?.url ?? '').search, {
    type: 'application/json',
    headers: { 'x-wp-total': '240', 'x-wp-totalpages': '8' },
    body: JSON.stringify([
      { id: 5, link: `${portal.url}/hop/`, title: { rendered: 'Họp bàn' }, date_gmt: '2026-11-20T01:00:00' },
    ]),
  })
  const found = await ways(portal.url)
  expect(found).toMatchObject({
    family: 'wordpress',
    ways: [{ kind: 'wordpress', tried: { all: 240 } }, { kind: 'feed' }, { kind: 'list' }],
  })
})

test('a sitemap that robots.txt names is tried, and not the usual place in its stead', async () => {
  const { portal, ways } = await setPortal()
  portal.answer('/', { body: front('<meta name="generator" content="NukeViet v4.5">') })
  const sitemap = (n: number) => ({
    type: 'application/xml',
    body: `<urlset><url><loc>${portal.url}/vi/news/tin-xa/hop-${n}.html</loc></url></urlset>`,
  })
  portal.answer('/so-do/tin-tuc.xml', sitemap(1))
  portal.answer('/so-do/van-ban.xml', sitemap(2))
  portal.answer('/sitemap.xml', { status: 404 })
  portal.answer('/robots.txt', {
    type: 'text/plain',
    body: `User-agent: *\nDisallow: /admin/\nSitemap: ${portal.url}/so-do/tin-tuc.xml\nsitemap: /so-do/van-ban.xml\nSitemap: javascript:alert(1)\nSitemap: ${portal.url}/so-do/tin-tuc.xml\n`,
  })
  const found = await ways(portal.url)
  if (found.is !== 'found') throw new Error(found.why.code)
  expect(found.ways.map(({ kind, url, told }) => [kind, url.replace(portal.url, ''), told])).toEqual([
    ['sitemap', '/so-do/tin-tuc.xml', true],
    ['sitemap', '/so-do/van-ban.xml', true],
    ['list', '/', true],
  ])
  // A page in place of robots.txt names nothing.
  portal.answer('/robots.txt', { body: `<html>Sitemap: ${portal.url}/so-do/tin-tuc.xml</html>` })
  const other = await ways(portal.url)
  expect(other.is === 'found' && other.ways.map(({ kind }) => kind)).toEqual(['list'])
})

test('an address that is a list by itself is that way, and what does not answer says why', async () => {
  const { portal, ways } = await setPortal()
  portal.list([{ id: 1, title: 'Họp bàn về nước sạch' }])
  expect(await ways(`${portal.url}/rss`)).toMatchObject({ ways: [{ kind: 'feed', told: true }] })
  expect(await ways(`${portal.url}/khong-co`)).toMatchObject({ is: 'failed', why: { code: 'source.not_found' } })
})

test('a host without a scheme is asked with TLS first, then without', async () => {
  const { portal, ways } = await setPortal()
  portal.answer('/', { body: front('') })
  expect(await ways(portal.url.replace('http://', ''))).toMatchObject({ is: 'found', url: `${portal.url}/` })
})

test('addresses as people type them', () => {
  for (const good of ['so.tinh.gov.vn', 'https://so.tinh.gov.vn/tin', ' so.tinh.gov.vn/tin-tuc ', '127.0.0.1:8080'])
    expect(readAddress(good), good).toBe(good.trim())
  for (const bad of ['', 'xin chào', 'javascript:alert(1)', 'ftp://so.tinh.gov.vn', 'https://a:b@so.tinh.gov.vn', 'so'])
    expect(readAddress(bad), bad).toBeUndefined()
})

test('what robots.txt says is told, what it keeps from us is not tried, and its delay is the pace', async () => {
  const { portal, ways } = await setPortal()
  portal.answer('/', { body: front('<link rel="alternate" type="application/rss+xml" href="/kin/rss">') })
  portal.list([{ id: 1, title: 'Họp bàn về nước sạch' }], { path: '/kin/rss' })
  portal.answer('/robots.txt', { type: 'text/plain', body: 'User-agent: *\nCrawl-delay: 7\nDisallow: /kin/' })
  const found = await ways(portal.url)
  if (found.is !== 'found') throw new Error(found.why.code)
  expect(found.pace).toEqual({ robots: 'rules', crawlDelay: 7, everySeconds: 7 })
  expect(found.ways.find(({ url }) => url.endsWith('/kin/rss'))?.tried).toEqual({
    is: 'failed',
    why: { code: 'source.fault_robots', detail: 'line 3 of robots.txt' },
  })
  expect(portal.asked.map(({ path }) => path)).not.toContain('/kin/rss')

  portal.answer('/robots.txt', { status: 503, body: '' })
  expect(await ways(portal.url)).toMatchObject({ pace: { robots: 'unreachable', everySeconds: 2 } })
  portal.answer('/robots.txt', { status: 404, body: '' })
  const open = await ways(portal.url)
  expect(open).toMatchObject({ pace: { robots: 'open', everySeconds: 2 } })
  expect(open.is === 'found' && open.ways[0]).toMatchObject({ kind: 'feed', tried: { is: 'list' } })
})
