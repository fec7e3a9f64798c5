import { expect, test } from 'vitest'
import type { Item } from '../support/portal.ts'
import { hours, minutes } from '../support/stage.ts'
import { setWatch } from '../support/watching.ts'

const tin = (id: number): Item => ({ id, title: `Hội nghị lần thứ ${id} của xã` })

async function setMove(status: number) {
  const watch = await setWatch()
  watch.portal.list([tin(1)])
  await watch.turn()
  const redirect = () => watch.portal.answer('/rss', { status, headers: { location: '/moi/rss' } })
  redirect()
  let next = 2
  /** The portal publishes one more item, at the new address alone. */
  const publish = async () => {
    watch.portal.list(
      Array.from({ length: next }, (_, at) => tin(next - at)),
      { path: '/moi/rss' },
    )
    next++
    await watch.turn(minutes(10))
  }
  return { ...watch, publish, redirect }
}

test.each([301, 308])('a list that answers %i three times is asked where it moved, from a baseline', async status => {
  const { publish, sourceRow, portal, turn, publications, db } = await setMove(status)
  await publish()
  await publish()
  expect(await sourceRow()).toMatchObject({ url: `${portal.url}/rss`, moved_times: 2 })
  await publish()
  await turn()
  expect(await sourceRow()).toMatchObject({
    url: `${portal.url}/moi/rss`,
    moved_to: null,
    moved_times: 0,
    baseline_why: null,
  })
  expect((await sourceRow()).baseline_at).not.toBeNull()
  const asked = portal.asked.length
  await turn(minutes(10))
  expect(portal.asked.slice(asked).map(({ path }) => path)).toContain('/moi/rss')
  expect(portal.asked.slice(asked).map(({ path }) => path)).not.toContain('/rss')
  // Nothing was found twice, and nothing that came on the way was lost.
  expect((await publications()).map(({ state }) => state)).toEqual(['baseline', 'new', 'new', 'new'])
  const deeds = await db.selectFrom('audit').select(['verb', 'detail']).where('verb', '=', 'source.moved').execute()
  expect(deeds).toMatchObject([{ detail: { from: `${portal.url}/rss`, to: `${portal.url}/moi/rss`, baseline: true } }])
})

test.each([302, 303, 307])('a list that answers %i is followed and stays where it is', async status => {
  const { publish, sourceRow, portal, publications } = await setMove(status)
  for (let n = 0; n < 5; n++) await publish()
  expect(await sourceRow()).toMatchObject({ url: `${portal.url}/rss`, moved_to: null, moved_times: 0 })
  expect(await publications()).toHaveLength(6)
})

test('a list that comes back before the third time did not move', async () => {
  const { publish, sourceRow, portal, turn, redirect } = await setMove(301)
  await publish()
  await publish()
  portal.list([tin(9), tin(1)])
  await turn(minutes(10))
  expect(await sourceRow()).toMatchObject({ url: `${portal.url}/rss`, moved_to: null, moved_times: 0 })
  redirect()
  await publish()
  expect(await sourceRow()).toMatchObject({ url: `${portal.url}/rss`, moved_times: 1 })
})

test('a list is read as seldom as it asks', async () => {
  const watch = await setWatch()
  watch.portal.answer('/rss', {
    type: 'text/xml',
    body: watch.portal.feed([tin(1)]).replace('<title>Tin tức</title>', '<title>Tin tức</title><ttl>50</ttl>'),
  })
  await watch.turn()
  const row = await watch.sourceRow()
  expect(row.hints).toEqual({ ttl: 50 })
  expect(row.due_at.getTime() - watch.clock.at).toBe(minutes(50))
  await watch.turn(minutes(40))
  expect(watch.portal.asked).toHaveLength(1)
  await watch.turn(hours(1))
  expect(watch.portal.asked).toHaveLength(2)
  expect((await watch.sourceRow()).due_at.getTime() - watch.clock.at).toBe(minutes(50))
})
