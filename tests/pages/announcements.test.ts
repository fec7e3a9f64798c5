import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose } from '../../src/announcements/compose.ts'
import { sha256Hex } from '../../src/kit/crypto.ts'
import { megaphone } from '../support/announcing.ts'
import { chromiumPath, openWindow, type Window } from '../support/browser.ts'
import { addApprovedPost, addChannel, addDelivery } from '../support/build.ts'
import { keptDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'

describe.skipIf(!chromiumPath)('announcements in a browser', () => {
  let desk: Desk
  let window: Window
  let writer: Seated
  let approver: Seated
  let end: () => Promise<void>
  let channel: number
  const now = new Date('2026-11-23T02:00:00Z')

  beforeAll(async () => {
    const { db, drop } = await keptDatabase()
    end = drop
    const networks = new Map([['toy', megaphone().network]])
    desk = await openDesk(await deskContext(db, { networks, now: () => now }))
    window = await openWindow(desk.app)
    writer = await desk.seat('Trần Thị Hoa', ['editor'])
    approver = await desk.seat('Phạm Thị Duyệt', ['approver'])
    channel = (await addChannel(db, { unit: desk.root, network: 'toy', name: 'OA Cổng thông tin điện tử tỉnh' })).id
    for (const title of ['Lịch tiếp công dân tháng 12', 'Nghị quyết số 18/NQ-HĐND về hỗ trợ 100% học phí'])
      await addLive(title)
  })
  afterAll(async () => {
    await window.close()
    await end()
  })

  async function addLive(title: string) {
    const { db } = desk.ctx
    const by = { author: writer.actor.id, approver: approver.actor.id, at: now }
    const post = await addApprovedPost(db, { unit: desk.root, ...by })
    const content = { form: 'text', title, text: title, pictures: [] }
    const id = await addDelivery(db, { ...post, unit: desk.root, channel, at: now, due: now, content })
    await db.updateTable('delivery').set({ state: 'live', live_at: now }).where('id', '=', id).execute()
    const remote = { channel_id: channel, remote: `r${id}`, delivery_id: id, url: `https://toy.example/p/${id}` }
    await db
      .insertInto('remote')
      .values({ ...remote, live_at: now })
      .execute()
    return id
  }

  async function look(as: Seated, path: string, name: string) {
    expect(await window.visit(as, path, `announcements-${name}`)).toEqual([])
  }

  test('the empty list, the form, and what waits, for its author and its approver', async () => {
    await look(writer, '/announcements', 'empty')
    await look(writer, '/announcements/new', 'form')
    const { db } = desk.ctx
    const deliveries = (await db.selectFrom('delivery').select('id').orderBy('id').execute()).map(row => row.id)
    const dueAt = new Date('2026-11-23T03:00:00Z')
    const audience = { region: ['north'] }
    const made = await compose(desk.ctx, writer.actor, { channel, deliveries, audience, dueAt })
    expect(made.is).toBe('written')
    await look(writer, '/announcements', 'own')
    await look(approver, '/announcements', 'waits')
    await db
      .updateTable('announcement')
      .set({ state: 'unknown', why: JSON.stringify({ code: 'net.timeout' }) })
      .execute()
    await look(approver, '/announcements', 'unknown')
  })

  test('from the form to an approval by another person, and wrong wishes keep what was typed', async () => {
    const { db } = desk.ctx
    await db.deleteFrom('announcement').execute()
    const [first = 0, second = 0] = (await db.selectFrom('delivery').select('id').orderBy('id').execute()).map(
      row => row.id,
    )
    const form = {
      channel: String(channel),
      'delivery[]': [String(first), String(second)],
      [`place.${first}`]: '2',
      [`place.${second}`]: '1',
      'to.region[]': ['north'],
      day: '23/11/2026',
      time: '10:00',
    }
    const wrong = await desk.post('/announcements', { ...form, time: '22:00' }, writer)
    expect(wrong.status).toBe(422)
    const again = await wrong.text()
    expect(again).toContain('Ngoài giờ được gửi: 06:00 đến 21:59.')
    expect(again).toContain('value="23/11/2026"')
    const written = await desk.post('/announcements', form, writer)
    expect(written.headers.get('location')).toBe('/announcements?done=written')
    const row = await db.selectFrom('announcement').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ audience: { region: ['north'] }, items: [{ delivery: second }, { delivery: first }] })
    const own = await desk.post(`/announcements/${row.id}/approval`, { seen: row.digest }, writer)
    expect(own.status).toBe(403)
    const other = await desk.post(`/announcements/${row.id}/approval`, { seen: await sha256Hex('khác') }, approver)
    expect(other.status).toBe(409)
    const approved = await desk.post(`/announcements/${row.id}/approval`, { seen: row.digest }, approver)
    expect(approved.headers.get('location')).toBe('/announcements?done=approved')
    const dropped = await desk.post(`/announcements/${row.id}/drop`, {}, writer)
    expect(dropped.headers.get('location')).toBe('/announcements?done=dropped')
  })
})
