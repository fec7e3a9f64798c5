import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readers } from '../../adapters/index.ts'
import { watch } from '../../jobs/watch.ts'
import type { Fetch } from '../../src/ports/network.ts'
import { chromiumPath, openWindow, type Visit, type Window } from '../support/browser.ts'
import { keptDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'
import { openPortal } from '../support/portal.ts'

const news = (at: number) =>
  `<li class="tin"><a href="/vi/news/tin-xa/hop-ban-ve-nuoc-sach-lan-thu-${at}-${at}.html">Họp bàn về nước sạch nông thôn lần thứ ${at} của Ủy ban nhân dân xã</a> <span>2${at}/11/2026</span></li>`
const front = `<!doctype html><html lang="vi"><head><title>Cổng thông tin điện tử xã Ẳng Nưa</title><meta name="generator" content="NukeViet v4.5"></head><body><h1>Tin tức</h1><ul>${[1, 2, 3].map(news).join('')}</ul></body></html>`
const story = 'Sáng nay Ủy ban nhân dân tỉnh họp với các xã về nước sạch nông thôn. '.repeat(3)

describe.skipIf(!chromiumPath)('pages of sources in a browser', () => {
  let desk: Desk
  let window: Window
  let admin: Seated
  let end: () => Promise<void>
  /** Each test opens its own. */
  let portal: Awaited<ReturnType<typeof openPortal>>

  beforeAll(async () => {
    const { db, drop } = await keptDatabase()
    end = drop
    const out: Fetch = (input, init) => portal.fetch(input, init)
    const outbound = { networks: out, portals: out }
    desk = await openDesk(await deskContext(db, { readers, outbound }))
    window = await openWindow(desk.app)
    admin = await desk.seat('Trần Thị Quản Trị', ['admin', 'editor', 'approver'])
  })
  afterAll(async () => {
    await window.close()
    await end()
  })

  test('adding: the ways, one way with its selectors, and the table', async () => {
    portal = await openPortal()
    portal.answer('/', { body: front })
    portal.answer('/rss/', { body: '<html><body><p>Chưa bật RSS</p></body></html>' })
    portal.list([{ id: 1, title: 'Họp bàn về nước sạch nông thôn, khai mạc mùa du lịch' }], { path: '/vi/news/rss/' })
    await look(`/sources/new?address=${encodeURIComponent(portal.url)}`, 'ways')
    const how = { address: portal.url, kind: 'list', url: `${portal.url}/`, family: 'nukeviet-4', list_row: '.tin' }
    await look(`/sources/new?${new URLSearchParams(how)}`, 'list')
    await look(`/sources/new?${new URLSearchParams({ ...how, list_row: '.khac' })}`, 'list-wrong')
    const text = [
      'Đơn vị,Cấp,Cổng,Địa chỉ cổng,Phần mềm,Cách đọc,Địa chỉ đọc',
      'Sở Y tế,sở,Cổng Sở Y tế,syt.tinh.gov.vn,nukeviet-4,rss,/vi/news/rss/',
      'Xã Ẳng Nưa,xã,,angnua.tinh.gov.vn,wordpress,,',
      'Xã Ba,làng,,xa3.tinh.gov.vn,joomla,rss,/rss',
    ].join('\n')
    await look('/sources/import', 'import', async page => {
      await page.fill('textarea[name=text]', text)
      await page.click('button[value=try]')
      await page.waitForSelector('#lines')
    })
  })

  test('one source: a flood, readings, bytes, a copy of another site’s item', async () => {
    const { db } = desk.ctx
    const form = { name: 'Tin tức', portal: 'Cổng xã Ẳng Nưa', unit: String(desk.root), minutes: '10' }
    const turn = async () => {
      await db
        .updateTable('source')
        .set({ due_at: new Date(0) })
        .execute()
      const budget = { items: 1000, signal: new AbortController().signal }
      while ((await watch.run(desk.ctx, budget)).more);
    }
    portal = await openPortal()
    const other = await openPortal()
    const old = { id: 1, title: 'Tin có từ trước' }
    portal.list([old])
    other.list([old])
    await desk.post('/sources', { ...form, address: `${portal.url}/rss` }, admin)
    await desk.post('/sources', { ...form, name: 'Tin sở', portal: 'Cổng Sở Y tế', address: `${other.url}/rss` }, admin)
    await turn()
    const title = 'Hội nghị toàn tỉnh về nước sạch nông thôn'
    portal.list([{ id: 2, title, body: story }, old])
    await turn()
    other.list([{ id: 9, title, body: story }, old])
    await turn()
    portal.answer('/rss', { status: 503, body: '<html><body>Bảo trì</body></html>' })
    await turn()
    portal.list([...Array.from({ length: 30 }, (_, at) => ({ id: at + 10, title: `Văn bản số ${at + 10}/UBND` })), old])
    await turn()
    await db
      .updateTable('source')
      .set({ silent_after: new Date(0) })
      .execute()
    const { id } = await db.selectFrom('source').select('id').orderBy('id').executeTakeFirstOrThrow()
    const sight = await db
      .selectFrom('source_sight')
      .innerJoin('source_read', 'source_read.id', 'source_sight.read_id')
      .select('read_id')
      .where('source_id', '=', id)
      .executeTakeFirstOrThrow()
    await look(`/sources/${id}`, 'one')
    await look(`/sources/${id}/edit`, 'edit')
    const { portal_id } = await db
      .selectFrom('source')
      .select('portal_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await look(`/portals/${portal_id}/manners`, 'manners')
    await look(`/portals/${portal_id}/manners`, 'manners-wrong', async page => {
      await page.fill('input[name=minInterval]', 'hai')
      await page.fill('textarea[name=quietHours]', '22:00 tới sáng')
      await page.click('main .btn-primary')
      await page.waitForSelector('#f-quietHours-error')
    })
    await look(`/sources/${id}/reads/${sight.read_id}/0`, 'sight')
    await look('/sources', 'full')
    await look('/holds', 'flood')
    await look('/publications', 'copy', async page => page.click('.lt-copy summary'))
    await look('/', 'silent')
  })

  /** `act` fills or opens something first. */
  async function look(path: string, state: string, act?: Visit['act']) {
    expect(await window.visit(admin, path, `sources-${state}`, { ...(act && { act }) })).toEqual([])
  }
})
