import { sql, type UpdateObject } from 'kysely'
import type { Db, Trx } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Role } from '../db/tables/people.ts'
import type { Problem } from '../ports/network.ts'
import type { Validators } from './ask.ts'
import type { Part } from './polled.ts'
import { isBusy } from './queries-manners.ts'
import { type Claimed, type SourceKind, settingsOf } from './source.ts'

/**
 * The source that has been due longest, of a portal from which no other list is being read: two that are claimed at once
 * meet in the portal's row, where the second finds it locked or reads again what the first wrote. What is due runs on the
 * business clock, the claim on the database's.
 */
export async function claimDue(db: Db, now: Date): Promise<Claimed | undefined> {
  const { rows } = await sql<Omit<Claimed, 'settings'> & { settings: unknown; portal_settings: unknown }>`
    with due as (
      select s.id, s.portal_id from source s join portal p on p.id = s.portal_id
      where s.state = 'watched' and s.kind <> 'push' and s.due_at <= ${now}
        and (s.claimed_until is null or s.claimed_until <= clock_timestamp())
        and (p.reading_until is null or p.reading_until <= clock_timestamp())
        and not ${isBusy('s.url', now)}
      order by s.due_at, s.id limit 1 for no key update of s, p skip locked),
    entered as (
      update portal set reading = due.id, reading_until = clock_timestamp() + ${claimFor}
      from due where portal.id = due.portal_id)
    update source set claim = claim + 1, claimed_until = clock_timestamp() + ${claimFor}
    from due, portal where source.id = due.id and portal.id = source.portal_id
    returning source.id, source.claim, source.portal_id, source.unit_id, source.kind, source.url, source.section,
      source.every_seconds, source.baseline_at, source.etag, source.last_modified, source.body_digest,
      source.full_read_at, source.failures, source.hints, source.moved_to, source.settings, portal.settings as portal_settings`.execute(
    db,
  )
  const [row] = rows
  if (!row) return undefined
  const { portal_settings, settings, ...rest } = row
  return { ...rest, settings: settingsOf(portal_settings, settings) }
}

const claimFor = sql`interval '5 minutes'`

interface Ending {
  due_at: Date
  read_at?: Date
  full_read_at?: Date
  baseline_at?: Date
  baseline_why?: null
  item_at?: Date
  hints?: string | null
  state?: 'stopped'
  failures: number
  problem: Problem | null
  validators?: Validators
}

/** Undefined when the claim ended meanwhile and somebody else reads. */
export const endRead = (db: Db, source: Pick<Claimed, 'id' | 'claim'>, { problem, validators, ...set }: Ending) =>
  endClaim(db, source, { ...set, ...validators, problem: problem && JSON.stringify(problem) })

/** Later than planned because the installation is busy or its quiet hours hold; nothing is said of the list. */
export const postpone = (db: Db, source: Pick<Claimed, 'id' | 'claim'>, at: Date) =>
  endClaim(db, source, { due_at: at })

/** The portal comes free with the source, unless another list of it is being read by now. */
const endClaim = (db: Db, { id, claim }: Pick<Claimed, 'id' | 'claim'>, set: UpdateObject<Schema, 'source'>) =>
  db
    .with('ended', on =>
      on
        .updateTable('source')
        .set({ ...set, claimed_until: null })
        .where('id', '=', id)
        .where('claim', '=', claim)
        .returning(['id', 'portal_id']),
    )
    .with('left', on =>
      on
        .updateTable('portal')
        .from('ended')
        .set({ reading: null, reading_until: null })
        .whereRef('portal.id', '=', 'ended.portal_id')
        .whereRef('portal.reading', '=', 'ended.id'),
    )
    .selectFrom('ended')
    .select('id')
    .executeTakeFirst()

export const partsOf = (db: Db, source: number): Promise<Part[]> =>
  db
    .selectFrom('source_part')
    .select(['url', 'etag', 'last_modified', 'body_digest', 'told_at'])
    .where('source_id', '=', source)
    .execute()

/** What each file of a sitemap said of itself, once its pages are recorded. */
export async function keepParts(db: Db, source: number, parts: readonly Part[], at: Date): Promise<void> {
  if (parts.length === 0) return
  await db
    .insertInto('source_part')
    .values(parts.map(part => ({ source_id: source, ...part, read_at: at })))
    .onConflict(conflict =>
      conflict.columns(['source_id', 'url']).doUpdateSet(({ ref }) => ({
        etag: ref('excluded.etag'),
        last_modified: ref('excluded.last_modified'),
        body_digest: ref('excluded.body_digest'),
        told_at: ref('excluded.told_at'),
        read_at: ref('excluded.read_at'),
      })),
    )
    .execute()
}

/** Whether this person may set up sources of the unit. An API token acts with its own role only. */
export async function maySetUp(db: Db, by: { id: number; role?: Role }, unit: number): Promise<boolean> {
  return holdsRole(db, by, unit, ['admin'])
}

/** Whether this person may let a source speak: an administrator or an editor of its unit. */
export async function mayPush(db: Db, by: { id: number; role?: Role }, unit: number): Promise<boolean> {
  return holdsRole(db, by, unit, ['admin', 'editor', 'contributor'])
}

async function holdsRole(db: Db, by: { id: number; role?: Role }, unit: number, roles: Role[]): Promise<boolean> {
  const wanted = by.role ? roles.filter(role => role === by.role) : roles
  if (wanted.length === 0) return false
  const row = await db
    .selectFrom('scope')
    .select('unit_id')
    .where('person_id', '=', by.id)
    .where('unit_id', '=', unit)
    .where('role', 'in', wanted)
    .executeTakeFirst()
  return row !== undefined
}

export const findPortal = (db: Db, baseUrl: string) =>
  db.selectFrom('portal').select(['id', 'unit_id']).where('base_url', '=', baseUrl).executeTakeFirst()

/** Undefined when the address stands already. */
export const addPortal = (trx: Trx, portal: { unit_id: number; name: string; base_url: string; settings: string }) =>
  trx
    .insertInto('portal')
    .values(portal)
    .onConflict(conflict => conflict.column('base_url').doNothing())
    .returning('id')
    .executeTakeFirst()

/** Undefined when the portal has a source at this address. */
export const addSourceRow = (
  trx: Trx,
  source: {
    portal_id: number
    unit_id: number
    name: string
    kind: SourceKind
    url: string
    section: string | null
    settings: string
    every_seconds: number
    due_at: Date
  },
) =>
  trx
    .insertInto('source')
    .values(source)
    .onConflict(conflict => conflict.columns(['portal_id', 'url']).doNothing())
    .returning('id')
    .executeTakeFirst()

/** Of the units this person may see. */
export const findSource = (db: Db, person: number, id: number) =>
  sourceRows(db).where('source.id', '=', id).where('source.unit_id', 'in', unitsOf(db, person)).executeTakeFirst()

export const sourcesOf = (db: Db, person: number) =>
  sourceRows(db)
    .where('source.unit_id', 'in', unitsOf(db, person))
    .orderBy(sql`source.problem is null`)
    .orderBy('unit.name')
    .orderBy('source.name')
    .execute()

const unitsOf = (db: Db, person: number) => db.selectFrom('scope').select('unit_id').where('person_id', '=', person)

const sourceRows = (db: Db) =>
  db
    .selectFrom('source')
    .innerJoin('portal', 'portal.id', 'source.portal_id')
    .innerJoin('unit', 'unit.id', 'source.unit_id')
    .select([
      'source.id',
      'source.name',
      'source.kind',
      'source.url',
      'source.section',
      'source.state',
      'source.every_seconds',
      'source.due_at',
      'source.read_at',
      'source.item_at',
      'source.baseline_at',
      'source.baseline_why',
      'source.rhythm',
      'source.silent_after',
      'source.settings',
      'source.failures',
      'source.problem',
      'source.unit_id',
      'source.portal_id',
      'unit.name as unit_name',
      'portal.name as portal_name',
      'portal.base_url',
    ])

/** As a hint may ask of it, whoever sends the hint. */
export const findPushed = (db: Db, id: number) =>
  db
    .selectFrom('source')
    .innerJoin('portal', 'portal.id', 'source.portal_id')
    .select(['source.id', 'source.unit_id', 'source.state', 'source.push_secret', 'source.url', 'portal.base_url'])
    .where('source.id', '=', id)
    .executeTakeFirst()

export const setPushSecret = (trx: Trx, id: number, sealed: Uint8Array) =>
  trx.updateTable('source').set({ push_secret: sealed }).where('id', '=', id).execute()

export const makeDue = (db: Db, id: number, now: Date) =>
  db
    .updateTable('source')
    .set({ due_at: now, state: 'watched' })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()

/** Earlier than planned, and only that: a stopped source stays stopped. */
export const hasten = (db: Db, id: number, now: Date) =>
  db.updateTable('source').set({ due_at: now }).where('id', '=', id).where('due_at', '>', now).execute()

/** Undefined when this event was heard before. */
export const addPushEvent = (
  db: Db,
  event: { source_id: number; event: string; at: Date; url: string | null; kind: 'new' | 'changed' | 'removed' },
) =>
  db
    .insertInto('push_event')
    .values(event)
    .onConflict(conflict => conflict.columns(['source_id', 'event']).doNothing())
    .returning('event')
    .executeTakeFirst()
