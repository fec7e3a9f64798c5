import { expect, test } from 'vitest'
import { complete } from '../../jobs/complete.ts'
import { deliver } from '../../jobs/deliver.ts'
import { renew } from '../../jobs/renew.ts'
import { settle } from '../../jobs/settle.ts'
import { completeDue } from '../../src/deliveries/complete.ts'
import { makeFilm } from '../../src/demo/film.ts'
import { placeHold } from '../../src/holds/queries.ts'
import { addApprovedPost, addDelivery } from '../support/build.ts'
import { setOffice } from '../support/networks.ts'
import { png } from '../support/pictures.ts'
import { hours, minutes } from '../support/stage.ts'

/** The thumbnail of a video that is live, through the whole service: tried again within bounds, and told how it ended. */

async function setVideo(busyTimes: number) {
  const office = await setOffice({ jobs: [renew, deliver, settle, complete] })
  const { db, ctx, desk, admin, approver, control } = office
  const bytes = await makeFilm([{ scene: 'river', number: 3 }])
  const digest = await ctx.files.keep(bytes)
  const probed = await ctx.media?.film?.({ bytes: bytes.length, piece: async (from, to) => bytes.slice(from, to) })
  if (probed?.is !== 'video') throw new Error('the film cannot be read')
  const still = png(1280, 720)
  const picture = { digest: await ctx.files.keep(still), mime: 'image/png', width: 1280, height: 720, alt: '' }
  const channel = await office.connect('youtube')
  await control('youtube', '/levers', {
    what: 'refuse',
    status: 429,
    reason: 'rateLimitExceeded',
    on: 'thumbnail',
    times: busyTimes,
  })
  const at = office.now()
  const post = await addApprovedPost(db, { unit: desk.root, author: admin.actor.id, approver: approver.actor.id, at })
  const pictures = [{ ...picture, bytes: still.length }]
  const content = { form: 'video', title: 'Lễ hội', text: 'Lễ hội', pictures, video: { ...probed.info, digest } }
  const id = await addDelivery(db, { ...post, unit: desk.root, channel, at, content })
  await office.tick()
  for (let n = 0; n < 2; n++) await office.tick(minutes(0.4))
  const state = async () =>
    (await db.selectFrom('delivery').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
  const row = () => db.selectFrom('completion').select(['state', 'tries', 'due_at', 'why']).executeTakeFirstOrThrow()
  const asked = async () =>
    (await control<{ path: string }[]>('youtube', '/calls')).filter(({ path }) => path.includes('thumbnails')).length
  return { ...office, id, state, row, asked, says: () => office.read(`/deliveries/${id}`) }
}

test('a thumbnail that YouTube had no time for is set in the background, and its page says so before and after', async () => {
  const { state, row, says, tick, db, ctx, asked, control, admin } = await setVideo(2)
  expect(await state()).toBe('live')
  expect(await row()).toMatchObject({ state: 'open', tries: 0, why: { code: 'youtube.thumbnail_later' } })
  expect(await says()).toMatch(/Chưa có ảnh bìa: YouTube đang bận .* Bài đã lên; Lan Tỏa làm nốt phần này lúc \d/)
  const before = await asked()
  // While everything is stopped nothing goes out, not even this.
  const hold = await placeHold(db, { scope: 'all' }, { reason: 'Dừng', person: admin.actor.id, since: ctx.now() })
  await tick(minutes(2))
  expect(await asked()).toBe(before)
  await db.updateTable('hold').set({ lifted_at: ctx.now() }).where('id', '=', hold.id).execute()
  // A process died on it: its claim ends, and of two that come then one is first.
  const budget = { items: 10, signal: new AbortController().signal }
  await db
    .updateTable('completion')
    .set({ claimed_until: new Date(Date.now() + hours(1)) })
    .execute()
  await completeDue(ctx, budget)
  expect(await asked()).toBe(before)
  await db
    .updateTable('completion')
    .set({ claimed_until: new Date(0) })
    .execute()
  await Promise.all([completeDue(ctx, budget), completeDue(ctx, budget)])
  expect(await asked()).toBe(before + 1)
  expect(await row()).toMatchObject({ state: 'done', tries: 1 })
  expect(await control('youtube', '/ledger')).toMatchObject([{ thumbnail: expect.any(Number) }])
  expect(await says()).toMatch(/Phần đi kèm còn thiếu lúc đăng đã hoàn tất lúc \d/)
  await tick(hours(30))
  expect(await asked()).toBe(before + 1)
})

test('one that is never taken is given up after a day and a half, and a person is told where to do it', async () => {
  const { state, row, says, tick, asked, read, admin, control } = await setVideo(100)
  for (const wait of [1, 10, 60, 360, 1440]) await tick(minutes(wait + 1))
  expect(await row()).toMatchObject({ state: 'given_up', tries: 5 })
  expect(await read('/channels', admin)).toContain('Chưa có ảnh bìa')
  const tried = await asked()
  await tick(hours(100))
  expect(await asked()).toBe(tried)
  expect(await state()).toBe('live')
  expect(await control<unknown[]>('youtube', '/ledger')).toHaveLength(1)
  expect(await says()).toContain(
    'Lan Tỏa đã thử thêm 5 lần mà chưa được. Bài đã lên; hãy làm nốt phần này trong trang quản lý của YouTube.',
  )
})
