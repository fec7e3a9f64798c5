import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { batched } from '../../src/kit/batch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Doubles numbers, ten milliseconds a group. */
function doubler(given: Parameters<typeof batched>[1]) {
  const groups: number[][] = []
  let busy = 0
  let most = 0
  const double = batched(async (items: readonly number[]) => {
    groups.push([...items])
    most = Math.max(most, ++busy)
    await new Promise(done => setTimeout(done, 10))
    busy--
    if (items.includes(13)) throw new Error('thirteen')
    return items.map(item => 2 * item)
  }, given)
  return { double, groups, most: () => most }
}

test('a single call goes out at once; what comes meanwhile is the next group', async () => {
  const { double, groups, most } = doubler({})
  const first = double(1)
  await vi.advanceTimersByTimeAsync(1)
  const others = [2, 3, 4].map(double)
  await vi.runAllTimersAsync()
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8])
  expect(groups).toEqual([[1], [2, 3, 4]])
  expect(most()).toBe(1)
})

test('groups abreast are as many as asked for, and each item is in one of them', async () => {
  const { double, groups, most } = doubler({ abreast: 2, most: 3 })
  const outs = Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(double))
  await vi.runAllTimersAsync()
  expect(await outs).toEqual([2, 4, 6, 8, 10, 12, 14, 16])
  expect(groups.flat().toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(groups.every(group => group.length > 0 && group.length <= 3)).toBe(true)
  expect(most()).toBe(2)
})

test('what is not ripe waits for more, but not for ever', async () => {
  const { double, groups } = doubler({ ripe: waiting => waiting >= 3, within: 15 })
  const outs = [double(1), double(2)]
  await vi.advanceTimersByTimeAsync(14)
  expect(groups).toEqual([])
  outs.push(double(3))
  await vi.advanceTimersByTimeAsync(11)
  expect(groups).toEqual([[1, 2, 3]])
  outs.push(double(4))
  await vi.advanceTimersByTimeAsync(15)
  expect(groups).toEqual([[1, 2, 3], [4]])
  await vi.runAllTimersAsync()
  expect(await Promise.all(outs)).toEqual([2, 4, 6, 8])
})

test('a group that fails fails its own, and the next goes on', async () => {
  const { double } = doubler({ most: 2 })
  const outs = Promise.allSettled([12, 13, 14, 15].map(double))
  await vi.runAllTimersAsync()
  expect((await outs).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled'])
})
