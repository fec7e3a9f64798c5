import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { changeSource } from '../../src/sources/change.ts'
import { claimDue, endRead } from '../../src/sources/queries.ts'
import { addUnit, someTime } from '../support/build.ts'
import { setWatch } from '../support/watching.ts'

const later = new Date(someTime.getTime() + 600_000)
const ended = { due_at: later, failures: 0, problem: null }

test('two workers that claim in the same instant read two portals, never two lists of one', async () => {
  const watch = await setWatch()
  await watch.addSource('/rss-2')
  const first = await watch.db.transaction().execute(async trx => {
    const mine = await claimDue(trx, someTime)
    // The other worker looks before the first one's claim can be seen.
    expect(await claimDue(watch.db, someTime)).toBeUndefined()
    await addPortal(watch, 'https://so-khac.example')
    const other = await claimDue(watch.db, someTime)
    expect(other).toMatchObject({ url: 'https://so-khac.example/rss' })
    return mine
  })
  expect(first).toMatchObject({ id: watch.source })
  expect(await claimDue(watch.db, someTime)).toBeUndefined()
  if (first) await endRead(watch.db, first, ended)
  expect(await claimDue(watch.db, someTime)).toMatchObject({ url: `${watch.portal.url}/rss-2` })
})

test('a portal comes free when its reader is gone, and a reader that comes back late frees nobody else’s', async () => {
  const watch = await setWatch()
  const second = await watch.addSource('/rss-2')
  const lost = await claimDue(watch.db, someTime)
  await endClaims(watch)
  // The lost one's list was read by somebody else meanwhile.
  const again = await claimDue(watch.db, someTime)
  expect(again).toMatchObject({ id: lost?.id, claim: 2 })
  if (again) await endRead(watch.db, again, ended)
  expect(await claimDue(watch.db, someTime)).toMatchObject({ id: second })
  expect(lost && (await endRead(watch.db, lost, ended))).toBeUndefined()
  const third = await watch.addSource('/rss-3')
  expect(await claimDue(watch.db, someTime)).toBeUndefined()
  // Even with a claim that nobody took over, it does not free the portal from under another list.
  await sql`update source set claimed_until = clock_timestamp() - interval '1 second' where id = ${second}`.execute(
    watch.db,
  )
  await sql`update portal set reading_until = clock_timestamp() - interval '1 second'`.execute(watch.db)
  await sql`update source set due_at = ${later} where id = ${second}`.execute(watch.db)
  expect(await claimDue(watch.db, someTime)).toMatchObject({ id: third })
  expect(await endRead(watch.db, { id: second, claim: 1 }, ended)).toMatchObject({ id: second })
  expect(await watch.db.selectFrom('portal').select('reading').executeTakeFirst()).toEqual({ reading: third })
})

test('a source that a person changes while it is read can be read anew at once', async () => {
  const watch = await setWatch()
  watch.portal.list([])
  await claimDue(watch.db, someTime)
  expect(
    await changeSource(watch.ctx, watch.admin, watch.source, { url: `${watch.portal.url}/rss-moi` }),
  ).toMatchObject({
    is: 'changed',
  })
  expect(await claimDue(watch.db, someTime)).toMatchObject({ url: `${watch.portal.url}/rss-moi`, claim: 3 })
})

type Watch = Awaited<ReturnType<typeof setWatch>>

const endClaims = async ({ db }: Watch) => {
  await sql`update source set claimed_until = clock_timestamp() - interval '1 second' where claimed_until is not null`.execute(
    db,
  )
  await sql`update portal set reading_until = clock_timestamp() - interval '1 second' where reading is not null`.execute(
    db,
  )
}

async function addPortal({ db }: Watch, base: string): Promise<void> {
  const unit_id = await addUnit(db)
  const portal = await db
    .insertInto('portal')
    .values({ unit_id, name: 'Cổng khác', base_url: base })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('source')
    .values({ portal_id: portal.id, unit_id, name: 'Tin', kind: 'feed', url: `${base}/rss`, due_at: someTime })
    .execute()
}
