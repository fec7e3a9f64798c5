import { expect, test } from 'vitest'
import { readers } from '../../adapters/index.ts'
import { watch } from '../../jobs/watch.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { openPortal } from '../support/portal.ts'

async function setDesk() {
  const { db } = await freshDatabase()
  const portal = await openPortal()
  const clock = { at: Date.parse('2026-11-23T02:00:00Z') }
  const outbound = { networks: portal.fetch, portals: portal.fetch }
  const desk = await openDesk(await deskContext(db, { readers, outbound }))
  const admin = await desk.seat('Trần Quản Trị', ['admin', 'editor'])
  portal.list([{ id: 1, title: 'Tin cũ của xã' }])
  const form = {
    address: `${portal.url}/rss`,
    name: 'Tin xã',
    portal: 'Xã Thử',
    unit: String(desk.root),
    minutes: '10',
  }
  await desk.post('/sources', form, admin)
  const { id } = await db.selectFrom('source').select('id').executeTakeFirstOrThrow()
  const turn = async () => {
    await db
      .updateTable('source')
      .set({ due_at: new Date(0) })
      .execute()
    const budget = { items: 1000, signal: new AbortController().signal }
    while ((await watch.run(desk.ctx, budget)).more);
  }
  const text = async (path: string) => (await desk.get(path, admin)).text()
  const row = () => db.selectFrom('source').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return { db, portal, desk, admin, id, clock, turn, text, row }
}

test('the page of a source says what each reading saw, what was left out and why, and shows the bytes as letters', async () => {
  const { desk, portal, admin, id, turn, text, db } = await setDesk()
  await turn()
  expect(await text(`/sources/${id}`)).toContain('Ghi nhận 1 tin làm mốc.')
  const feed = portal
    .feed([
      { id: 2, title: 'Tin mới của xã' },
      { id: 1, title: 'Tin cũ của xã' },
    ])
    .replace('</channel>', '<item><title>Tin không đường dẫn</title></item></channel>')
  portal.page({ id: 2, title: 'Tin mới của xã' })
  portal.answer('/rss', {
    type: 'text/xml',
    body: feed.replace('Tóm tắt', '<![CDATA[<script>alert(1)</script>\u202e]]>'),
  })
  await turn()
  const page = await text(`/sources/${id}`)
  expect(page).toContain('3 dòng, 1 đã biết.')
  expect(page).toContain('1 tin mới.')
  expect(page).toContain('Không phân biệt được với dòng khác nên không ghi nhận: 1 dòng.')
  expect(page).toContain('Tin không đường dẫn')

  const { id: read } = await db.selectFrom('source_read').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  const seen = await text(`/sources/${id}/reads/${read}/0`)
  expect(seen).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(seen).not.toContain('<script>alert')
  expect(seen).toContain('\\u202e')
  const raw = await desk.get(`/sources/${id}/reads/${read}/0/raw`, admin)
  expect(raw.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(raw.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(raw.headers.get('x-content-type-options')).toBe('nosniff')
  expect(await raw.text()).toContain('<script>alert(1)</script>')

  const elsewhere = { name: 'Xã Khác', kind: 'commune' as const, parent_id: null, from_at: null, until_at: null }
  const unit = await db.insertInto('unit').values(elsewhere).returning('id').executeTakeFirstOrThrow()
  const stranger = await desk.seat('Người Khác', ['admin'], unit.id)
  for (const path of [`/sources/${id}`, `/sources/${id}/edit`, `/sources/${id}/reads/${read}/0/raw`])
    expect((await desk.get(path, stranger)).status, path).toBe(404)
})

test('an error page is kept as it came, for whoever asks what was seen', async () => {
  const { portal, id, turn, text, db } = await setDesk()
  await turn()
  portal.answer('/rss', { status: 503, body: '<html><body><h1>Hệ thống bảo trì</h1></body></html>' })
  await turn()
  const { id: read } = await db.selectFrom('source_read').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  expect(await text(`/sources/${id}/reads/${read}/0`)).toContain('Hệ thống bảo trì')
  expect(await text(`/sources/${id}`)).toContain('Không đọc được')
})

test('another address or rule of identity makes the next sight a baseline again, another name does not', async () => {
  const { desk, portal, admin, id, turn, row, db, text } = await setDesk()
  await turn()
  const form = { kind: 'feed', url: `${portal.url}/rss`, name: 'Tin xã', minutes: '10', state: 'watched', section: '' }
  expect((await desk.post(`/sources/${id}`, { ...form, name: 'Tin tức' }, admin)).headers.get('location')).toBe(
    `/sources/${id}?done=changed`,
  )
  expect((await row()).baseline_at).not.toBeNull()

  portal.list(
    [
      { id: 7, title: 'Tin bảy', path: '/moi/7.html', guid: null },
      { id: 1, title: 'Tin cũ của xã', path: '/moi/1.html', guid: null },
    ],
    { path: '/rss-moi' },
  )
  const moved = await desk.post(`/sources/${id}`, { ...form, url: `${portal.url}/rss-moi` }, admin)
  expect(moved.headers.get('location')).toBe(`/sources/${id}?done=changed_baseline`)
  expect(await row()).toMatchObject({ baseline_at: null, baseline_why: 'address', etag: null, body_digest: null })
  expect(await text(`/sources/${id}`)).toContain('Đang lấy lại mốc vì địa chỉ đã đổi.')
  await turn()
  expect(await row()).toMatchObject({ baseline_why: null })
  const states = await db.selectFrom('publication').select('state').execute()
  expect(states.map(({ state }) => state)).toEqual(['baseline', 'baseline', 'baseline'])

  const rules = { ...form, url: `${portal.url}/rss-moi`, idPattern: String.raw`/moi/(\d+)` }
  await desk.post(`/sources/${id}`, rules, admin)
  expect(await row()).toMatchObject({ baseline_at: null, baseline_why: 'rules' })
  const wrong = await desk.post(`/sources/${id}`, { ...rules, idPattern: '(' }, admin)
  expect(wrong.status).toBe(422)
})

test('what a flood kept back is answered on the page of its source, and lifting its hold asks for the answer first', async () => {
  const { desk, portal, admin, id, turn, text, db } = await setDesk()
  await turn()
  portal.list(Array.from({ length: 30 }, (_, at) => ({ id: at + 2, title: `Tin số ${at + 2}` })))
  await turn()
  expect(await text(`/sources/${id}`)).toContain('30 tin đến cùng lúc đang bị giữ')
  const hold = await db.selectFrom('hold').select('id').executeTakeFirstOrThrow()
  const holds = await text('/holds')
  expect(holds).toContain(`action="/sources/${id}/flood"`)
  expect(holds).not.toContain(`action="/holds/${hold.id}/lift"`)
  const lifted = await desk.post(`/holds/${hold.id}/lift`, {}, admin)
  expect(lifted.headers.get('location')).toBe('/holds?done=answer_first')
  expect(await db.selectFrom('hold').select('lifted_at').execute()).toEqual([{ lifted_at: null }])
  await desk.post(`/sources/${id}/flood`, { how: 'record_only' }, admin)
  expect(await db.selectFrom('hold').select('id').where('lifted_at', 'is', null).execute()).toEqual([])
  const left = await db.selectFrom('publication').select('id').where('state', '=', 'held').execute()
  expect(left).toEqual([])
})

test('a source that falls silent far beyond its rhythm is on the first page, without any hold', async () => {
  const { turn, text, db, id } = await setDesk()
  await turn()
  expect(await text('/')).not.toContain('im lặng')
  await db
    .updateTable('source')
    .set({ silent_after: new Date(Date.now() - 1000) })
    .execute()
  expect(await text('/')).toContain('Nguồn tin Tin xã im lặng lâu bất thường.')
  expect(await text(`/sources/${id}`)).toContain('Nguồn tin im lặng lâu bất thường')
  expect(await db.selectFrom('hold').select('id').execute()).toEqual([])
})
