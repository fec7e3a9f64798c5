import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor } from '../people/person.ts'
import { problemShape } from '../ports/content.ts'
import type { Problem } from '../ports/network.ts'
import type { Cause, Hold, Scope } from './hold.ts'

/**
 * True of a `delivery` on a channel of `network` that no open hold covers. `until` runs on the business clock. Written as
 * SQL because it stands inside the claim, where one statement decides. Units under a hold are found once a statement:
 * asked row by row, the tree of units looked so dear to the planner that each claim was compiled first (56 ms for 4).
 */
export const notHeld = (
  now: Date,
  network: RawBuilder<unknown> = sql`channel.network`,
): RawBuilder<boolean> => sql<boolean>`(not exists (
    select from hold h
    where h.lifted_at is null and (h.until is null or h.until > ${now}) and ${coversBeside(network)} offset 0)
  and delivery.unit_id not in (
    select w.unit_id from hold h join unit_within w on w.ancestor_id = h.unit_id
    where h.scope = 'unit' and h.lifted_at is null and (h.until is null or h.until > ${now})))`

/** A hold `h` of any scope but a unit's covers a `delivery`. */
const coversBeside = (network: RawBuilder<unknown>) => sql<boolean>`(
  h.scope = 'all'
  or (h.scope = 'network' and h.network = ${network})
  or (h.scope = 'channel' and h.channel_id = delivery.channel_id)
  or (h.scope = 'delivery' and h.delivery_id = delivery.id)
  or (h.scope = 'source' and exists (
    select from publication p where p.id = delivery.publication_id and p.source_id = h.source_id)))`

/** A hold `h` covers a `delivery` joined with its `channel`. */
export const covers = sql<boolean>`(${coversBeside(sql`channel.network`)}
  or (h.scope = 'unit' and exists (
    select from unit_within w where w.unit_id = delivery.unit_id and w.ancestor_id = h.unit_id)))`

/** Placed by a person, in their words. */
export const placeHold = (
  db: Db,
  scope: Scope,
  hold: { reason: string; person: number; since: Date; until?: Date | null },
): Promise<{ id: number }> =>
  db
    .insertInto('hold')
    .values({
      ...columnsOf(scope),
      reason: hold.reason,
      person_id: hold.person,
      since: hold.since,
      until: hold.until ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()

/** Placed by the system itself; undefined when it stands already. */
export const placeCause = (db: Db, scope: Scope, cause: Cause, why: Problem | null, since: Date) =>
  db
    .insertInto('hold')
    .values({ ...columnsOf(scope), reason: cause, why: why && JSON.stringify(why), since })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()

/** Undefined when it was lifted before. */
export const liftHold = (db: Db, id: number, at: Date, person: number | null) =>
  db
    .updateTable('hold')
    .set({ lifted_at: at, lifted_by: person })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returning(['id', 'scope', 'unit_id', 'channel_id', 'delivery_id', 'reason'])
    .executeTakeFirst()

/** Lifts what the system placed for this cause. */
export const liftCause = (db: Db, scope: Scope, cause: Cause, at: Date, person: number | null) => {
  const columns = columnsOf(scope)
  let query = db.updateTable('hold').set({ lifted_at: at, lifted_by: person })
  if (columns.network !== undefined) query = query.where('network', '=', columns.network)
  if (columns.channel_id !== undefined) query = query.where('channel_id', '=', columns.channel_id)
  if (columns.delivery_id !== undefined) query = query.where('delivery_id', '=', columns.delivery_id)
  if (columns.source_id !== undefined) query = query.where('source_id', '=', columns.source_id)
  return query
    .where('scope', '=', scope.scope)
    .where('reason', '=', cause)
    .where('person_id', 'is', null)
    .where('lifted_at', 'is', null)
    .returning('id')
    .execute()
}

/**
 * Approvers and administrators stop and resume what lies in their units. Everything, and a whole network, is for
 * those whose seat stands at the top of the tree.
 */
export async function mayHold(db: Db, by: Actor, scope: Scope): Promise<boolean> {
  if (by.role && by.role !== 'approver' && by.role !== 'admin') return false
  const columns = columnsOf(scope)
  const { rows } = await sql<{ may: boolean }>`
    select exists (
      select from scope s where s.person_id = ${by.id} and s.role in ('approver', 'admin')
        and (${by.role ?? null}::text is null or s.role = ${by.role ?? null}::text)
        and s.unit_id in (
          select id from unit where parent_id is null and ${scope.scope} in ('all', 'network')
          union all select ${columns.unit_id ?? null}::int
          union all select unit_id from channel where id = ${columns.channel_id ?? null}::int
          union all select unit_id from source where id = ${columns.source_id ?? null}::int
          union all select unit_id from delivery where id = ${columns.delivery_id ?? null}::bigint)) as may`.execute(db)
  return rows[0]?.may ?? false
}

export interface HoldWithCounts extends Hold {
  /** Queued deliveries it covers. */
  waiting: number
  /** Deliveries it covers that were already being sent and cannot be stopped half-way. */
  sending: number
}

/** Open holds that touch units `person` may see, newest first, with what they cover. */
export async function openHolds(db: Db, person: number, now: Date): Promise<HoldWithCounts[]> {
  const rows = await holdsSeen(db, person, now)
    .select(({ selectFrom }) => [
      countCovered(selectFrom, sql<boolean>`delivery.state = 'queued'`).as('waiting'),
      countCovered(selectFrom, sql<boolean>`delivery.state = 'publishing'`).as('sending'),
    ])
    .execute()
  return rows.map(row => ({ ...asHold(row), waiting: Number(row.waiting), sending: Number(row.sending) }))
}

export async function findHold(db: Db, person: number, id: number, now: Date): Promise<Hold | undefined> {
  const row = await holdsSeen(db, person, now).where('h.id', '=', id).executeTakeFirst()
  return row && asHold(row)
}

/** How many queued and how many already being sent a hold of this scope would cover. */
export async function countUnder(db: Db, scope: Scope): Promise<{ waiting: number; sending: number }> {
  const columns = columnsOf(scope)
  const { rows } = await sql<{ waiting: number; sending: number }>`
    select count(*) filter (where delivery.state = 'queued')::int as waiting,
           count(*) filter (where delivery.state = 'publishing')::int as sending
    from (select ${scope.scope}::text as scope, ${columns.unit_id ?? null}::int as unit_id,
                 ${columns.network ?? null}::text as network, ${columns.channel_id ?? null}::int as channel_id,
                 ${columns.source_id ?? null}::int as source_id, ${columns.delivery_id ?? null}::bigint as delivery_id) h,
         delivery join channel on channel.id = delivery.channel_id
    where delivery.state in ('queued', 'publishing') and ${covers}`.execute(db)
  return rows[0] ?? { waiting: 0, sending: 0 }
}

/** The first open hold that covers a delivery, widest scope first: what its row on the board says. */
export async function holdOver(db: Db | Trx, delivery: number, now: Date): Promise<Hold | undefined> {
  const row = await holdRows(db, now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('delivery')
          .innerJoin('channel', 'channel.id', 'delivery.channel_id')
          .select('delivery.id')
          .where('delivery.id', '=', delivery)
          .where(covers),
      ),
    )
    .orderBy(sql`array_position(array['all', 'network', 'channel', 'unit', 'source', 'delivery'], h.scope)`)
    .executeTakeFirst()
  return row && asHold(row)
}

const holdRows = (db: Db | Trx, now: Date) =>
  db
    .selectFrom('hold as h')
    .leftJoin('person', 'person.id', 'h.person_id')
    .select([
      'h.id',
      'h.scope',
      'h.unit_id',
      'h.network',
      'h.channel_id',
      'h.source_id',
      'h.delivery_id',
      'h.reason',
      'h.why',
      'h.since',
      'h.until',
      'h.person_id',
      'person.name as person_name',
    ])
    .where('h.lifted_at', 'is', null)
    .where(({ eb, or }) => or([eb('h.until', 'is', null), eb('h.until', '>', now)]))

/** Holds on everything and on networks concern everybody; the others the people of the units they touch. */
const holdsSeen = (db: Db, person: number, now: Date) =>
  holdRows(db, now)
    .where(
      sql<boolean>`(h.scope in ('all', 'network') or exists (
        select from scope s where s.person_id = ${person} and s.unit_id in (
          select h.unit_id
          union all select channel.unit_id from channel where channel.id = h.channel_id
          union all select source.unit_id from source where source.id = h.source_id
          union all select delivery.unit_id from delivery where delivery.id = h.delivery_id)))`,
    )
    .orderBy('h.since', 'desc')
    .orderBy('h.id', 'desc')

const countCovered = (selectFrom: ExpressionBuilder<Schema, never>['selectFrom'], condition: RawBuilder<boolean>) =>
  selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select(({ fn }) => fn.countAll().as('n'))
    .where(condition)
    .where(covers)

type HoldRow = Awaited<ReturnType<ReturnType<typeof holdRows>['execute']>>[number]

function asHold(row: HoldRow): Hold {
  return {
    id: row.id,
    scope: scopeOf(row),
    reason: row.reason,
    why: row.why ? problemShape.parse(row.why) : null,
    person: row.person_id !== null ? { id: row.person_id, name: row.person_name ?? '' } : null,
    since: row.since,
    until: row.until,
  }
}

/** The CHECK constraints of the table say which column each scope fills. */
function scopeOf(row: HoldRow): Scope {
  if (row.unit_id !== null) return { scope: 'unit', unit: row.unit_id }
  if (row.network !== null) return { scope: 'network', network: row.network }
  if (row.channel_id !== null) return { scope: 'channel', channel: row.channel_id }
  if (row.source_id !== null) return { scope: 'source', source: row.source_id }
  if (row.delivery_id !== null) return { scope: 'delivery', delivery: row.delivery_id }
  return { scope: 'all' }
}

interface ScopeColumns {
  scope: Scope['scope']
  unit_id?: number
  network?: string
  channel_id?: number
  source_id?: number
  delivery_id?: number
}

function columnsOf(scope: Scope): ScopeColumns {
  switch (scope.scope) {
    case 'all':
      return { scope: 'all' }
    case 'unit':
      return { scope: 'unit', unit_id: scope.unit }
    case 'network':
      return { scope: 'network', network: scope.network }
    case 'channel':
      return { scope: 'channel', channel_id: scope.channel }
    case 'source':
      return { scope: 'source', source_id: scope.source }
    case 'delivery':
      return { scope: 'delivery', delivery_id: scope.delivery }
    default:
      return scope satisfies never
  }
}

export const sourceNames = async (db: Db, ids: readonly number[]): Promise<Map<number, string>> =>
  new Map(
    ids.length
      ? (await db.selectFrom('source').select(['id', 'name']).where('id', 'in', ids).execute()).map(row => [
          row.id,
          row.name,
        ])
      : [],
  )
