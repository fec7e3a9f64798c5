/** What a network's low allowance rests, and what a block of it rests (F12, F13). */
import { expect, test } from 'vitest'
import type { AnyNetwork } from '../../src/ports/network.ts'
import { approved, hours, minutes, setStage } from '../support/stage.ts'
import type { ToySession } from '../support/toy/calls.ts'
import { toy } from '../support/toy/index.ts'

/** The reply of the first send is lost, and a header beside it asks for rest. */
const restful = (what: 'reading' | 'everything', until: Date): AnyNetwork => ({
  ...toy,
  publish: async (to, ...given) => {
    to.note({ is: 'rest', what, of: 'channel', until, why: { code: 'toy.busy', with: { percent: 95 } } })
    return toy.publish(to as ToySession, ...given)
  },
})
const inAnHour = new Date('2026-11-23T03:00:00Z')

test('at 95 % of an allowance measuring rests; what is in doubt is read back all the same', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }), toy: restful('reading', inAnHour) })
  stage.toy.loseReplies(1)
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'unknown' })
  const channel = await stage.db.selectFrom('channel').select('rest_reading_until').executeTakeFirstOrThrow()
  expect(channel).toEqual({ rest_reading_until: inAnHour })
  await stage.tick({ after: minutes(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
})

test('a network that blocks is left alone until it said it may be called again', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }), toy: restful('everything', inAnHour) })
  stage.toy.loseReplies(1)
  await stage.tick()
  await stage.tick({ after: minutes(59) })
  expect(await stage.delivery()).toMatchObject({ state: 'unknown', looks: 0 })
  expect(stage.toy.requests).toHaveLength(1)
  await stage.tick({ after: hours(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
})
