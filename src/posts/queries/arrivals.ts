import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../db/open.ts'
import type { PublicationTable } from '../../db/tables/publications.ts'
import { type Matter, matterShape } from '../../publications/matter.ts'
import type { State } from '../post.ts'

export const arrivalFilters = ['open', 'new', 'held', 'posted', 'ignored', 'withdrawn', 'baseline', 'all'] as const
export type ArrivalFilter = (typeof arrivalFilters)[number]

export interface Arrival {
  id: number
  title: string
  url: string
  section: string | null
  kind: PublicationTable['kind']
  state: PublicationTable['state']
  why: string | null
  seenAt: Date
  unit: string
  portal: string
  source: string
  /** The number of its newest revision; above one it was changed on the portal. */
  revision: number | null
  /** Only of what the guard holds: the page shows what it saw, masked. */
  matter: Matter | null
  post: { id: number; state: State; rule: string | null } | null
  renditions: {
    channel: string
    network: string
    state: 'fit' | 'unfit' | 'left_out'
    blocks: boolean
    /** A code. */
    why: string | null
  }[]
}

const renditionsShape = z
  .array(
    z.object({
      channel: z.string(),
      network: z.string(),
      state: z.enum(['fit', 'unfit', 'left_out']),
      blocks: z.boolean(),
      why: z.string().nullable(),
    }),
  )
  .nullable()

/** What portals published in units of this person and what became of it, newest first. A flood is told apart. */
export async function arrivals(
  db: Db,
  person: number,
  filter: { show: ArrivalFilter; unit?: number; source?: number; search?: string; before?: number; most: number },
): Promise<Arrival[]> {
  const states = filter.show === 'open' ? ['new', 'held'] : filter.show === 'all' ? undefined : [filter.show]
  const { rows } = await sql<Row>`
    select p.id, p.title, p.url, p.section, p.kind, p.state, p.state_why as why, p.seen_at, unit.name as unit,
      portal.name as portal, source.name as source, revision.number as revision,
      case when p.state = 'held' and p.state_why like 'guard.%' then revision.content end as content,
      post.id as post_id, post.state as post_state, rule.name as rule,
      (select jsonb_agg(jsonb_build_object('channel', channel.name, 'network', channel.network, 'state', r.state,
          'blocks', r.issues @> '[{"blocks": true}]', 'why', r.why ->> 'code') order by channel.name)
        from rendition r join channel on channel.id = r.channel_id where r.post_id = post.id) as renditions
    from publication p
    join unit on unit.id = p.unit_id
    join portal on portal.id = p.portal_id
    join source on source.id = p.source_id
    left join revision on revision.id = p.revision_id
    left join lateral (
      select id, state, rule_id from post where post.publication_id = p.id and post.state <> 'dropped'
      order by id desc limit 1) post on true
    left join rule on rule.id = post.rule_id
    where p.unit_id in (
        select unit_id from scope where person_id = ${person} and role in ('editor', 'approver', 'admin', 'contributor'))
      and (${states ?? null}::text[] is null or p.state = any(${states ?? null}::text[]))
      and not (p.state = 'held' and p.state_why in ('source.flood', 'source.held'))
      and (${filter.unit ?? null}::int is null or p.unit_id in (
        select unit_id from unit_within where ancestor_id = ${filter.unit ?? null}::int))
      and (${filter.source ?? null}::int is null or p.source_id = ${filter.source ?? null}::int)
      and (${filter.search ?? null}::text is null
        or unaccent(lower(p.title)) like '%' || unaccent(lower(${filter.search ? likely(filter.search) : null}::text)) || '%')
      and (${filter.before ?? null}::bigint is null or p.id < ${filter.before ?? null}::bigint)
    order by p.id desc limit ${filter.most}`.execute(db)
  return rows.map(row => ({
    id: row.id,
    title: row.title,
    url: row.url,
    section: row.section,
    kind: row.kind,
    state: row.state,
    why: row.why,
    seenAt: row.seen_at,
    unit: row.unit,
    portal: row.portal,
    source: row.source,
    revision: row.revision,
    matter: row.content === null ? null : (matterShape.safeParse(row.content).data ?? null),
    post: row.post_id && row.post_state ? { id: row.post_id, state: row.post_state, rule: row.rule } : null,
    renditions: renditionsShape.parse(row.renditions) ?? [],
  }))
}

/** `%` and `_` typed by a person mean themselves. */
const likely = (text: string) => text.replace(/[\\%_]/g, sign => `\\${sign}`)

export interface Flood {
  source: number
  name: string
  portal: string
  count: number
  since: Date
}

/** Sources whose many new items at once wait for a person; one row each, whatever the number. */
export async function floods(db: Db, person: number): Promise<Flood[]> {
  const { rows } = await sql<Flood>`
    select source.id as source, source.name, portal.name as portal, count(*)::int as count, min(p.seen_at) as since
    from publication p
    join source on source.id = p.source_id
    join portal on portal.id = source.portal_id
    where p.state = 'held' and p.state_why in ('source.flood', 'source.held')
      and p.unit_id in (select unit_id from scope where person_id = ${person} and role in ('editor', 'approver', 'admin', 'contributor'))
    group by source.id, source.name, portal.name order by min(p.seen_at)`.execute(db)
  return rows
}

/** For the sentence of the empty page. */
export async function sourcesHealth(db: Db, person: number): Promise<{ count: number; readAt: Date | null }> {
  const row = await db
    .selectFrom('source')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('read_at').as('readAt')])
    .where('unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .executeTakeFirstOrThrow()
  return row
}

interface Row extends Omit<Arrival, 'seenAt' | 'post' | 'renditions' | 'matter'> {
  seen_at: Date
  content: unknown
  post_id: number | null
  post_state: State | null
  rule: string | null
  renditions: unknown
}
