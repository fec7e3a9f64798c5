/** The page of a channel's settings, on the networks that are shipped. */
import { expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { changeSettings } from '../../src/channels/change-settings.ts'
import { fieldsOf } from '../../src/ports/fields.ts'
import { addApprovedPost, addChannel, addDelivery, someTime } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'

async function setDesk(network: string) {
  const { db } = await freshDatabase()
  const desk = await openDesk(await deskContext(db, { networks }))
  const admin = await desk.seat('Trần Quản Trị', ['admin'])
  const editor = await desk.seat('Lê Biên Tập', ['editor'])
  const { id } = await addChannel(db, { unit: desk.root, network, name: 'Kênh tỉnh' })
  const path = `/channels/${id}/settings`
  const read = async () => {
    const html = await (await desk.get(path, admin)).text()
    return { html, seen: /name="seen" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '' }
  }
  const stored = async () => (await db.selectFrom('channel').select('settings').executeTakeFirstOrThrow()).settings
  return { db, desk, admin, editor, id, path, read, stored }
}

/** The form as a browser would send it untouched: what it shows, and ticked boxes only. */
function untouched(html: string): Record<string, string> {
  const form: Record<string, string> = {}
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  for (const [tag, name = ''] of html.matchAll(/<input[^>]* name="(setting\.\w+)"[^>]*>/g)) {
    const value = plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? '')
    if (!tag.includes('type="checkbox"')) form[name] = value
    else if (/ checked/.test(tag)) form[name] = 'on'
  }
  for (const [, name = '', text = ''] of html.matchAll(/<textarea[^>]* name="(setting\.\w+)"[^>]*>([^<]*)</g))
    form[name] = plain(text)
  for (const [, name = '', inner = ''] of html.matchAll(/<select[^>]* name="(setting\.\w+)"[^>]*>(.*?)<\/select>/gs))
    form[name] = /value="([^"]*)" selected/.exec(inner)?.[1] ?? ''
  return form
}

test.each([...networks.keys()])('%s: every field is drawn, and a form sent as it came changes nothing', async name => {
  const { desk, admin, path, read, stored } = await setDesk(name)
  const { html, seen } = await read()
  const fields = fieldsOf(networks.get(name)?.shape.settings ?? expect.fail())
  for (const field of fields) expect(html).toContain(`name="setting.${field.name}"`)
  const answer = await desk.post(path, { seen, ...untouched(html) }, admin)
  expect(answer.headers.get('location')).toBe('/channels?done=settings_unchanged')
  expect(await stored()).toEqual({})
})

test('a box ticked and unticked, a number with dots, lines of pairs', async () => {
  const { desk, admin, path, read, stored } = await setDesk('youtube')
  const first = await read()
  const form: Record<string, string> = {
    ...untouched(first.html),
    'setting.privacy': 'unlisted',
    'setting.dailyUnits': '50.000',
    'setting.playlists': 'Thời sự = PL1\n\nA = B = PL2',
  }
  const { 'setting.thumbnails': _ticked, ...unticked } = form
  const saved = await desk.post(path, { seen: first.seen, ...unticked }, admin)
  expect(saved.status).toBe(303)
  expect(saved.headers.get('location')).toBe('/channels?done=settings_saved')
  expect(await stored()).toEqual({
    privacy: 'unlisted',
    thumbnails: false,
    dailyUnits: 50_000,
    playlists: { 'Thời sự': 'PL1', 'A = B': 'PL2' },
  })
  const list = await (await desk.get('/channels?done=settings_saved', admin)).text()
  expect(list).toContain('Đã lưu thiết lập của kênh')
  expect(list).toContain(`href="${path}"`)
  const second = await read()
  const back = await desk.post(
    path,
    { seen: second.seen, ...untouched(second.html), 'setting.thumbnails': 'on' },
    admin,
  )
  expect(back.status).toBe(303)
  expect(await stored()).toMatchObject({ privacy: 'unlisted', dailyUnits: 50_000 })
  expect(await stored()).not.toHaveProperty('thumbnails')
})

test.each([
  ['youtube', 'pieceBytes', '1000', 'Cần một bội số của 262.144.'],
  ['youtube', 'dailyUnits', 'nhiều', 'Cần một số nguyên từ 1 trở lên.'],
  ['youtube', 'category', 'tin', 'Cần mã danh mục của YouTube'],
  ['youtube', 'language', '', 'Cần ít nhất 2 ký tự.'],
  ['youtube', 'playlists', 'Thời sự', 'Mỗi dòng cần dạng: chuyên mục = mã danh sách phát.'],
  ['zalo', 'cover', 'ftp://tinh.gov.vn/bia.jpg', 'Cần một địa chỉ đầy đủ, bắt đầu bằng https://'],
  ['facebook', 'template', 'Mẫu {tieude}', 'Mẫu có chỗ trống không đúng tên.'],
  ['facebook', 'hashtags', '1\n2\n3\n4\n5\n6', 'Tối đa 5 dòng.'],
  ['facebook', 'prefer', 'loud', 'Cần chọn một mục.'],
])('%s, %s: a wrong value comes back as typed, with what is wrong', async (network, field, typed, says) => {
  const { desk, admin, path, read, stored } = await setDesk(network)
  const { html, seen } = await read()
  const answer = await desk.post(path, { seen, ...untouched(html), [`setting.${field}`]: typed }, admin)
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(says)
  expect(page).toContain(`href="#f-setting${field}"`)
  if (typed !== 'loud') expect(untouched(page)[`setting.${field}`]).toBe(typed)
  expect(await stored()).toEqual({})
})

test('the page says before saving how many approved deliveries wait', async () => {
  const { db, desk, admin, id, read } = await setDesk('tiktok')
  expect((await read()).html).toContain('Không có lượt đăng nào đang chờ')
  const by = { author: admin.actor.id, approver: (await desk.seat('Phạm Duyệt', ['approver'])).actor.id, at: someTime }
  for (const _each of [1, 2])
    await addDelivery(db, {
      ...(await addApprovedPost(db, { unit: desk.root, ...by })),
      unit: desk.root,
      channel: id,
      due: new Date('2030-01-01T00:00:00Z'),
    })
  expect((await read()).html).toContain('2 lượt đăng đã duyệt đang chờ gửi lên kênh này')
})

test('after another person saved, nothing is done: the form keeps what was typed and says what holds now', async () => {
  const { desk, admin, id, path, read, stored } = await setDesk('zalo')
  const { html, seen } = await read()
  await changeSettings(desk.ctx, admin.actor, id, { settings: { author: 'Sở Y tế' } })
  const form = { ...untouched(html), 'setting.author': 'Sở Nội vụ' }
  const answer = await desk.post(path, { seen, ...form }, admin)
  expect(answer.status).toBe(409)
  const page = await answer.text()
  expect(page).toContain('Có người vừa lưu thiết lập khác')
  expect(page).toContain('Tác giả của bài: Sở Y tế')
  expect(untouched(page)['setting.author']).toBe('Sở Nội vụ')
  expect(await stored()).toEqual({ author: 'Sở Y tế' })
})

test('an editor sees neither link nor page; another unit finds none; another site cannot send the form', async () => {
  const { db, desk, admin, editor, path, read } = await setDesk('tiktok')
  expect(await (await desk.get('/channels', editor)).text()).not.toContain(path)
  expect((await desk.get(path, editor)).status).toBe(403)
  expect((await desk.post(path, { seen: 'a'.repeat(64) }, editor)).status).toBe(403)
  const { id } = await db
    .insertInto('unit')
    .values({ name: 'Xã Khác', kind: 'commune', parent_id: null, from_at: null, until_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  const stranger = await desk.seat('Người Khác', ['admin'], id)
  expect((await desk.get(path, stranger)).status).toBe(404)
  const { seen } = await read()
  expect((await desk.post(path, { seen, 'setting.direct': 'on' }, stranger)).status).toBe(404)
  const foreign = { origin: 'https://other.example' }
  expect((await desk.post(path, { seen, 'setting.direct': 'on' }, admin, foreign)).status).toBe(403)
  expect((await desk.get('/channels/99999999999/settings', admin)).status).toBe(404)
})
