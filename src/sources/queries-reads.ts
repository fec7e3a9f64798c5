import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { gzip } from '../kit/gunzip.ts'
import { problemShape } from '../ports/content.ts'
import type { Problem } from '../ports/network.ts'
import type { Sight } from './ask.ts'
import { type Facts, factsShape, type Outcome } from './reading.ts'

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

/** Newest first, each with the answers of which the bytes are kept. */
export async function readsOf(db: Db, source: number) {
  const reads = await db
    .selectFrom('source_read')
    .select(['id', 'outcome', 'at', 'until_at', 'times', 'facts', 'problem'])
    .where('source_id', '=', source)
    .orderBy('id', 'desc')
    .limit(mostReads)
    .execute()
  const sights = await db
    .selectFrom('source_sight')
    .innerJoin('source_read', 'source_read.id', 'source_sight.read_id')
    .select(['source_sight.read_id', 'source_sight.place', 'source_sight.url', 'source_sight.size'])
    .where('source_read.source_id', '=', source)
    .orderBy('source_sight.place')
    .execute()
  return reads.map(({ facts, problem, ...read }) => ({
    ...read,
    facts: factsShape.parse(facts),
    problem: problemShape.safeParse(problem).data ?? null,
    sights: sights.filter(({ read_id }) => read_id === read.id),
  }))
}
export type Read = Awaited<ReturnType<typeof readsOf>>[number]

export const findSight = (db: Db, source: number, read: number, place: number) =>
  db
    .selectFrom('source_sight')
    .innerJoin('source_read', 'source_read.id', 'source_sight.read_id')
    .select([
      'source_read.at',
      'source_sight.url',
      'source_sight.code',
      'source_sight.type',
      'source_sight.size',
      'source_sight.cut',
      'source_sight.bytes',
    ])
    .where('source_read.source_id', '=', source)
    .where('source_sight.read_id', '=', read)
    .where('source_sight.place', '=', place)
    .executeTakeFirst()

async function forget(db: Db, source: number): Promise<void> {
  await sql`delete from source_read where source_id = ${source} and id <= (
    select id from source_read where source_id = ${source} order by id desc offset ${mostReads} limit 1)`.execute(db)
  await sql`delete from source_sight where read_id in (
    select id from (select r.id, row_number() over (order by r.id desc) as n from source_read r
      where r.source_id = ${source} and exists (select from source_sight s where s.read_id = r.id)) old
    where n > ${mostWithSights})`.execute(db)
}

/** What waits for a person because it came all at once, newest first. */
export const floodedOf = (db: Db, source: number) =>
  db
    .selectFrom('publication')
    .select(['id', 'title', 'url'])
    .where('source_id', '=', source)
    .where('state', '=', 'held')
    .where('state_why', 'in', ['source.flood', 'source.held'])
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
