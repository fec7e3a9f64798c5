import { expect, test } from 'vitest'
import { approved, minutes, seconds, setStage } from '../support/stage.ts'

test('what is approved and due goes live once, with its intention, its answer and its copy written down', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  await stage.tick()
  const delivery = await stage.delivery()
  expect(delivery).toMatchObject({ state: 'live', attempts: 1, claimed_until: null })
  expect(stage.toy.posts).toHaveLength(1)
  const attempt = await stage.db.selectFrom('attempt').selectAll().executeTakeFirstOrThrow()
  expect(attempt).toMatchObject({ delivery_id: delivery.id, number: 1, claim: delivery.claim })
  const answer = await stage.db.selectFrom('answer').selectAll().executeTakeFirstOrThrow()
  expect(answer).toMatchObject({ attempt_id: attempt.id, step: 'publish', is: 'live' })
  const remote = await stage.db.selectFrom('remote').selectAll().executeTakeFirstOrThrow()
  expect(remote).toMatchObject({ delivery_id: delivery.id, remote: stage.toy.posts[0]?.id })
  const audit = await stage.db.selectFrom('audit').selectAll().execute()
  expect(audit.map(({ verb }) => verb)).toEqual(['delivery.live'])
})

test('nothing goes out before its time', async () => {
  const stage = await setStage({ post: approved({ on: 'toy', dueIn: minutes(10) }) })
  await stage.tick()
  expect(stage.toy.posts).toHaveLength(0)
  await stage.tick({ after: minutes(10) })
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})

test('a lost reply does not become a second post', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.loseReplies(1)
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'unknown' })
  await stage.tick({ after: minutes(2) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
  expect(stage.toy.posts).toHaveLength(1)
})

test('a reply lost with nothing made is sent again, but only when the lists can prove it', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  stage.toy.next({ is: 'swallow' })
  await stage.tick()
  await stage.tick({ after: seconds(6) })
  expect(await stage.delivery()).toMatchObject({
    state: 'unknown',
    looks: 1,
    why: { code: 'delivery.absent_too_early' },
  })
  await stage.tick({ after: seconds(30) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
  expect(stage.toy.posts).toHaveLength(1)
})
