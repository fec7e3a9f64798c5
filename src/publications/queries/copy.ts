import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'
import type { UnitTable } from '../../db/tables/people.ts'
import type { PublicationTable } from '../../db/tables/publications.ts'
import type { Sign } from '../copy.ts'

export interface Other {
  id: number
  title: string
  state: PublicationTable['state']
  at: Date
  level: UnitTable['kind']
  portal: string
}

/** Items that are read for the first time are compared one after the other: two copies read at once would not see each other. */
export const oneByOne = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtext('copy'))`.execute(trx)

export const keepSketch = (trx: Trx, publication: number, pieces: readonly number[], at: Date) =>
  sql`insert into sketch (publication_id, at, pieces) values (${publication}, ${at}, ${pieces}::int[])
    on conflict (publication_id) do nothing`.execute(trx)

const columns = sql`p.id, p.title, p.state, coalesce(p.published_at, p.seen_at) as at, unit.kind as level,
  portal.name as portal`
const joined = sql`join portal on portal.id = p.portal_id join unit on unit.id = portal.unit_id`

export async function findItself(trx: Trx, publication: number): Promise<(Other & { portal_id: number }) | undefined> {
  const { rows } = await sql<Other & { portal_id: number }>`select ${columns}, p.portal_id from publication p ${joined}
    where p.id = ${publication}`.execute(trx)
  return rows[0]
}

/** Of other portals, with a piece in common: the few whose texts are worth comparing. */
export async function sharing(trx: Trx, portal: number, pieces: readonly number[], since: Date) {
  const { rows } = await sql<Other & { text: string }>`
    select ${columns}, revision.content ->> 'text' as text
    from sketch s join publication p on p.id = s.publication_id ${joined}
    join revision on revision.id = p.revision_id
    where s.pieces && ${pieces}::int[] and s.at > ${since} and p.portal_id <> ${portal}
    order by s.at desc limit 60`.execute(trx)
  return rows
}

/**
 * Of the same portal at another address: word for word the same, and either long enough to be no formula or by the page's
 * own word one address (its canonical link).
 */
export async function saidBefore(
  trx: Trx,
  own: { id: number; portal_id: number; title: string },
  given: { text: string; isLong: boolean; names: readonly string[]; since: Date },
): Promise<Other[]> {
  const { text, isLong, names, since } = given
  if (text === '' || (!isLong && names.length === 0)) return []
  const { rows } = await sql<Other>`
    select ${columns} from publication p ${joined} join revision on revision.id = p.revision_id
    where p.portal_id = ${own.portal_id} and p.id <> ${own.id} and p.seen_at > ${since} and p.title = ${own.title}
      and revision.content ->> 'text' = ${text}
      and (${isLong} or exists (select from publication_alias a
        where a.publication_id = p.id and a.portal_id = p.portal_id and a.alias = any(${[...names]}::text[])))
    order by p.id limit 1`.execute(trx)
  return rows
}

/** Of other portals, of these days. */
export async function around(trx: Trx, portal: number, at: Date, within: number): Promise<Other[]> {
  const since = new Date(at.getTime() - within)
  const { rows } = await sql<Other>`
    select ${columns} from publication p ${joined}
    where p.seen_at >= ${since} and p.portal_id <> ${portal}
      and coalesce(p.published_at, p.seen_at) between ${since} and ${new Date(at.getTime() + within)}
    order by p.seen_at desc limit 5000`.execute(trx)
  return rows
}

/** Of other portals, by one of these names. */
export async function namedSo(trx: Trx, portal: number, aliases: readonly string[]): Promise<Other[]> {
  if (aliases.length === 0) return []
  const { rows } = await sql<Other>`
    select distinct on (p.id) ${columns} from publication_alias a join publication p on p.id = a.publication_id ${joined}
    where a.alias = any(${aliases}::text[]) and a.portal_id <> ${portal} order by p.id limit 20`.execute(trx)
  return rows
}

export const addCopy = (
  trx: Trx,
  copy: { copy_id: number; of_id: number; waits_id: number; why: Sign; likeness: number; at: Date },
) =>
  trx
    .insertInto('copy')
    .values(copy)
    .onConflict(conflict => conflict.doNothing())
    .execute()

export interface Proposal {
  id: number
  /** The one that waits for the answer. */
  waits: number
  isCopy: boolean
  why: Sign
  likeness: number
  other: { id: number; title: string; url: string; portal: string; state: PublicationTable['state']; text: string }
  text: string
}

/** Open questions about these items: whether they are what another site published. */
export async function openCopies(db: Db, publications: readonly number[]): Promise<Proposal[]> {
  if (publications.length === 0) return []
  const { rows } = await sql<Omit<Proposal, 'other'> & Proposal['other'] & { other_id: number; own: string }>`
    select c.id, c.waits_id as waits, c.copy_id = c.waits_id as "isCopy", c.why, c.likeness, o.id as other_id, o.title,
      o.url, portal.name as portal, o.state, left(coalesce(ro.content ->> 'text', ''), 700) as text,
      left(coalesce(rw.content ->> 'text', ''), 700) as own
    from copy c
    join publication o on o.id = case when c.copy_id = c.waits_id then c.of_id else c.copy_id end
    join portal on portal.id = o.portal_id
    join publication w on w.id = c.waits_id
    left join revision ro on ro.id = o.revision_id
    left join revision rw on rw.id = w.revision_id
    where c.waits_id = any(${publications}::bigint[]) and c.decided is null
    order by c.likeness desc, c.id`.execute(db)
  return rows.map(({ id, waits, isCopy, why, likeness, other_id, title, url, portal, state, text, own }) => ({
    id,
    waits,
    isCopy,
    why,
    likeness,
    other: { id: other_id, title, url, portal, state, text },
    text: own,
  }))
}

export const findCopy = (db: Db, person: number, id: number) =>
  db
    .selectFrom('copy')
    .innerJoin('publication', 'publication.id', 'copy.waits_id')
    .select(['copy.id', 'copy.waits_id', 'copy.decided', 'publication.unit_id'])
    .where('copy.id', '=', id)
    .where('publication.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .executeTakeFirst()

/** Undefined when somebody answered before. */
export const markDecided = (trx: Trx, id: number, decided: 'same' | 'different', by: number, at: Date) =>
  trx
    .updateTable('copy')
    .set({ decided, decided_by: by, decided_at: at })
    .where('id', '=', id)
    .where('decided', 'is', null)
    .returning('id')
    .executeTakeFirst()
