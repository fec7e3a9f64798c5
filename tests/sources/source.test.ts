import { expect, test } from 'vitest'
import { addSource, newSourceShape } from '../../src/sources/add.ts'
import { findRetryAfter, isFullReadDue, settingsOf, waitAfter } from '../../src/sources/source.ts'
import { tryOut } from '../../src/sources/try.ts'
import { addPerson, addUnit, someTime } from '../support/build.ts'
import { setWatch } from '../support/watching.ts'

const hour = 3_600_000

test('waiting doubles with failures, is spread, ends at six hours, and obeys the portal', () => {
  expect(waitAfter(300, 0, 0)).toBe(300_000)
  expect(waitAfter(300, 0, 1)).toBe(330_000)
  expect(waitAfter(300, 1, 0.5)).toBe(600_000)
  expect(waitAfter(300, 2, 0.5)).toBe(1_200_000)
  expect(waitAfter(300, 50, 0.5)).toBe(6 * hour)
  expect(waitAfter(300, 50, 1)).toBeLessThanOrEqual(7.5 * hour)
  expect(waitAfter(300, 1, 0, 2 * hour)).toBe(2 * hour)
  expect(waitAfter(300, 1, 0, 99 * hour)).toBe(24 * hour)
})

test('Retry-After is seconds or a date', () => {
  expect(findRetryAfter('120', someTime)).toBe(120_000)
  expect(findRetryAfter(new Date(someTime.getTime() + 60_000).toUTCString(), someTime)).toBe(60_000)
  expect(findRetryAfter('soon', someTime)).toBeUndefined()
  expect(findRetryAfter(null, someTime)).toBeUndefined()
})

test('a list is read whole at first and once a day', () => {
  expect(isFullReadDue(null, someTime)).toBe(true)
  expect(isFullReadDue(new Date(someTime.getTime() - 23 * hour), someTime)).toBe(false)
  expect(isFullReadDue(new Date(someTime.getTime() - 24 * hour), someTime)).toBe(true)
})

test('what a source says counts over what its portal says, and nonsense counts as unsaid', () => {
  expect(settingsOf({ floodAt: 5, timeZone: 'UTC' }, { floodAt: 9 })).toEqual({ floodAt: 9, timeZone: 'UTC' })
  expect(settingsOf({ idPattern: '(' }, { floodAt: 9 })).toEqual({ floodAt: 9 })
})

test('a source is added once, by an administrator of its unit, and is due at once', async () => {
  const watch = await setWatch()
  const given = newSourceShape.parse({
    unit: watch.unit,
    portal: { name: 'Sở Y tế', url: 'https://syt.example/trang-chu' },
    name: 'Tin tức',
    url: 'https://syt.example/rss',
  })
  const stranger = await addPerson(watch.db, { unit: await addUnit(watch.db), role: 'admin' })
  const editor = await addPerson(watch.db, { unit: watch.unit, role: 'editor' })
  expect(await addSource(watch.ctx, stranger, given)).toEqual({ is: 'forbidden' })
  expect(await addSource(watch.ctx, editor, given)).toEqual({ is: 'forbidden' })
  const added = await addSource(watch.ctx, watch.admin, given)
  expect(added).toMatchObject({ is: 'added' })
  expect(await addSource(watch.ctx, watch.admin, given)).toEqual({ is: 'exists' })
  const row = await watch.sourceRow(added.is === 'added' ? added.source : 0)
  expect(row).toMatchObject({ state: 'watched', baseline_at: null })
  expect(watch.nudged).toContain('watch')
})

test('trying a list shows its first rows or what the portal did, and saves nothing', async () => {
  const watch = await setWatch()
  watch.portal.list(Array.from({ length: 30 }, (_, at) => ({ id: at + 1, title: `Tin số ${at + 1} của xã` })))
  const tried = await tryOut(watch.ctx, `${watch.portal.url}/rss`)
  expect(tried).toMatchObject({ is: 'list', total: 30, title: 'Tin tức' })
  expect(tried.is === 'list' && tried.entries).toHaveLength(20)
  watch.portal.answer('/rss', { body: '<html><form><input type="password"></form></html>' })
  expect(await tryOut(watch.ctx, `${watch.portal.url}/rss`)).toMatchObject({
    is: 'failed',
    why: { code: 'source.feed.login_page' },
  })
  expect(await watch.publications()).toEqual([])
})
