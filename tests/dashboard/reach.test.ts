import { expect, test } from 'vitest'
import { createUnit } from '../../src/units/create.ts'
import { addApprovedPost, addChannel, addDelivery, addPublication } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { toy } from '../support/toy/index.ts'
import { showReach } from './story.ts'

const now = () => new Date('2026-11-25T03:00:00Z')

async function setDesk() {
  const { db } = await freshDatabase()
  const desk = await openDesk(await deskContext(db, { now, networks: new Map([['toy', toy]]) }))
  const leader = await desk.seat('Lãnh đạo Một', ['leader'])
  const read = async (path: string) => (await desk.get(path, leader)).text()
  return { ...desk, db, leader, read }
}

test('before the first post the page says what it will show, and no zero', async () => {
  const { read } = await setDesk()
  const page = await read('/reach')
  expect(page).toContain('Chưa có bài nào lên trong khoảng thời gian này.')
  expect(page).toContain('Chưa đọc được số liệu nào')
  expect(page).not.toContain('lt-figure-value')
})

test('posts that were never read have no figures, and the page says so instead of 0', async () => {
  const desk = await setDesk()
  const channel = (await addChannel(desk.db, { unit: desk.root, network: 'toy' })).id
  const by = { unit: desk.root, author: desk.leader.actor.id, approver: desk.leader.actor.id }
  const post = await addApprovedPost(desk.db, by)
  const delivery = await addDelivery(desk.db, { ...post, unit: desk.root, channel })
  await desk.db
    .insertInto('remote')
    .values({ channel_id: channel, remote: 'r', delivery_id: delivery, live_at: now(), url: null } as never)
    .execute()
  const page = await desk.read('/reach')
  expect(page).toContain('có <strong>1 bài</strong> lên 1 kênh')
  expect(page).toContain('Chưa có số liệu tương tác cho các bài này.')
  expect(page.match(/lt-figure-none/g)).toHaveLength(4)
  expect(page).not.toContain('So với')
  expect(page).toContain('aria-label="Tương tác theo ngày bài lên: chưa có số liệu."')
})

test('figures, comparison, sections and channels stand on the page, with the time of the last look', async () => {
  const desk = await setDesk()
  await showReach(desk.db, { unit: desk.root, network: 'toy', now: now(), person: desk.leader.actor.id })
  const page = await desk.read('/reach?from=12/11/2026&to=25/11/2026')
  expect(page).toContain('Số liệu đọc lúc 09:45')
  expect(page).toContain('Từ 12/11/2026 đến 25/11/2026')
  expect(page).toMatch(
    /Người xem đã tương tác <strong>[\d.]+ lượt<\/strong>, tăng [\d,]+% so với 29\/10\/2026–11\/11\/2026\./,
  )
  for (const section of ['Giáo dục', 'Y tế', 'Không có mục']) expect(page).toContain(section)
  expect(page).toContain('Không cung cấp')
  expect(page).toContain('href="https://toy.example/')
})

test('the period stands in the address, and what is no date is as if it were not there', async () => {
  const desk = await setDesk()
  expect(await desk.read('/reach?from=2026-11-01&to=2026-11-10')).toContain('từ 01/11/2026 đến 10/11/2026')
  expect(await desk.read('/reach?from=hôm+qua&unit=-4')).toContain('từ 29/10/2026 đến 25/11/2026')
})

test('another unit in the address shows nothing of it', async () => {
  const desk = await setDesk()
  const mine = await createUnit(desk.ctx, undefined, { name: 'Xã Một', kind: 'commune', parent: desk.root })
  const other = await createUnit(desk.ctx, undefined, { name: 'Xã Hai', kind: 'commune', parent: desk.root })
  const one = await desk.seat('Cộng tác viên', ['contributor'], mine)
  await addPublication(desk.db, { unit: other })
  await showReach(desk.db, { unit: other, network: 'toy', now: now(), person: one.actor.id })
  const page = await (await desk.get(`/reach?unit=${other}`, one)).text()
  expect(page).toContain('Chưa có bài nào lên')
  expect(page).not.toContain('Xã Hai')
  expect(await desk.read('/reach')).not.toContain('Chưa có bài nào lên')
})

test('without a session the page asks to sign in and comes back', async () => {
  const desk = await setDesk()
  const answer = await desk.get('/reach?from=2026-11-01')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?back=%2Freach%3Ffrom%3D2026-11-01'])
})
