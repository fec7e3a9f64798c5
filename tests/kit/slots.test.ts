import { expect, test } from 'vitest'
import { batched } from '../../src/kit/batch.ts'
import { slots } from '../../src/kit/slots.ts'

test('never more at once than there are places, in the order they came, and a place is given back once', async () => {
  const enter = slots(2)
  const order: number[] = []
  let inside = 0
  await Promise.all(
    Array.from({ length: 7 }, async (_, n) => {
      const leave = await enter()
      inside++
      expect(inside).toBeLessThanOrEqual(2)
      order.push(n)
      await Promise.resolve()
      inside--
      leave()
      leave()
    }),
  )
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('calls made while a group is under way go out together, each with its own answer', async () => {
  const groups: number[][] = []
  const double = batched(async (items: readonly number[]) => {
    groups.push([...items])
    await new Promise(done => setTimeout(done, 1))
    return items.map(item => item * 2)
  })
  const first = double(1)
  await Promise.resolve()
  await Promise.resolve()
  const answers = await Promise.all([first, double(2), double(3)])
  expect(answers).toEqual([2, 4, 6])
  expect(groups).toEqual([[1], [2, 3]])
})

test('a group that fails fails each of its calls, and the next one runs', async () => {
  let fails = true
  const run = batched(async (items: readonly number[]) => {
    if (fails) throw new Error('cut')
    return items
  })
  await expect(Promise.all([run(1), run(2)])).rejects.toThrow('cut')
  fails = false
  expect(await run(3)).toBe(3)
})
