import { beforeEach, describe, expect, test } from 'vitest'
import { createUnit } from '../../src/units/create.ts'
import { freshDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'
import { fillBoard, fillDesk } from '../support/office.ts'

const key = (html: string, action: string, name: string) => {
  const form = html.split('<form').find(part => part.includes(`action="${action}"`)) ?? ''
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? ''
}

describe('a desk full of work', () => {
  let desk: Desk
  let author: Seated
  let other: Seated
  let outside: Seated
  let made: Awaited<ReturnType<typeof fillDesk>>
  let deliveries: number[]

  beforeEach(async () => {
    const { db } = await freshDatabase()
    desk = await openDesk(await deskContext(db))
    author = await desk.seat('Trần Thị Hoa', ['editor', 'admin'])
    other = await desk.seat('Lê Văn Bình', ['approver', 'editor'])
    const unit = await createUnit(desk.ctx, undefined, { name: 'Xã khác', kind: 'commune', parent: desk.root })
    outside = await desk.seat('Người ngoài', ['editor', 'approver', 'admin'], unit)
    deliveries = (await fillBoard(desk, other)).deliveries
    made = await fillDesk(desk, author)
  })

  const text = async (path: string, as: Seated) => (await desk.get(path, as)).text()
  const publication = (title: string) =>
    desk.ctx.db
      .selectFrom('publication')
      .select(['id', 'state', 'state_why'])
      .where('title', 'like', title)
      .executeTakeFirstOrThrow()

  test('Today tells each person what needs them, and not what needs others', async () => {
    const approving = await text('/', other)
    expect(approving).toContain('Lịch cấp nước luân phiên tại xã Phước Thể')
    expect(approving).toContain(`/approvals/${made.submitted}`)
    expect(approving).toContain('Quy tắc &quot;Tin chỉ đạo&quot; chờ người duyệt.')
    expect(approving).toContain('Cổng trả về trang đăng nhập thay cho danh sách tin.')
    const writing = await text('/', author)
    expect(writing).not.toContain(`/approvals/${made.submitted}`)
    expect(writing).not.toContain('chờ người duyệt.')
    const stranger = await text('/', outside)
    expect(stranger).toContain('Không có việc nào cần anh/chị xử lý.')
    expect(stranger).not.toContain('Phước Thể')
  })

  test('nothing of one unit shows in another: lists are empty and ids are not found', async () => {
    const rule = made.rule
    for (const path of [
      '/publications?show=all',
      '/posts',
      '/approvals',
      '/deliveries?lane=all',
      '/rules',
      '/sources',
      '/channels',
    ])
      expect([path, (await text(path, outside)).includes('Ủy ban nhân dân')]).toEqual([path, false])
    for (const path of [`/posts/${made.draft}`, `/rules/${rule}`, `/rules/${rule}/try`, `/deliveries/${deliveries[0]}`])
      expect([path, (await desk.get(path, outside)).status]).toEqual([path, 404])
    const item = await publication('Lịch cấp nước%')
    const posts: [string, Record<string, string>][] = [
      [`/publications/${item.id}/ignore`, { why: 'old' }],
      [`/posts/${made.draft}/submission`, {}],
      [`/posts/${made.draft}/drop`, { reason: 'thử xem' }],
      [`/rules/${rule}/end`, {}],
      ['/posts', { publication: String(item.id) }],
    ]
    for (const [path, form] of posts) expect([path, (await desk.post(path, form, outside)).status]).toEqual([path, 404])
  })

  test('what the guard saw is shown masked, and the number itself nowhere', async () => {
    const page = await text('/publications', author)
    expect(page).toContain('Bị giữ')
    expect(page).toContain('Có số căn cước')
    expect(page).not.toContain('001203004567')
  })

  test('ignoring is done at once, said with its reason, and can be taken back', async () => {
    const { id } = await publication('Chủ tịch%')
    const done = await desk.post(`/publications/${id}/ignore`, { why: 'duplicate' }, author)
    expect(done.headers.get('location')).toBe(`/publications?done=ignored&undo=${id}`)
    expect(await publication('Chủ tịch%')).toMatchObject({ state: 'ignored', state_why: 'ignored.duplicate' })
    expect(await text('/publications?show=ignored', author)).toContain('Bỏ qua: Trùng tin đã đăng.')
    await desk.post(`/publications/${id}/restoration`, {}, author)
    expect(await publication('Chủ tịch%')).toMatchObject({ state: 'new', state_why: null })
    const deeds = await desk.ctx.db.selectFrom('audit').select('verb').where('subject', '=', 'publication').execute()
    expect(deeds.map(deed => deed.verb)).toEqual(['publication.ignored', 'publication.restored'])
  })

  test('a held item goes on only with a reason in words', async () => {
    const { id } = await publication('Ổ dịch%')
    await desk.post(`/publications/${id}/release`, { reason: ' ' }, author)
    expect(await publication('Ổ dịch%')).toMatchObject({ state: 'held' })
    await desk.post(`/publications/${id}/release`, { reason: 'Số đã được chủ sở hữu đồng ý công khai' }, author)
    expect(await publication('Ổ dịch%')).toMatchObject({ state: 'new' })
  })

  test('titles are found with and without tone marks, and a percent sign means itself', async () => {
    expect(await text('/publications?search=cap+nuoc&show=all', author)).toContain('Lịch cấp nước')
    expect(await text('/publications?search=%25&show=all', author)).not.toContain('Lịch cấp nước')
    expect(await text('/publications?search=100%25&show=all', author)).toContain('100% học phí')
  })

  test('a flood is one row with two answers', async () => {
    const page = await text('/publications', other)
    expect(page).toContain('3 tin cùng lúc')
    expect(page).not.toContain('Tin cũ số 1')
    const source = /action="\/sources\/(\d+)\/flood"/.exec(page)?.[1]
    await desk.post(`/sources/${source}/flood`, { how: 'record_only' }, other)
    expect(await text('/publications', other)).not.toContain('tin cùng lúc')
    expect(await publication('Tin cũ số 1')).toMatchObject({ state: 'ignored' })
  })

  test('a rule is approved by another person, and only as it was read', async () => {
    const own = await text('/rules', author)
    expect(own).toContain('Quy tắc do anh/chị viết: người khác duyệt.')
    const action = `/rules/${made.rule}/approval`
    const page = await text('/rules', other)
    const seen = key(page, action, 'seen')
    expect((await desk.post(action, { version: '1', seen }, author)).status).toBe(409)
    expect((await desk.post(action, { version: '1', seen: 'f'.repeat(64) }, other)).status).toBe(409)
    const done = await desk.post(action, { version: '1', seen }, other)
    expect(done.headers.get('location')).toBe('/rules?done=approved')
    expect(await text('/rules', other)).toContain('Đang có hiệu lực')
  })

  test('a rule that is written again keeps what its form has no field for', async () => {
    const channels = await desk.ctx.db.selectFrom('rule_version').select('spec').executeTakeFirstOrThrow()
    const ids = (channels.spec as { channels: { channel: number }[] }).channels.map(one => String(one.channel))
    const form = {
      name: 'Tin chỉ đạo',
      unit: String(desk.root),
      words: 'học phí, khai giảng',
      mode: 'held',
      delay: '5',
      'channels[]': ids,
    }
    const done = await desk.post(`/rules/${made.rule}`, form, author)
    expect(done.headers.get('location')).toBe('/rules?done=written')
    const rows = await desk.ctx.db.selectFrom('rule_version').select(['version', 'spec']).orderBy('version').execute()
    expect(rows.map(row => row.version)).toEqual([1, 2])
    expect(rows[1]?.spec).toMatchObject({
      when: { words: ['học phí', 'khai giảng'] },
      staleAfterHours: 48,
      delayMinutes: 5,
    })
  })

  test('a rule without a channel is refused with its words kept', async () => {
    const form = { name: 'Không kênh', unit: String(desk.root), words: 'khai giảng', mode: 'held', delay: '0' }
    const answer = await desk.post('/rules', form, author)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="khai giảng"')
  })

  test('stopping everything holds what waits, is said on every page, and is resumed', async () => {
    const placed = await desk.post('/holds', { scope: 'all', reason: 'Quốc tang' }, other)
    expect(placed.headers.get('location')).toBe('/holds?done=placed')
    expect(await text('/posts', author)).toContain('Lê Văn Bình đã dừng đăng (toàn bộ)')
    expect(await text('/deliveries?lane=held', author)).toContain('Lê Văn Bình đã dừng đăng')
    const { id } = await desk.ctx.db
      .selectFrom('hold')
      .select('id')
      .where('scope', '=', 'all')
      .executeTakeFirstOrThrow()
    expect((await desk.post(`/holds/${id}/lift`, {}, outside)).status).toBe(403)
    await desk.post(`/holds/${id}/lift`, {}, other)
    expect(await text('/posts', author)).not.toContain('đã dừng đăng')
  })

  test('a hold on one unit needs its choice, and one that already ended is refused', async () => {
    const none = await desk.post('/holds', { scope: 'unit', unit: '' }, other)
    expect(none.status).toBe(422)
    expect(await none.text()).toContain('Cần chọn một mục.')
    const past = await desk.post('/holds', { scope: 'all', day: '1/1/2020' }, other)
    expect(past.status).toBe(422)
    expect(await desk.ctx.db.selectFrom('hold').select('id').execute()).toEqual([])
  })

  test('while it may be live there is nothing to send it with', async () => {
    const unknown = await text(`/deliveries/${deliveries[5]}`, other)
    expect(unknown).toContain('có thể đã lên')
    expect(unknown).toContain('không gửi lại')
    expect(unknown).not.toContain('/resend"')
    expect(unknown).not.toContain('/retry"')
    const asked = await text(`/deliveries/${deliveries[6]}`, other)
    expect(asked).toContain('/resend"')
    expect(asked).toContain('/confirmation"')
  })

  test('a pasted address settles a doubt, and a wrong one is said at its field', async () => {
    const id = deliveries[6]
    const wrong = await desk.post(`/deliveries/${id}/confirmation`, { address: 'không phải địa chỉ' }, other)
    expect(wrong.status).toBe(422)
    const body = await wrong.text()
    expect(body).toContain('Cần địa chỉ đầy đủ của bài')
    expect(body).toContain('value="không phải địa chỉ"')
    const right = await desk.post(`/deliveries/${id}/confirmation`, { address: 'https://toy.example/p/77' }, other)
    expect(right.headers.get('location')).toBe(`/deliveries/${id}?done=done`)
    expect(await text(`/deliveries/${id}`, other)).toContain('Đã đăng')
  })

  test('sending again is asked by one person and signed by another who may approve', async () => {
    const editor = await desk.seat('Biên tập viên', ['editor'])
    const id = deliveries[5] ?? 0
    await desk.ctx.db.updateTable('delivery').set({ ask_at: desk.ctx.now() }).where('id', '=', id).execute()
    const resend = (by: typeof editor) => desk.post(`/deliveries/${id}/resend`, { reason: 'Đã xem, không có bài' }, by)
    expect((await resend(editor)).headers.get('location')).toBe(`/deliveries/${id}?done=resend_asked`)
    const asker = await text(`/deliveries/${id}`, editor)
    expect(asker).toContain('Biên tập viên đề nghị gửi lại')
    expect(asker).not.toContain('/resend"')
    expect((await resend(editor)).headers.get('location')).toBe(`/deliveries/${id}?done=resend_own`)
    expect(await text(`/deliveries/${id}`, other)).toContain('Đồng ý gửi lại')
    expect((await resend(other)).headers.get('location')).toBe(`/deliveries/${id}?done=done`)
  })

  test('failures with one cause fold into one row that counts them', async () => {
    const page = await text('/deliveries?lane=needs', other)
    expect(page).toContain('1 lượt khác cùng lỗi')
    expect(await text('/deliveries?lane=needs&unfold=1', other)).not.toContain('lượt khác cùng lỗi')
  })

  test('a secret of a network never stands on a page', async () => {
    const page = await text('/channels/new', author)
    const field = /<input[^>]*name="cred\.token"[^>]*>/.exec(page)?.[0]
    expect(field).toContain('type="password"')
    expect(field).not.toContain('value=')
  })
})
