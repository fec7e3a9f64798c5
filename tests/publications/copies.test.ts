import { expect, test } from 'vitest'
import { applyRules } from '../../src/posts/apply-rules.ts'
import { decideCopy } from '../../src/posts/decide-copy.ts'
import { creditedIn, credits, isOriginal } from '../../src/publications/copy.ts'
import { letterPieces, likeness, lowest, wordPieces } from '../../src/publications/likeness.ts'
import { openCopies } from '../../src/publications/queries/copy.ts'
import { addUnit } from '../support/build.ts'
import { openPortal } from '../support/portal.ts'
import { minutes } from '../support/stage.ts'
import { setWatch } from '../support/watching.ts'

const story = Array.from(
  { length: 60 },
  (_, at) => `Đoạn ${at}: đại biểu thứ ${at * 3} của hội nghị bàn về việc số ${at * 7} và việc số ${at * 11}`,
).join('. ')

test('pieces in common tell a copied text from another, also with a few words changed', () => {
  const own = wordPieces(story)
  expect(likeness(own, wordPieces(`${story}. Theo Cổng thông tin điện tử tỉnh.`))).toBeGreaterThan(0.9)
  expect(likeness(own, wordPieces(story.toUpperCase()))).toBe(1)
  expect(
    likeness(
      own,
      wordPieces(
        story.replaceAll('hội nghị', 'phiên họp').replaceAll('đại biểu', 'người').replaceAll('việc số', 'mục'),
      ),
    ),
  ).toBeLessThan(0.8)
  const shared = new Set(lowest(wordPieces(`${story} thêm một câu nữa`)))
  expect(lowest(own).filter(piece => shared.has(piece)).length).toBeGreaterThan(15)
  expect(likeness(letterPieces('Khai mạc lễ hội hoa năm 2026'), letterPieces('Khai mạc Lễ hội Hoa năm 2026'))).toBe(1)
  expect(likeness(letterPieces('Giá xăng dầu giảm'), letterPieces('Lịch cấp nước tuần này'))).toBeLessThan(0.2)
})

test('the province comes before a department, a department before a commune, the earlier before the later', () => {
  const at = (level: 'province' | 'department' | 'commune' | 'other', hour: number, id = 1) => ({
    id,
    level,
    at: new Date(hour * 3_600_000),
  })
  expect(isOriginal(at('province', 9), at('commune', 8))).toBe(true)
  expect(isOriginal(at('commune', 7), at('department', 8))).toBe(false)
  expect(isOriginal(at('commune', 7), at('commune', 8))).toBe(true)
  expect(isOriginal(at('other', 7), at('commune', 8))).toBe(false)
})

test('an address counts as credit after a word of credit or at the end, not in the middle of a text', () => {
  expect(creditedIn({ text: 'Nguồn: https://tinh.example/tin-1.html.', html: '' })).toEqual([
    'https://tinh.example/tin-1.html',
  ])
  expect(creditedIn({ text: `${story} xem https://tinh.example/van-ban để biết. ${story}`, html: '' })).toEqual([])
  expect(
    creditedIn({ text: '', html: '<p>Theo <a href="https://tinh.example/tin-1.html?a=1&amp;b=2">Cổng tỉnh</a></p>' }),
  ).toEqual(['https://tinh.example/tin-1.html?a=1&b=2'])
  expect(credits(`${story}. (Theo Cổng TTĐT tỉnh Thử)`, 'Cổng thông tin điện tử tỉnh Thử')).toBe(true)
  expect(credits('Theo kế hoạch của tỉnh Thử', 'Cổng thông tin điện tử tỉnh Thử')).toBe(false)
})

async function setTwo() {
  const watch = await setWatch()
  await watch.db
    .updateTable('portal')
    .set({ name: 'Cổng thông tin điện tử tỉnh Thử' })
    .where('id', '=', watch.portalId)
    .execute()
  const commune = await addUnit(watch.db, { parent: watch.unit, kind: 'commune', name: 'Xã Thử' })
  const other = await openPortal()
  const { id: portalId } = await watch.db
    .insertInto('portal')
    .values({ unit_id: commune, name: 'Cổng xã Thử', base_url: other.url })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: source } = await watch.db
    .insertInto('source')
    .values({
      portal_id: portalId,
      unit_id: commune,
      name: 'Tin xã',
      kind: 'feed',
      url: `${other.url}/rss`,
      due_at: new Date(watch.clock.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const old = { id: 1, title: 'Tin cũ có từ trước' }
  watch.portal.list([old])
  other.list([{ ...old, title: 'Tin cũ của xã' }])
  await watch.turn()
  const all = async () => {
    const rows = await watch.publications()
    return rows.filter(({ state }) => state !== 'baseline')
  }
  return { ...watch, other, commune, source, old, all }
}

test('a commune’s copy of the province’s item waits for a person; no rule takes it up, whichever was read first', async () => {
  const { portal, other, turn, all, ctx, db, old, admin } = await setTwo()
  other.list([{ id: 2, title: 'Tỉnh họp bàn về nước sạch nông thôn', body: story }, old])
  await turn(minutes(10))
  portal.list([{ id: 5, title: 'Hội nghị toàn tỉnh về nước sạch', body: story }, old])
  await turn(minutes(20))
  const [commune, province] = await all()
  const copies = await openCopies(db, [commune?.id ?? 0, province?.id ?? 0])
  expect(copies).toMatchObject([
    {
      waits: commune?.id,
      isCopy: true,
      why: 'text',
      other: { id: province?.id, portal: 'Cổng thông tin điện tử tỉnh Thử' },
    },
  ])
  expect(copies[0]?.likeness).toBeGreaterThan(0.9)
  // Undecided, it is nothing a rule may look at; the province's own is.
  const { freshCandidates, overlooked } = await import('../../src/posts/queries/candidates.ts')
  const ids = [commune?.id ?? 0, province?.id ?? 0]
  expect((await freshCandidates(db, ids)).map(({ id }) => id)).toEqual([province?.id])
  expect(await overlooked(db, new Date(0), 10)).toEqual([province?.id])
  expect(await applyRules(ctx, ids)).toEqual({ drafted: 0, approved: 0, held: 0 })

  expect(await decideCopy(ctx, admin, commune?.id ?? 0, copies[0]?.id ?? 0, 'different')).toEqual({ is: 'decided' })
  expect((await freshCandidates(db, ids)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  expect(await decideCopy(ctx, admin, commune?.id ?? 0, copies[0]?.id ?? 0, 'same')).toEqual({ is: 'stale' })
})

test('the same: what waits is left out as a duplicate', async () => {
  const { portal, other, turn, all, ctx, db, old, admin } = await setTwo()
  portal.list([{ id: 5, title: 'Hội nghị toàn tỉnh về nước sạch', body: story }, old])
  await turn(minutes(10))
  other.list([
    {
      id: 2,
      title: 'Hội nghị toàn tỉnh về nước sạch',
      body: 'Bài ngắn của xã về hội nghị, có nhiều người dân cùng dự.',
    },
    old,
  ])
  await turn(minutes(20))
  const [province, commune] = await all()
  const [copy] = await openCopies(db, [commune?.id ?? 0])
  expect(copy).toMatchObject({ why: 'headline', likeness: 1, other: { id: province?.id } })
  expect(await decideCopy(ctx, admin, province?.id ?? 0, copy?.id ?? 0, 'same')).toEqual({ is: 'missing' })
  expect(await decideCopy(ctx, admin, commune?.id ?? 0, copy?.id ?? 0, 'same')).toEqual({ is: 'decided' })
  expect((await all())[1]).toMatchObject({ state: 'ignored', state_why: 'ignored.duplicate' })
})

test('a credited address is enough; the same headline a week later, or on the same portal, is nothing', async () => {
  const { portal, other, turn, all, db, old } = await setTwo()
  const rows = [{ id: 5, title: 'Giá nước sinh hoạt đồng loạt giảm', body: story }]
  portal.list([...rows, old])
  await turn(minutes(10))
  other.list([
    {
      id: 2,
      title: 'Xã triển khai thu tiền nước theo giá mới',
      body: `Người dân đóng tiền nước theo giá mới từ tháng sau. Nguồn: ${portal.url}/tin/bai-5.html`,
      summary: 'Tóm tắt.',
    },
    old,
  ])
  await turn(minutes(20))
  const [, commune] = await all()
  expect(await openCopies(db, [commune?.id ?? 0])).toMatchObject([{ why: 'link' }])
  other.list([
    {
      id: 3,
      title: 'Giá nước sinh hoạt đồng loạt giảm',
      body: 'Tin khác của tháng sau, về một đợt giảm giá khác, do công ty nước của tỉnh báo.',
    },
    old,
  ])
  const week = 7 * 24 * 60
  await turn(minutes(week))
  const late = (await all()).at(-1)
  expect(late?.title).toBe('Giá nước sinh hoạt đồng loạt giảm')
  // The list dates it to the same day; its own time is what counts.
  await db
    .updateTable('publication')
    .set({ published_at: null })
    .where('id', '=', late?.id ?? 0)
    .execute()
  portal.list([{ id: 6, title: 'Giá nước sinh hoạt đồng loạt giảm', body: 'Một bài khác.' }, ...rows, old])
  await turn(minutes(20))
  const again = (await all()).at(-1)
  const own = await openCopies(db, [again?.id ?? 0])
  expect(own.filter(({ other: one }) => one.portal === 'Cổng thông tin điện tử tỉnh Thử')).toEqual([])
})

test('one portal’s item at a second address waits for a person, where its words or the page itself say it is the same', async () => {
  const { portal, turn, db, publications, addSource } = await setWatch()
  const second = '/rss/chuyen-muc'
  await addSource(second)
  const old = { id: 1, title: 'Tin cũ có từ trước' }
  portal.list([old])
  portal.list([old], { path: second })
  await turn()
  const short = {
    body: 'Từ ngày mai, nhà máy cấp nước sinh hoạt cho ba xã ven biển theo giờ, người dân chủ động trữ nước.',
    title: 'Lịch cấp nước',
  }
  const long = { body: story, title: 'Hội nghị về nước sạch' }
  portal.list([{ id: 5, ...long }, { id: 6, ...short }, { id: 7, title: 'Thông báo', body: short.body }, old])
  await turn(minutes(20))
  const again = { id: 8, ...long, path: '/chuyen-muc/hoi-nghi-8.html' }
  const named = { id: 9, ...short, path: '/chuyen-muc/lich-9.html' }
  const other = { id: 10, title: 'Thông báo', body: short.body, path: '/chuyen-muc/thong-bao-10.html' }
  portal.list([again, named, other, old], { path: second })
  const page = `<html lang="vi"><head><title>${named.title}</title><link rel="canonical" href="${portal.url}/tin/bai-6.html"></head>
    <body><article><h1>${named.title}</h1>${`<p>${named.body}</p>`.repeat(4)}</article></body></html>`
  portal.answer(named.path, { body: page })
  await turn(minutes(20))
  const rows = await publications()
  const id = (path: string) => rows.find(({ url }) => url.endsWith(path))?.id ?? 0
  const copies = await openCopies(
    db,
    rows.map(row => row.id),
  )
  expect(new Map(copies.map(({ waits, other: of }) => [waits, of.id]))).toEqual(
    new Map([
      [id(again.path), id('/tin/bai-5.html')],
      [id(named.path), id('/tin/bai-6.html')],
    ]),
  )
})
