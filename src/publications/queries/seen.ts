import type { Db } from '../../db/open.ts'
import { type Matter, matterShape } from '../matter.ts'

const columns = [
  'publication.id',
  'publication.unit_id',
  'unit.name as unit_name',
  'publication.source_id',
  'source.name as source_name',
  'publication.url',
  'publication.kind',
  'publication.section',
  'publication.language',
  'publication.title',
  'publication.state',
  'publication.state_why',
  'publication.published_at',
  'publication.seen_at',
] as const

const seen = (db: Db, person: number) =>
  db
    .selectFrom('publication')
    .innerJoin('unit', 'unit.id', 'publication.unit_id')
    .innerJoin('source', 'source.id', 'publication.source_id')
    .where('publication.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))

export interface Filter {
  state?: 'baseline' | 'new' | 'held' | 'ignored' | 'posted' | 'withdrawn'
  unit?: number
  source?: number
  before?: number
  most: number
}

/** What the portals of the person's units published, the newest first. */
export function publicationsSeen(db: Db, person: number, filter: Filter) {
  let query = seen(db, person).select(columns)
  if (filter.state) query = query.where('publication.state', '=', filter.state)
  if (filter.source !== undefined) query = query.where('publication.source_id', '=', filter.source)
  if (filter.unit !== undefined)
    query = query.where('publication.unit_id', 'in', eb =>
      eb
        .selectFrom('unit_within')
        .select('unit_id')
        .where('ancestor_id', '=', filter.unit ?? 0),
    )
  if (filter.before !== undefined) query = query.where('publication.id', '<', filter.before)
  return query.orderBy('publication.id', 'desc').limit(filter.most).execute()
}

/** One with its content as read last; the content is null while it could not be read. */
export async function findPublication(db: Db, person: number, id: number) {
  const row = await seen(db, person)
    .leftJoin('revision', 'revision.id', 'publication.revision_id')
    .select(columns)
    .select(['revision.number', 'revision.digest', 'revision.content', 'revision.read_at'])
    .where('publication.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const matter: Matter | null = row.content === null ? null : matterShape.parse(row.content)
  return { ...row, matter }
}
