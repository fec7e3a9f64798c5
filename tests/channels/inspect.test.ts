import { expect, test } from 'vitest'
import { renew } from '../../jobs/renew.ts'
import { approved, days, hours, setStage } from '../support/stage.ts'

test('a connection is looked at once a day, and its end is seen before a post is lost to it', async () => {
  const stage = await setStage({ post: approved({ on: 'toy', dueIn: days(9) }), jobs: [renew] })
  const looks = () => stage.toy.requests.filter(({ path }) => path.endsWith('/me')).length
  await stage.tick()
  await stage.tick({ after: hours(23) })
  expect(looks()).toBe(1)
  stage.toy.expire(stage.channels[0]?.account ?? '')
  await stage.tick({ after: hours(2) })
  expect(looks()).toBe(2)
  const holds = await stage.db.selectFrom('hold').selectAll().execute()
  expect(holds).toMatchObject([{ reason: 'channel.reconnect', why: { code: 'toy.token', status: 401 } }])
  const audit = await stage.db.selectFrom('audit').select('verb').execute()
  expect(audit).toEqual([{ verb: 'channel.lost' }])
})
