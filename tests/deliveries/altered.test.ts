/** What goes out is what was approved: text, options, the channel's settings and its account (F22). */
import { type RawBuilder, sql } from 'kysely'
import { expect, test } from 'vitest'
import { retryFailed } from '../../src/deliveries/decide.ts'
import { approved, type Stage, seconds, setStage } from '../support/stage.ts'

/** A delivery that waits, altered by a statement while it does. */
async function altered(by: RawBuilder<unknown>): Promise<Stage> {
  const stage = await setStage({ post: approved({ on: 'toy', dueIn: seconds(10) }) })
  await by.execute(stage.db)
  await stage.tick({ after: seconds(10) })
  return stage
}

const put = (content: object) => sql`update delivery set content = content || ${JSON.stringify(content)}::jsonb`

test.each([
  ['a setting of the channel', sql`update channel set settings = '{"signature": "Sở Nội vụ"}'`],
  ['the account of the channel', sql`update channel set account = account || '1'`],
  ['the text', put({ text: 'Một tin khác' })],
  ['a field that nobody reads yet', put({ footnote: 'x' })],
  ['an option', sql`update delivery set options = '{"privacy": "public"}'`],
  ['the digest', sql`update delivery set digest = repeat('0', 64)`],
])('%s changed while it waited: it is not sent, and says that it has to be approved again', async (_what, by) => {
  const stage = await altered(by)
  expect(stage.toy.requests).toEqual([])
  expect(await stage.delivery()).toMatchObject({ state: 'failed', why: { code: 'delivery.altered' } })
  const answers = await stage.db.selectFrom('answer').select(['step', 'is', 'why']).execute()
  expect(answers).toEqual([{ step: 'publish', is: 'refused', why: { code: 'delivery.altered' } }])
})

test('keys that come back in another order are the same content', async () => {
  const stage = await altered(
    sql`update delivery set content = (select jsonb_object_agg(key, value order by key desc) from jsonb_each(content))`,
  )
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})

test('set back to what was approved, it goes out when a person says so, and not before', async () => {
  const stage = await altered(sql`update channel set settings = '{"signature": "Sở Nội vụ"}'`)
  const id = stage.deliveries[0] ?? 0
  await retryFailed(stage.ctx, stage.approver, id, 'Đã duyệt lại')
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'failed', why: { code: 'delivery.altered' } })
  await sql`update channel set settings = '{}'`.execute(stage.db)
  await retryFailed(stage.ctx, stage.approver, id, 'Đã đặt lại thiết lập')
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
  expect(stage.toy.posts).toHaveLength(1)
})
