import { expect, test } from 'vitest'
import type { Item } from '../support/portal.ts'
import { hours, minutes } from '../support/stage.ts'
import { setWatch } from '../support/watching.ts'

const tin = (id: number, more: Partial<Item> = {}): Item => ({ id, title: `Hội nghị lần thứ ${id} của xã`, ...more })
const notFound = { body: '<html><body><h1>Không tìm thấy trang</h1><p>Nội dung không tồn tại.</p></body></html>' }

async function setPublished(ids: readonly number[]) {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([...ids.map(id => tin(id)), tin(1)])
  await watch.turn(minutes(10))
  const states = async () =>
    (await watch.publications()).filter(({ state }) => state !== 'baseline').map(({ state }) => state)
  return { ...watch, states }
}

test('a not-found page that comes with 200 counts like a 404, and only three times over a day', async () => {
  const watch = await setPublished([2, 3])
  watch.portal.answer('/tin/bai-2.html', notFound)
  for (let looks = 0; looks < 2; looks++) {
    await watch.turn(hours(10))
    expect(await watch.states()).toEqual(['new', 'new'])
  }
  await watch.turn(hours(10))
  await watch.turn(hours(10))
  expect((await watch.states()).toSorted()).toEqual(['new', 'withdrawn'])
})

test('an item whose address is written anew is read there; that the old one is gone proves nothing', async () => {
  const watch = await setPublished([2, 3])
  watch.portal.list([tin(3), tin(2, { path: '/tin/ten-moi-cua-bai.html' }), tin(1)])
  watch.portal.answer('/tin/bai-2.html', { status: 404 })
  // The list is due long before the page is looked at again; hours later both would be, in either order.
  await watch.turn(minutes(10))
  for (let looks = 0; looks < 4; looks++) await watch.turn(hours(10))
  expect(await watch.states()).toEqual(['new', 'new'])
  expect(await watch.publications()).toHaveLength(3)
  const asked = watch.portal.asked.map(({ path }) => path)
  expect(asked.filter(path => path === '/tin/bai-2.html')).toHaveLength(1)
  expect(asked).toContain('/tin/ten-moi-cua-bai.html')
})

test('what became a post is looked at for a year, so that it does not outlive the page it tells of; other items for two weeks', async () => {
  const watch = await setPublished([2, 3])
  const posted = (await watch.publications()).find(({ title }) => title === tin(2).title)?.id ?? 0
  const told = [`/tin/bai-2.html`, `/tin/bai-3.html`]
  const askedFor = (path: string) => watch.portal.asked.filter(one => one.path === path).length
  await watch.db.updateTable('publication').set({ state: 'posted' }).where('id', '=', posted).execute()
  for (let day = 0; day < 40; day += 4) await watch.turn(hours(4 * 24))
  const before = told.map(askedFor)
  await watch.turn(hours(30 * 24))
  expect(told.map(path => askedFor(path) > (before[told.indexOf(path)] ?? 0))).toEqual([true, false])
  watch.portal.answer('/tin/bai-2.html', { status: 410 })
  await watch.turn(hours(100 * 24))
  for (let looks = 0; looks < 4; looks++) await watch.turn(hours(10))
  expect((await watch.states()).toSorted()).toEqual(['new', 'withdrawn'])
  for (let half = 0; half < 4; half++) await watch.turn(hours(180 * 24))
  const row = await watch.db.selectFrom('publication').select('look_at').where('look_at', 'is not', null).execute()
  expect(row).toEqual([])
})

test('while the list itself cannot be read, nothing is withdrawn', async () => {
  const watch = await setPublished([2])
  watch.portal.answer('/tin/bai-2.html', { status: 404 })
  watch.portal.answer('/rss', { status: 503 })
  for (let looks = 0; looks < 6; looks++) await watch.turn(hours(10))
  expect(await watch.states()).toEqual(['new'])
  watch.portal.list([tin(1)])
  for (let looks = 0; looks < 3; looks++) await watch.turn(hours(10))
  expect(await watch.states()).toEqual(['withdrawn'])
})

test('many pages gone at once are a fault of the site: nothing is withdrawn until they are back or few', async () => {
  const ids = [2, 3, 4, 5, 6, 7]
  const watch = await setPublished(ids)
  for (const id of ids) watch.portal.answer(`/tin/bai-${id}.html`, { status: 404 })
  for (let looks = 0; looks < 6; looks++) await watch.turn(hours(10))
  expect(await watch.states()).toEqual(ids.map(() => 'new'))
  for (const id of ids.slice(1)) watch.portal.page(tin(id))
  for (let looks = 0; looks < 2; looks++) await watch.turn(hours(10))
  expect((await watch.states()).toSorted()).toEqual(['new', 'new', 'new', 'new', 'new', 'withdrawn'])
})

test('a sign-in form in place of an article is no article, and nothing of it is recorded', async () => {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  watch.portal.list([tin(2), tin(1)])
  watch.portal.answer('/tin/bai-2.html', {
    body: '<html><head><title>Cổng tỉnh</title></head><body><h1>Đăng nhập hệ thống</h1><form><input name="u"><input type="password" name="p"></form></body></html>',
  })
  await watch.turn(minutes(10))
  expect((await watch.publications())[1]).toMatchObject({
    state: 'new',
    revision_id: null,
    unread: { code: 'page.article.login_page' },
  })
})

test('a portal that moves to another host, so that no item is known any more, waits for a person', async () => {
  const watch = await setWatch()
  const items = [1, 2, 3, 4, 5, 6].map(id => tin(id, { guid: null }))
  watch.portal.list(items)
  await watch.turn()
  watch.portal.list(items, { base: 'https://moi.tinh.example' })
  await watch.turn(minutes(10))
  const added = (await watch.publications()).slice(6)
  expect(added.map(({ state, state_why }) => [state, state_why])).toEqual(items.map(() => ['held', 'source.flood']))
})

test('new guids alone, or http become https, are the same items', async () => {
  const watch = await setWatch()
  watch.portal.list([1, 2, 3, 4, 5, 6].map(id => tin(id)))
  await watch.turn()
  watch.portal.list([1, 2, 3, 4, 5, 6].map(id => tin(id, { guid: `moi-${id}` })))
  await watch.turn(minutes(10))
  watch.portal.list(
    [1, 2, 3, 4, 5, 6].map(id => tin(id, { guid: `nua-${id}` })),
    {
      base: watch.portal.url.replace('http:', 'https:'),
    },
  )
  await watch.turn(minutes(10))
  expect(await watch.publications()).toHaveLength(6)
})
