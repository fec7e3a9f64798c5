import { sql } from 'kysely'
import type { Db, Trx } from '../db/open.ts'
import type { OriginTable } from '../db/tables/sources.ts'
import type { Robots } from './robots.ts'

type Known = Pick<OriginTable, 'installation_key' | 'resolved_at' | 'robots' | 'robots_text' | 'robots_due_at'>

/**
 * What is known of an origin, and the settings of the portal it belongs to: by its name, with or without TLS and `www.`,
 * or because one of the portal's lists stands there.
 */
export async function findOrigin(db: Db, origin: string): Promise<Partial<Known> & { settings: unknown }> {
  const bare = origin.replace(/^https?:\/\/(www\.)?/, '')
  const { rows } = await sql<Partial<Known> & { settings: unknown }>`
    select o.installation_key, o.resolved_at, o.robots, o.robots_text, o.robots_due_at, coalesce(
      (select settings from portal where regexp_replace(base_url, '^https?://(www[.])?', '') = ${bare} order by id limit 1),
      (select p.settings from source s join portal p on p.id = s.portal_id
        where starts_with(s.url, ${`${origin}/`}) order by s.id limit 1)) as settings
    from (select ${origin}::text as origin) asked left join origin o on o.origin = asked.origin`.execute(db)
  return rows[0] ?? { settings: null }
}

export const placeOrigin = (db: Db, origin: string, installation: string, at: Date) =>
  db
    .insertInto('origin')
    .values({ origin, installation_key: installation, resolved_at: at })
    .onConflict(conflict => conflict.column('origin').doUpdateSet({ installation_key: installation, resolved_at: at }))
    .execute()

export const keepRobots = (db: Db, origin: string, robots: Robots, dueAt: Date) =>
  db
    .updateTable('origin')
    .set({ robots: robots.is, robots_text: robots.is === 'rules' ? robots.text : null, robots_due_at: dueAt })
    .where('origin', '=', origin)
    .execute()

/** Longer than any request may take; a process that died with it keeps others waiting no longer. */
const claimFor = sql`interval '90 seconds'`

/** The number of the claim; undefined while somebody else asks there or the pace is not kept yet. */
export async function claimTurn(db: Db, key: string, now: Date): Promise<number | undefined> {
  const { rows } = await sql<{ claim: number }>`
    insert into installation as i (key, claim, claimed_until, next_at)
    values (${key}, 1, clock_timestamp() + ${claimFor}, ${now})
    on conflict (key) do update set claim = i.claim + 1, claimed_until = clock_timestamp() + ${claimFor}
      where i.next_at <= ${now} and (i.claimed_until is null or i.claimed_until <= clock_timestamp())
    returning claim`.execute(db)
  return rows[0]?.claim
}

export const endTurnAt = (db: Db, key: string, claim: number, nextAt: Date) =>
  db
    .updateTable('installation')
    .set({ claimed_until: null, next_at: nextAt })
    .where('key', '=', key)
    .where('claim', '=', claim)
    .execute()

/** When an installation that would not let us in may be asked; undefined where only a claim stands in the way. */
export const findNextTurn = (db: Db, key: string) =>
  db.selectFrom('installation').select('next_at').where('key', '=', key).executeTakeFirst()

/** Whether the installation behind an address has to be left alone just now; for a row whose column is `url`. */
export const isBusy = (url: string, now: Date) => sql<boolean>`exists (
  select from origin o join installation i on i.key = o.installation_key
  where o.origin = lower(substring(${sql.ref(url)} from '^[A-Za-z]+://[^/?#]+'))
    and (i.next_at > ${now} or i.claimed_until > clock_timestamp()))`

/** Milliseconds until it is asked again whether an answer under way has ended: nobody tells when. */
const lookAgain = 1_000

/**
 * When the first installation for which work is due comes free: by its pace, or soon where something else, a film or a
 * picture, is on its way from there. Undefined when none is waited for.
 */
export async function findWake(db: Db, now: Date): Promise<Date | undefined> {
  const soon = new Date(now.getTime() + lookAgain)
  const { rows } = await sql<{ at: Date | null }>`
    select min(busy.free_at) as at from (
      select key, case when next_at > ${now} then next_at else ${soon}::timestamptz end as free_at from installation
      where next_at > ${now} or claimed_until > clock_timestamp()
    ) busy join origin o on o.installation_key = busy.key
    where exists (select from source s where s.state = 'watched' and s.due_at <= busy.free_at
        and lower(substring(s.url from '^[A-Za-z]+://[^/?#]+')) = o.origin)
      or exists (select from publication p where p.look_at <= busy.free_at
        and lower(substring(p.url from '^[A-Za-z]+://[^/?#]+')) = o.origin)`.execute(db)
  return rows[0]?.at ?? undefined
}

export const postponeLook = (db: Db, publication: number, at: Date) =>
  db.updateTable('publication').set({ look_at: at, looking_until: null }).where('id', '=', publication).execute()

/** How often in a row this source answered from there. */
export async function confirmMove(db: Db, source: number, to: string): Promise<number> {
  const row = await db
    .updateTable('source')
    .set({ moved_to: to, moved_times: sql<number>`case when moved_to = ${to} then moved_times + 1 else 1 end` })
    .where('id', '=', source)
    .returning('moved_times')
    .executeTakeFirst()
  return row?.moved_times ?? 0
}

export const forgetMove = (db: Db, source: number) =>
  db.updateTable('source').set({ moved_to: null, moved_times: 0 }).where('id', '=', source).execute()

/** Undefined when it was changed meanwhile, or when another source of the portal stands there. */
export const moveSource = (
  trx: Trx,
  source: { id: number; portal_id: number; url: string },
  { to, baseline, at }: { to: string; baseline: boolean; at: Date },
) =>
  trx
    .updateTable('source')
    .set({
      url: to,
      moved_to: null,
      moved_times: 0,
      due_at: at,
      ...(baseline && {
        baseline_at: null,
        baseline_why: 'address' as const,
        etag: null,
        last_modified: null,
        body_digest: null,
        full_read_at: null,
      }),
    })
    .where('id', '=', source.id)
    .where('url', '=', source.url)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('source as other')
            .select('other.id')
            .where('other.portal_id', '=', source.portal_id)
            .where('other.url', '=', to),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst()

/** Of the units this person may see. */
export const findPortalSettings = (db: Db, person: number, id: number) =>
  db
    .selectFrom('portal')
    .select(['id', 'name', 'base_url', 'unit_id', 'settings'])
    .where('id', '=', id)
    .where('unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .executeTakeFirst()

export const lockPortalSettings = (trx: Trx, id: number) =>
  trx
    .selectFrom('portal')
    .select(['unit_id', 'base_url', 'settings'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()

export const putPortalSettings = (trx: Trx, id: number, settings: Record<string, unknown>) =>
  trx
    .updateTable('portal')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', id)
    .execute()

/** What was found of an origin is found anew. */
export const forgetOrigin = (trx: Trx, origin: string) =>
  trx.deleteFrom('origin').where('origin', '=', origin).execute()
