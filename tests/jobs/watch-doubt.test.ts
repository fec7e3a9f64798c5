import { expect, test } from 'vitest'
import { minutes } from '../support/stage.ts'
import { setWatch } from '../support/watching.ts'

const body = (inside: string) =>
  `<html><head><title>Thông báo</title></head><body><article><h1>Thông báo tuyển dụng viên chức năm 2026</h1>${inside}</article></body></html>`
const sound = `<p>${'Ủy ban nhân dân xã thông báo tuyển dụng viên chức, hồ sơ nộp tại bộ phận một cửa trong giờ hành chính. '.repeat(4)}</p>`
const item = (n: number, title: string) =>
  `<item><title>${title}</title><link>/tin/bai-${n}.html</link><guid isPermaLink="false">n${n}</guid></item>`

async function seen(title: string, page: string) {
  const watch = await setWatch()
  const list = (...items: string[]) =>
    watch.portal.answer('/rss', {
      type: 'application/rss+xml',
      body: `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>${items.join('')}</channel></rss>`,
    })
  list(item(1, 'Tin đã có từ trước'))
  watch.portal.answer('/tin/bai-1.html', { body: body(sound) })
  await watch.turn()
  list(item(2, title), item(1, 'Tin đã có từ trước'))
  watch.portal.answer('/tin/bai-2.html', { body: page })
  await watch.turn(minutes(10))
  return { watch, row: (await watch.publications())[1] }
}

test('an old paragraph pasted into a new page waits for a person', async () => {
  const pasted = '<p>ñieàu kieän döï tuyeån: coù ñôn ñaêng kyù, lyù lòch roõ raøng, ñuû söùc khoûe ñeå laøm vieäc.</p>'
  const { row } = await seen('Thông báo tuyển dụng viên chức', body(sound + pasted + sound))
  expect(row).toMatchObject({ state: 'held', state_why: 'page.legacy_text' })
})

test('a headline in old letters waits for a person, though its page is in order', async () => {
  const { row } = await seen('Th«ng b¸o tuyÓn dông viªn chøc', body(sound))
  expect(row).toMatchObject({ state: 'held', state_why: 'page.legacy_text' })
})

test('a page that lost its letters waits for a person, and once let go it is not stopped for the same text again', async () => {
  const { watch, row } = await seen('Thông báo tuyển dụng viên chức', body(`<p>Th\ufffdng b\ufffdo</p>${sound}`))
  expect(row).toMatchObject({ state: 'held', state_why: 'page.broken_text' })
  await watch.db
    .updateTable('publication')
    .set({ state: 'new', state_why: null })
    .where('id', '=', row?.id ?? 0)
    .execute()
  await watch.turn(minutes(70))
  expect((await watch.publications())[1]).toMatchObject({ state: 'new' })
  watch.portal.answer('/tin/bai-2.html', { body: body(`<p>Th\ufffdng b\ufffdo kh\ufffdc</p>${sound}`) })
  await watch.turn(minutes(400))
  expect((await watch.publications())[1]).toMatchObject({ state: 'held', state_why: 'page.broken_text' })
})

test('what a hold of its source keeps back for its letters is not let go with the rest', async () => {
  const { watch } = await seen('Thông báo tuyển dụng viên chức', body(sound))
  await watch.db
    .insertInto('hold')
    .values({
      scope: 'source',
      source_id: watch.source,
      reason: 'Kiểm tra',
      person_id: watch.admin.id,
      since: new Date(watch.clock.at),
    })
    .execute()
  watch.portal.answer('/rss', {
    type: 'application/rss+xml',
    body: `<rss version="2.0"><channel><title>Tin</title>${item(3, 'Thoâng baùo tuyeån duïng')}${item(4, 'Lịch tiếp dân')}</channel></rss>`,
  })
  for (const n of [3, 4]) watch.portal.answer(`/tin/bai-${n}.html`, { body: body(sound) })
  await watch.turn(minutes(10))
  const rows = await watch.publications()
  expect(
    rows
      .slice(2)
      .map(({ state_why }) => state_why)
      .sort(),
  ).toEqual(['page.legacy_text', 'source.held'])
})
