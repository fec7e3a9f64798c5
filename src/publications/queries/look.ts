import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'
import type { PublicationTable } from '../../db/tables/publications.ts'
import type { Problem, PublicationKind } from '../../ports/network.ts'
import { isBusy } from '../../sources/queries-manners.ts'

/** A publication whose page is due, under our claim. */
export interface Due {
  id: number
  portal_id: number
  source_id: number
  state: PublicationTable['state']
  url: string
  entry: unknown
  unread: unknown
  looks: number
  revision_id: number | null
  source_section: string | null
  source_settings: unknown
  portal_settings: unknown
  source_failures: number
  baseline_at: Date | null
  source_kind: string
  source_read_at: Date | null
}

/** One page of a portal at a time, the longest due first; `never` takes only those that were never read. */
export async function claimLook(db: Db, now: Date, which: 'any' | 'never' = 'any'): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    with due as (
      select p.id from publication p
      where p.look_at <= ${now} and (p.looking_until is null or p.looking_until <= clock_timestamp())
        and not exists (select from publication other
          where other.portal_id = p.portal_id and other.id <> p.id and other.looking_until > clock_timestamp())
        and (${which} = 'any' or p.revision_id is null) and not ${isBusy('p.url', now)}
      order by p.look_at, p.id limit 1 for update skip locked)
    update publication p set looking_until = clock_timestamp() + interval '2 minutes'
    from due, source s, portal where p.id = due.id and s.id = p.source_id and portal.id = p.portal_id
    returning p.id, p.portal_id, p.source_id, p.state, p.url, p.entry, p.unread, p.looks, p.revision_id,
      s.section as source_section, s.settings as source_settings, portal.settings as portal_settings,
      s.failures as source_failures, s.baseline_at, s.kind as source_kind, s.read_at as source_read_at`.execute(db)
  return rows[0]
}

/** The row, kept from others until the transaction ends, with the digest of what was read last. */
export const lockPublication = (trx: Trx, id: number) =>
  trx
    .selectFrom('publication')
    .leftJoin('revision', 'revision.id', 'publication.revision_id')
    .select(['publication.id', 'publication.state', 'publication.state_why', 'revision.digest', 'revision.number'])
    .where('publication.id', '=', id)
    .forNoKeyUpdate('publication')
    .executeTakeFirst()

export const addRevision = (
  trx: Trx,
  revision: {
    publication_id: number
    number: number
    digest: string
    title: string
    lead: string
    content: string
    read_at: Date
  },
) => trx.insertInto('revision').values(revision).returning('id').executeTakeFirstOrThrow()

interface Ending {
  look_at: Date | null
  looks: number
  unread: Problem | null
  revision_id?: number
  title?: string
  section?: string | null
  language?: string
  kind?: PublicationKind
  published_at?: Date
  pictures_at?: Date
  state?: 'held' | 'withdrawn' | 'baseline'
  state_why?: string
}

export const endLook = (db: Db | Trx, id: number, { unread, ...set }: Ending) =>
  db
    .updateTable('publication')
    .set({ ...set, unread: unread && JSON.stringify(unread), looking_until: null })
    .where('id', '=', id)
    .execute()

/** How many pages of a portal are gone just now, older ones that are looked at too, and how many it showed in a fortnight. */
export async function goneOf(db: Db, portal: number, since: Date): Promise<{ gone: number; shown: number }> {
  const row = await db
    .selectFrom('publication')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere(sql<boolean>`unread ->> 'code' = 'page.gone'`).as('gone'),
      fn.countAll<number>().filterWhere('seen_at', '>', since).as('shown'),
    ])
    .where('portal_id', '=', portal)
    .where('revision_id', 'is not', null)
    .where(({ or, eb }) => or([eb('seen_at', '>', since), eb('look_at', 'is not', null)]))
    .executeTakeFirst()
  return { gone: Number(row?.gone ?? 0), shown: Number(row?.shown ?? 0) }
}
