import { expect, test } from 'vitest'
import { presets } from '../../../adapters/portals/presets.ts'
import { identity, recognise } from '../../../adapters/portals/recognise.ts'

const nobody: [string, string][] = []

test.each([
  ['vnpt-eportal', '<script>var Liferay={};</script><div class="portlet-boundary vnpteportalnewsportlet"></div>'],
  ['liferay-6', '<html class="aui ltr"><script>Liferay.ThemeDisplay={}</script><link href="/html/css/main.css">'],
  [
    'liferay-7',
    '<script>Liferay.Loader.define()</script><script src="/o/js_loader_modules" data-senna-track="x"></script><a href="?p_p_id=1">',
  ],
  ['sharepoint', '<meta name="GENERATOR" content="Microsoft SharePoint" />'],
  ['aspnet', '<form action="./Default.aspx?tabid=5"><input type="hidden" name="__VIEWSTATE" value="x"></form>'],
  ['nukeviet-4', '<meta name="generator" content="NukeViet v4.5"><script>var nv_base_siteurl="/"</script>'],
  ['nukeviet-5', '<meta content="NukeViet v5.0" name="x"><meta name="generator" content="NukeViet v5.0">'],
  ['vccorp', '<img src="https://so.mediacdn.vn/a.jpg"><h2 data-role="sapo">Dẫn</h2>'],
  ['wordpress', '<link rel="https://api.w.org/" href="https://so.example/wp-json/" /><img src="/wp-content/a.jpg">'],
  ['generic', '<html><body><p>Không có dấu hiệu gì</p></body></html>'],
])('%s is known by its marks', (family, html) => {
  expect(recognise(html, nobody, 'https://so.example/tin').family).toBe(family)
})

test('headers tell too, an address alone does not', () => {
  expect(recognise('', [['MicrosoftSharePointTeamServices', '15']], 'https://so.example/').family).toBe('sharepoint')
  expect(recognise('', nobody, 'https://so.example/tin-123456789012345678.htm').family).toBe('generic')
})

test('ways in: what the page names itself first, then what is usual there', () => {
  const html = `<link rel="https://api.w.org/" href="/wp-json/"><img src="/wp-content/x.png">
    <link rel="alternate" type="application/rss+xml" href="/tin/feed/?a=1&amp;b=2">
    <a href="/rss/thong-bao.rss">RSS</a> <a href="https://khac.example/rss/">RSS</a> <a href="/cap-nuoc-rss-vao">x</a>`
  const { ways } = recognise(html, nobody, 'https://so.example/tin/')
  expect(ways.filter(way => way.told)).toEqual([
    { kind: 'feed', url: 'https://so.example/tin/feed/?a=1&b=2', told: true },
    { kind: 'feed', url: 'https://so.example/rss/thong-bao.rss', told: true },
    { kind: 'feed', url: 'https://so.example/cap-nuoc-rss-vao', told: true },
  ])
  expect(ways[0]).toMatchObject({ kind: 'wordpress', told: false })
  expect(ways.at(-1)).toMatchObject({ kind: 'sitemap' })
})

const one = (family: string, ...urls: string[]) => [family, urls] as const

test.each([
  one(
    'vnpt-eportal',
    'https://so.example/tin/-/view_content/239-de-nghi.html',
    'http://www.so.example/en/van-ban/-/view_content/239-de-nghi-sua-lai.html;jsessionid=AB?redirect=%2Ftin',
  ),
  one(
    'liferay-6',
    'https://so.example/tin/-/asset_publisher/aB3x/content/hop-ban',
    'https://so.example/trang-chu/-/asset_publisher/Zz9/content/hop-ban?redirect=https%3A%2F%2Fso.example&inheritRedirect=true',
  ),
  one(
    'liferay-6',
    'https://so.example/tin?p_p_id=101&_101_struts_action=%2Fasset_publisher%2Fview_content&_101_assetEntryId=55&_101_type=content',
    'https://so.example/tin?p_p_id=101&p_p_state=maximized&_101_assetEntryId=55',
  ),
  one(
    'liferay-7',
    'https://so.example/news/-/details/57311/ban-giao-nha-12345678',
    'https://so.example/vi/chi-tiet/-/details/57311/ban-giao-41-nha-12345678',
  ),
  one('liferay-7', 'https://so.example/w/hop-ban', 'https://so.example/vi/w/hop-ban?p_l_back_url=x'),
  one(
    'sharepoint',
    'https://so.example/Pages/Tin.aspx?ItemID=17&CategoryId=3',
    'http://so.example/pages/tin.aspx?CategoryId=9&itemid=17&Source=%2F',
  ),
  one(
    'sharepoint',
    'https://so.example/vn/tin-tuc/1184/70000/a.aspx',
    'https://so.example/vn/tin-tuc/1190/70000/b.aspx',
  ),
  one(
    'aspnet',
    'https://so.example/?pageid=27160&docid=219746',
    'https://so.example/Default.aspx?docid=219746&pageid=9',
  ),
  one(
    'nukeviet-4',
    'https://so.example/vi/news/tin-xa/hop-ban-12.html',
    'https://so.example/news/tin-xa/hop-ban-sua-12.html',
    'https://so.example/vi/news/tin-huyen/hop-ban-12.html?page=2',
  ),
  one(
    'vccorp',
    'https://so.example/hop-ban-102261002091032857.htm',
    'https://so.example/hop-102261002091032857.htm?utm_source=x',
  ),
  one('wordpress', 'https://so.example/2026/11/hop-ban/', 'http://www.so.example/2026/11/hop-ban?replytocom=5#respond'),
  one('generic', 'https://so.example/hop-ban-4944951.html', 'https://so.example/hop-ban-sua-4944951.html'),
  one(
    'generic',
    'https://xa.example/chi-tiet/?param=hop-ban-0f8fad5b-d9cb-469f-a165-70867728950e',
    'https://xa.example/chi-tiet/?param=hop-0f8fad5b-d9cb-469f-a165-70867728950e',
  ),
])('%s: one article under many addresses %#', (family, urls) => {
  const keys = urls.map(url => identity(url, { family })?.key)
  expect(new Set(keys).size, keys.join('\n')).toBe(1)
  expect(keys[0]).toBeDefined()
})

const two = (family: string, a: string, b: string) => [family, a, b] as const

test.each([
  two(
    'liferay-6',
    'https://so.example/tin?p_p_id=101&_101_assetEntryId=55',
    'https://so.example/tin?p_p_id=101&_101_assetEntryId=56',
  ),
  two(
    'liferay-7',
    'https://so.example/news/-/details/5/tong-ket-2026',
    'https://so.example/news/-/details/5/ke-hoach-2026',
  ),
  two('sharepoint', 'https://so.example/Pages/Tin.aspx?ItemID=17', 'https://so.example/Pages/VanBan.aspx?ItemID=17'),
  two('aspnet', 'https://so.example/?pageid=1&docid=2', 'https://so.example/?pageid=1&newsid=2'),
  two('nukeviet-4', 'https://so.example/vi/news/a/hop-12.html', 'https://so.example/en/news/a/meeting-12.html'),
  two('nukeviet-4', 'https://so.example/vi/news/a/hop-12.html', 'https://so.example/vi/laws/a/hop-12.html'),
  two('generic', 'https://so.example/tong-ket-nam-2026.html', 'https://so.example/ke-hoach-nam-2026.html'),
  two('generic', 'https://a.example/tin-4944951.html', 'https://b.example/tin-4944951.html'),
])('%s: two articles stay two %#', (family, a, b) => {
  expect(identity(a, { family })?.key).not.toBe(identity(b, { family })?.key)
})

test('what a site is configured with counts before its kind', () => {
  const rules = {
    family: 'generic',
    idPattern: '/bai/(\\d+)',
    dropParams: ['muc'],
    hosts: [['tinh.example', 'ubnd.tinh.example']],
  }
  expect(identity('https://ubnd.tinh.example/bai/7/x?muc=1', rules)).toEqual({
    id: '7',
    key: 'id:tinh.example/7',
    address: 'https://tinh.example/bai/7/x',
  })
  expect(identity('https://so.example/a', { idPattern: '(' })?.key).toBe('url:https://so.example/a')
})

test('a front page and an address that goes on for ever are no articles', () => {
  expect(identity('https://so.example/')).toBeNull()
  expect(identity('https://so.example/tin/-/view_content/12-a.html/en/vi', { family: 'liferay-6' })).toBeNull()
})

test('every preset is sound: patterns that compile, each name once', () => {
  expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length)
  for (const { name, marks, ids } of presets) {
    for (const { pattern } of marks) expect(() => new RegExp(pattern), name).not.toThrow()
    for (const id of ids) expect(new RegExp(`${id}|`).exec('')?.length, `${name} ${id}`).toBeGreaterThanOrEqual(2)
  }
})
