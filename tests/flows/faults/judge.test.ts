/** The judge against ledgers that were made up: each harm by itself must be seen, and nothing else. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '../../../src/ports/network.ts'
import { approved, type Stage, setStage } from '../../support/stage.ts'
import { sentAfterStop } from './count.ts'
import { isClean, judge, type Seen } from './judge.ts'

let stage: Stage
let copy: Seen
beforeEach(async () => {
  stage = await setStage({ post: approved({ on: 'toy' }) })
  await stage.tick()
  const [post] = stage.toy.posts
  copy = { account: post?.account ?? '', mark: post?.text ?? '', ids: [post?.id ?? ''], is: 'visible' }
})

const verdictOn = (copies: readonly Seen[]) =>
  judge(stage.db, new Map([['toy', { copies, markOf: (content: Content) => content.text, mends: ['toy.refused'] }]]))

/** As if somebody had altered the row behind everybody's back. */
const say = (state: 'cancelled' | 'failed' | 'settling', why: string | null = null) =>
  stage.db
    .updateTable('delivery')
    .set({ state, why: why && JSON.stringify({ code: why }), ...(state === 'settling' && { ask_at: stage.now() }) })
    .execute()

describe('a delivery that is live', () => {
  test('is well with its one copy', async () => {
    expect(isClean(await verdictOn([copy]))).toBe(true)
  })

  test.each([
    ['a second copy', 'visible'],
    ['a copy that nobody sees yet', 'hidden'],
    ['a draft that somebody could still post', 'waiting'],
  ] as const)('is doubled by %s', async (_, is) => {
    expect(await verdictOn([copy, { ...copy, ids: ['2'], is }])).toMatchObject({ duplicates: [expect.any(String)] })
  })

  test('is not doubled by a copy that was taken down, which is listed apart', async () => {
    const verdict = await verdictOn([copy, { ...copy, ids: ['2'], is: 'removed' }])
    expect(verdict).toMatchObject({ duplicates: [], strays: [], apart: { removed: 1 } })
    expect(isClean(verdict)).toBe(true)
  })

  test('is a loss and a false state without a copy, and with one that nobody sees', async () => {
    for (const copies of [[], [{ ...copy, is: 'hidden' } as const]])
      expect(await verdictOn(copies)).toMatchObject({
        losses: [expect.any(String)],
        falseStates: [expect.stringContaining('says live')],
      })
  })

  test('is a false state beside the copy of another', async () => {
    expect(await verdictOn([{ ...copy, ids: ['2'] }])).toMatchObject({ losses: [], falseStates: [expect.any(String)] })
  })
})

test('a copy that belongs to no delivery is a stray', async () => {
  expect(await verdictOn([copy, { ...copy, mark: 'Tin của ai', ids: ['2'] }])).toMatchObject({ strays: ['toy 2'] })
})

test('what says that it is not live is false while somebody sees it', async () => {
  await say('cancelled', 'delivery.discarded')
  expect(await verdictOn([copy])).toMatchObject({ falseStates: [expect.stringContaining('says not live')] })
})

test('a draft that was thrown away is no loss where the row says so, and is one where nobody threw it', async () => {
  await say('cancelled', 'delivery.discarded')
  expect(await verdictOn([{ ...copy, is: 'discarded' }])).toMatchObject({ losses: [], never: [expect.any(String)] })
  expect(await verdictOn([])).toMatchObject({ losses: [expect.any(String)], never: [] })
})

test('a refusal may stand for a known cause alone', async () => {
  await say('failed', 'toy.refused')
  expect(await verdictOn([])).toMatchObject({ losses: [], never: [expect.any(String)] })
  await say('failed', 'toy.other')
  expect(await verdictOn([])).toMatchObject({ losses: [expect.any(String)], never: [] })
})

test('a row that waits for a person is counted and shown', async () => {
  await say('settling')
  expect(await verdictOn([copy])).toMatchObject({ waits: [expect.stringContaining('settling')], unquiet: [] })
})

test('a sending within the day after "stop" is seen, and one on the next day or by another account is none', () => {
  const call = (minutes: number, account: string, stopped = false) => ({
    at: new Date(Date.UTC(2026, 10, 25, 0, minutes)).toISOString(),
    account,
    kind: 'publish',
    sends: true,
    stopped,
  })
  const calls = [call(0, 'a'), call(1, 'a', true), call(2, 'b'), call(24 * 60, 'a')]
  expect(sentAfterStop(calls, 'a')).toBe(0)
  expect(sentAfterStop([...calls.slice(0, 3), call(60, 'a')], 'a')).toBe(1)
})
