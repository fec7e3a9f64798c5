import { expect, test } from 'vitest'
import { readers } from '../../adapters/index.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { openPortal } from '../support/portal.ts'

async function setDesk() {
  const { db } = await freshDatabase()
  const portal = await openPortal()
  const outbound = { networks: portal.fetch, portals: portal.fetch }
  const desk = await openDesk(await deskContext(db, { readers, outbound }))
  return { db, portal, desk, admin: await desk.seat('Trần Quản Trị', ['admin']) }
}

test('trying an address shows what would be read and saves nothing; using it saves it once', async () => {
  const { db, portal, desk, admin } = await setDesk()
  portal.list([
    { id: 1, title: 'Nghị quyết số 18/NQ-HĐND về hỗ trợ học phí' },
    { id: 2, title: 'Lịch tiếp công dân tháng 12' },
  ])
  const address = `${portal.url}/rss`
  const tried = await (await desk.get(`/sources/new?address=${encodeURIComponent(address)}`, admin)).text()
  expect(tried).toContain('Nghị quyết số 18/NQ-HĐND về hỗ trợ học phí')
  expect(tried).toContain('Tôi sẽ đọc 2 tin này')
  expect(await db.selectFrom('source').select('id').execute()).toEqual([])

  const form = { address, name: 'Tin tức', portal: 'Cổng tỉnh', unit: String(desk.root), minutes: '10' }
  const added = await desk.post('/sources', form, admin)
  expect(added.headers.get('location')).toBe('/sources?done=added')
  const list = await (await desk.get('/sources?done=added', admin)).text()
  expect(list).toContain('Cổng tỉnh')
  expect(list).toContain('10 phút một lần')
  const again = await desk.post('/sources', form, admin)
  expect(again.status).toBe(422)
  expect(await again.text()).toContain('Địa chỉ này đã có')
})

test('a page that is no list is named as what it is, and a wrong form keeps what was typed', async () => {
  const { portal, desk, admin } = await setDesk()
  portal.answer('/rss', { body: '<!doctype html><title>Cổng tỉnh</title><h1>Trang chủ</h1><p>Xin chào.</p>' })
  const address = `${portal.url}/rss`
  const tried = await (await desk.get(`/sources/new?address=${encodeURIComponent(address)}`, admin)).text()
  expect(tried).toContain('Không tìm thấy dòng tin nào trên trang này.')
  portal.list([{ id: 1, title: 'Tin một' }])
  const wrong = await desk.post('/sources', { address, name: 'Tên đã gõ', portal: '', unit: '', minutes: '0' }, admin)
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('Tên đã gõ')
  expect((await desk.get('/sources/new?address=javascript:alert(1)', admin)).status).toBe(422)
})

test('reading at once is for administrators, and another unit’s source is not found', async () => {
  const { db, portal, desk, admin } = await setDesk()
  portal.list([{ id: 1, title: 'Tin một' }])
  const form = { name: 'Tin', portal: 'Cổng tỉnh', unit: String(desk.root), minutes: '10' }
  await desk.post('/sources', { ...form, address: `${portal.url}/rss` }, admin)
  const { id } = await db.selectFrom('source').select('id').executeTakeFirstOrThrow()
  await db
    .updateTable('source')
    .set({ due_at: new Date('2030-01-01') })
    .execute()
  const editor = await desk.seat('Lê Biên Tập', ['editor'])
  expect((await desk.get('/sources', editor)).status).toBe(200)
  expect((await desk.post(`/sources/${id}/reading`, {}, editor)).status).toBe(403)
  expect((await desk.post(`/sources/${id}/reading`, {}, admin)).headers.get('location')).toBe('/sources?done=reading')
  const { due_at } = await db.selectFrom('source').select('due_at').executeTakeFirstOrThrow()
  expect(due_at.getTime()).toBeLessThanOrEqual(Date.now())
  const elsewhere = { name: 'Xã Khác', kind: 'commune' as const, parent_id: null, from_at: null, until_at: null }
  const unit = await db.insertInto('unit').values(elsewhere).returning('id').executeTakeFirstOrThrow()
  const stranger = await desk.seat('Người Khác', ['admin'], unit.id)
  expect((await desk.post(`/sources/${id}/reading`, {}, stranger)).status).toBe(404)
})

test('a list page’s selectors are tried against the live page before they are saved', async () => {
  const { db, portal, desk, admin } = await setDesk()
  portal.answer('/tin', {
    body: `<!doctype html><html><body><div class="a">${[1, 2].map(at => `<div class="tin"><a href="/tin/bai-${at}.html">Hội nghị lần thứ ${at} của xã</a><i>0${at}/11/2026</i></div>`).join('')}</div></body></html>`,
  })
  const address = portal.url
  const how = {
    address,
    kind: 'list',
    url: `${portal.url}/tin`,
    family: 'nukeviet-4',
    list_row: '.tin',
    list_date: 'i',
  }
  const tried = await (await desk.get(`/sources/new?${new URLSearchParams(how)}`, admin)).text()
  expect(tried).toContain('Tôi sẽ đọc 2 tin này')
  expect(tried).toContain('value=".tin"')

  const form = { ...how, name: 'Tin tức', portal: 'Xã Thử', unit: String(desk.root), minutes: '10' }
  for (const [row, says] of [
    ['.khong-co', 'Không tìm thấy dòng tin nào trên trang này.'],
    ['div[', 'viết sai'],
  ] as const) {
    const wrong = await desk.post('/sources', { ...form, list_row: row }, admin)
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain(says)
  }
  expect(await db.selectFrom('source').select('id').execute()).toEqual([])
  expect((await desk.post('/sources', form, admin)).status).toBe(303)
  expect(await db.selectFrom('source').select(['kind', 'url', 'settings']).execute()).toEqual([
    {
      kind: 'list',
      url: `${portal.url}/tin`,
      settings: { family: 'nukeviet-4', list: { row: '.tin', date: 'i' } },
    },
  ])
})
