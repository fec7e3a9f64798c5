import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { gzip } from '../kit/gunzip.ts'
import type { Problem } from '../ports/network.ts'
import type { Sight } from './ask.ts'
import type { Facts, Outcome } from './reading.ts'

/** Readings remembered of one source, and those of them with the bytes that came. */
const mostReads = 40
const mostWithSights = 6
/** Of one reading: answers, and bytes of each; the rest is cut and said to be. */
const mostSights = 4
const mostBytes = 600_000

/** What one reading found. Readings in a row with nothing new are one row that says how many. */
export async function addRead(
  db: Db,
  source: number,
  read: { at: Date; outcome: Outcome; facts?: Facts; problem: Problem | null; sights?: readonly Sight[] },
): Promise<void> {
  if (read.outcome === 'unchanged') {
    const again = await db
      .updateTable('source_read')
      .set(({ eb }) => ({ until_at: read.at, times: eb('times', '+', 1) }))
      .where(
        'id',
        '=',
        sql<number>`(select id from (select id, outcome from source_read where source_id = ${source}
          order by id desc limit 1) newest where outcome = 'unchanged')`,
      )
      .returning('id')
      .executeTakeFirst()
    if (again) return
  }
  const { id } = await db
    .insertInto('source_read')
    .values({
      source_id: source,
      outcome: read.outcome,
      at: read.at,
      until_at: read.at,
      facts: JSON.stringify(read.facts ?? {}),
      problem: read.problem && JSON.stringify(read.problem),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await addSights(db, id, read.sights ?? [])
  await forget(db, source)
}

async function addSights(db: Db, read: number, sights: readonly Sight[]): Promise<void> {
  const kept = await Promise.all(
    sights.slice(0, mostSights).map(async ({ bytes, status, ...sight }, place) => ({
      read_id: read,
      place,
      ...sight,
      code: status,
      cut: bytes.byteLength > mostBytes,
      bytes: await gzip(bytes.subarray(0, mostBytes)),
    })),
  )
  if (kept.length > 0) await db.insertInto('source_sight').values(kept).execute()
}

async function forget(db: Db, source: number): Promise<void> {
  await sql`delete from source_read where source_id = ${source} and id <= (
    select id from source_read where source_id = ${source} order by id desc offset ${mostReads} limit 1)`.execute(db)
  await sql`delete from source_sight where read_id in (
    select id from (select r.id, row_number() over (order by r.id desc) as n from source_read r
      where r.source_id = ${source} and exists (select from source_sight s where s.read_id = r.id)) old
    where n > ${mostWithSights})`.execute(db)
}
