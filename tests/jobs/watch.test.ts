import { expect, test } from 'vitest'
import { release } from '../../src/publications/release.ts'
import { readNow } from '../../src/sources/add.ts'
import type { Item } from '../support/portal.ts'
import { hours, minutes } from '../support/stage.ts'
import { setWatch } from '../support/watching.ts'

const tin = (id: number, more: Partial<Item> = {}): Item => ({ id, title: `Hội nghị lần thứ ${id} của xã`, ...more })

test('the first sight records everything and starts nothing, the next item is new and its page is read', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(2), tin(1)])
  await watch.turn()
  expect(await watch.publications()).toMatchObject([
    { title: tin(1).title, state: 'baseline', revision_id: null },
    { title: tin(2).title, state: 'baseline', revision_id: null },
  ])
  expect(watch.portal.asked.map(({ path }) => path)).toEqual(['/rss'])

  watch.portal.list([tin(3), tin(2), tin(1)])
  await watch.turn(minutes(10))
  const [, , third] = await watch.publications()
  expect(third).toMatchObject({ title: tin(3).title, state: 'new', unread: null })
  const [revision, ...more] = await watch.revisions(third?.id ?? 0)
  expect(more).toEqual([])
  expect(revision).toMatchObject({ number: 1, lead: 'Tóm tắt của tin số 3.' })
  expect(revision?.content).toMatchObject({
    title: tin(3).title,
    language: 'vi',
    url: `${watch.portal.url}/tin/bai-3.html`,
  })
  expect(JSON.stringify(revision?.content)).toContain('ủy ban nhân dân xã tổ chức hội nghị')
})

test('an unchanged list costs one conditional request, and once a day a whole one', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)], { headers: { etag: '"1"' } })
  await watch.turn()
  await watch.turn(minutes(10))
  expect(watch.portal.asked.at(-1)?.headers['if-none-match']).toBe('"1"')
  await watch.turn(hours(25))
  expect(watch.portal.asked.at(-1)?.headers['if-none-match']).toBeUndefined()
  expect(await watch.publications()).toHaveLength(1)
})

test('the same items in another order, over https or with tracking, are the same items', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1, { guid: null }), tin(2, { guid: null }), tin(3, { guid: null })])
  await watch.turn()
  watch.portal.list(
    [tin(3, { guid: null }), tin(1, { guid: null }), tin(2, { guid: null, path: '/tin/bai-2.html?utm_source=rss' })],
    {
      base: watch.portal.url.replace('http:', 'https:'),
    },
  )
  await watch.turn(minutes(10))
  expect(await watch.publications()).toHaveLength(3)
})

test('one item in two lists under two ids is one publication, known by both', async () => {
  const watch = await setWatch()
  const second = await watch.addSource('/rss-2')
  watch.portal.list([tin(1)])
  watch.portal.list([tin(2)], { path: '/rss-2' })
  await watch.turn()
  watch.portal.list([tin(5), tin(1)])
  watch.portal.list([tin(5, { guid: 'khac_5' }), tin(2)], { path: '/rss-2' })
  await watch.turn(minutes(10))
  const all = await watch.publications()
  expect(all.map(({ title }) => title)).toEqual([tin(1).title, tin(2).title, tin(5).title])
  const aliases = await watch.db
    .selectFrom('publication_alias')
    .select('alias')
    .where('publication_id', '=', all[2]?.id ?? 0)
    .execute()
  expect(aliases.map(({ alias }) => alias)).toEqual(
    expect.arrayContaining([`guid:${watch.source}:tin_5`, `guid:${second}:khac_5`]),
  )
  expect(second).not.toBe(watch.source)
})

test('two hundred items at once wait for a person under a hold on the source', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  const many = Array.from({ length: 200 }, (_, at) => tin(at + 2))
  watch.portal.list([...many, tin(1)])
  await watch.turn(minutes(10))
  const held = (await watch.publications()).filter(({ state }) => state === 'held')
  expect(held).toHaveLength(200)
  expect(held[0]).toMatchObject({ state_why: 'source.flood', revision_id: null })
  expect(await watch.db.selectFrom('hold').select(['scope', 'source_id', 'reason', 'lifted_at']).execute()).toEqual([
    { scope: 'source', source_id: watch.source, reason: 'source.flood', lifted_at: null },
  ])
  // While the question is open, what comes after waits too.
  watch.portal.list([tin(300), ...many, tin(1)])
  await watch.turn(minutes(10))
  expect((await watch.publications()).at(-1)).toMatchObject({
    title: tin(300).title,
    state: 'held',
    state_why: 'source.held',
  })
  expect(await watch.db.selectFrom('hold').select('id').execute()).toHaveLength(1)
})

test('what a flood kept back is let through or recorded only, and the hold ends', async () => {
  const watch = await setWatch({ settings: { floodAt: 2 } })
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(4), tin(3), tin(2), tin(1)])
  await watch.turn(minutes(10))
  expect(await release(watch.ctx, watch.admin, watch.source, 'through')).toEqual({ is: 'released', publications: 3 })
  await watch.turn()
  expect((await watch.publications()).map(({ state, revision_id }) => [state, revision_id !== null])).toEqual([
    ['baseline', false],
    ['new', true],
    ['new', true],
    ['new', true],
  ])
  watch.portal.list([tin(7), tin(6), tin(5)])
  await watch.turn(minutes(10))
  expect(await release(watch.ctx, watch.admin, watch.source, 'record_only')).toEqual({
    is: 'released',
    publications: 3,
  })
  expect((await watch.publications()).slice(-3).map(({ state }) => state)).toEqual(['ignored', 'ignored', 'ignored'])
  watch.portal.list([tin(8), tin(7)])
  await watch.turn(minutes(10))
  expect((await watch.publications()).at(-1)).toMatchObject({ state: 'new' })
})

test.each([
  ['an empty body', { body: '' }, 'source.feed.empty'],
  [
    'a page in place of the list',
    { body: '<!DOCTYPE html><html><body><h1>Bảo trì</h1></body></html>' },
    'source.feed.html_page',
  ],
  ['a sign-in form', { body: '<html><form><input type="password"></form></html>' }, 'source.feed.login_page'],
  ['a list cut short', { body: '<rss version="2.0"><channel><item><title>Hội' }, 'source.feed.cut_short'],
  ['a server error', { status: 503, body: '' }, 'source.server_error'],
  ['a missing list', { status: 404, body: '' }, 'source.not_found'],
])('%s says nothing about items, has a code, and is tried again more seldom', async (_, answer, code) => {
  const watch = await setWatch()
  watch.portal.list([tin(2), tin(1)])
  await watch.turn()
  watch.portal.answer('/rss', answer)
  await watch.turn(minutes(10))
  expect(await watch.sourceRow()).toMatchObject({ failures: 1, problem: { code }, state: 'watched' })
  await watch.turn(minutes(20))
  const row = await watch.sourceRow()
  expect(row).toMatchObject({ failures: 2 })
  expect(row.due_at.getTime() - watch.clock.at).toBeGreaterThanOrEqual(minutes(15))
  expect(await watch.publications()).toHaveLength(2)
  watch.portal.list([tin(3), tin(2), tin(1)])
  await watch.turn(hours(1))
  expect(await watch.sourceRow()).toMatchObject({ failures: 0, problem: null })
  expect(await watch.publications()).toHaveLength(3)
})

test('a list that is empty at first is no baseline: its history does not go out when it comes back', async () => {
  const watch = await setWatch()
  watch.portal.list([])
  await watch.turn()
  watch.portal.list([tin(2), tin(1)])
  await watch.turn(minutes(10))
  expect((await watch.publications()).map(({ state }) => state)).toEqual(['baseline', 'baseline'])
})

test('a portal that names a time is not asked before it', async () => {
  const watch = await setWatch()
  watch.portal.answer('/rss', { status: 429, headers: { 'retry-after': '7200' } })
  await watch.turn()
  expect((await watch.sourceRow()).due_at.getTime() - watch.clock.at).toBeGreaterThanOrEqual(hours(2))
  await watch.turn(hours(1))
  expect(watch.portal.asked).toHaveLength(1)
})

test('a list that is gone for good is stopped, and read again when a person asks', async () => {
  const watch = await setWatch()
  watch.portal.answer('/rss', { status: 410 })
  await watch.turn()
  expect(await watch.sourceRow()).toMatchObject({ state: 'stopped', problem: { code: 'source.gone' } })
  await watch.turn(hours(48))
  expect(watch.portal.asked).toHaveLength(1)
  watch.portal.list([tin(1)])
  expect(await readNow(watch.ctx, watch.admin, watch.source)).toEqual({ is: 'due' })
  await watch.turn()
  expect(await watch.sourceRow()).toMatchObject({ state: 'watched', problem: null })
})

test('a silent edit of the page makes a second revision, a change of nothing makes none', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(2), tin(1)])
  await watch.turn(minutes(10))
  const id = (await watch.publications())[1]?.id ?? 0
  await watch.turn(hours(2))
  expect(await watch.revisions(id)).toHaveLength(1)
  watch.portal.page(tin(2, { body: 'Đính chính: hội nghị có hơn hai trăm người dự, không phải một trăm như đã đưa.' }))
  await watch.turn(hours(6))
  expect(await watch.revisions(id)).toMatchObject([{ number: 1 }, { number: 2 }])
})

test('an edit that the list shows is read at once, as the same publication', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(2), tin(1)])
  await watch.turn(minutes(10))
  watch.portal.list([tin(2, { title: 'Hội nghị được dời sang thứ Sáu' }), tin(1)])
  await watch.turn(minutes(10))
  const all = await watch.publications()
  expect(all).toHaveLength(2)
  expect(all[1]).toMatchObject({ title: 'Hội nghị được dời sang thứ Sáu', state: 'new' })
  expect(await watch.revisions(all[1]?.id ?? 0)).toHaveLength(2)
})

test('a page that cannot be read yet is tried again, and nothing is lost', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(2), tin(1)])
  watch.portal.answer('/tin/bai-2.html', { status: 502 })
  await watch.turn(minutes(10))
  expect((await watch.publications())[1]).toMatchObject({
    state: 'new',
    revision_id: null,
    unread: { code: 'page.bad_answer' },
  })
  watch.portal.page(tin(2))
  await watch.turn(minutes(10))
  const second = (await watch.publications())[1]
  expect(second).toMatchObject({ state: 'new', unread: null })
  expect(second?.revision_id).not.toBeNull()
})

test('a page gone three times over a day is withdrawn; gone from the list alone means nothing', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(3), tin(2), tin(1)])
  await watch.turn(minutes(10))
  watch.portal.list([tin(9)])
  await watch.turn(minutes(10))
  expect((await watch.publications()).map(({ state }) => state)).toEqual(['baseline', 'new', 'new', 'new'])
  watch.portal.answer('/tin/bai-2.html', { status: 410 })
  await watch.turn(hours(2))
  const state = async () => (await watch.publications())[1]
  expect(await state()).toMatchObject({ state: 'new', unread: { code: 'page.gone' } })
  await watch.turn(hours(10))
  expect(await state()).toMatchObject({ state: 'new' })
  await watch.turn(hours(10))
  await watch.turn(hours(10))
  expect(await state()).toMatchObject({ state: 'withdrawn', state_why: 'page.gone' })
  expect((await watch.publications())[2]).toMatchObject({ state: 'new' })
})

test('text in a legacy font is repaired and waits for a person', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(2), tin(1)])
  const words = Buffer.from(
    '<html><head><title>Thông báo</title></head><body><p>Ủy ban nhân dân tỉnh Đắk Lắk tổ chức hội nghị trực tuyến về chuyển đổi số, có đại diện các sở, ngành và toàn bộ các xã, phường trong tỉnh tham dự.</p></body></html>',
  )
  watch.portal.answer('/tin/bai-2.html', { body: words.toString('latin1') })
  await watch.turn(minutes(10))
  expect((await watch.publications())[1]).toMatchObject({ state: 'held', state_why: 'page.legacy_text' })
})

test('two workers on one database read each list and page once', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await Promise.all([watch.turn(), watch.turn(), watch.turn()])
  expect(watch.portal.asked).toHaveLength(1)
  watch.portal.list([tin(3), tin(2), tin(1)])
  watch.clock.at += minutes(10)
  await Promise.all([watch.turn(), watch.turn(), watch.turn()])
  expect(watch.portal.asked.map(({ path }) => path).sort()).toEqual([
    '/rss',
    '/rss',
    '/tin/bai-2.html',
    '/tin/bai-3.html',
  ])
  expect(await watch.publications()).toHaveLength(3)
})
