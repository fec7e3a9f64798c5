import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Trx } from '../../db/open.ts'
import { pictureShape } from '../../ports/content.ts'
import type { Picture, PublicationKind } from '../../ports/network.ts'
import { type Matter, matterShape } from '../../publications/matter.ts'
import type { Facts } from '../../rules/match.ts'
import { factsOf } from '../../rules/queries.ts'

/** A publication as a post is made of it. */
export interface Candidate {
  id: number
  unit: number
  source: number
  portal: string
  /** The portal's settings. */
  telling: unknown
  url: string
  title: string
  kind: PublicationKind
  section: string | null
  language: string
  state: 'baseline' | 'new' | 'held' | 'ignored' | 'posted' | 'withdrawn'
  why: string | null
  seenAt: Date
  revision: number | null
  /** Its content as read last; null when it could not be read yet. */
  matter: Matter | null
  facts: Facts | null
}

const candidates = (db: Db) =>
  db
    .selectFrom('publication')
    .innerJoin('portal', 'portal.id', 'publication.portal_id')
    .leftJoin('revision', 'revision.id', 'publication.revision_id')
    .select(({ selectFrom }) => [
      'publication.id',
      'publication.unit_id',
      'publication.source_id',
      'portal.name as portal',
      'portal.settings as telling',
      'publication.url',
      'publication.title',
      'publication.kind',
      'publication.section',
      'publication.language',
      'publication.state',
      'publication.state_why',
      'publication.seen_at',
      'publication.revision_id',
      'revision.number',
      'revision.content',
      selectFrom('unit_within')
        .select(sql<number[]>`array_agg(ancestor_id)`.as('ids'))
        .whereRef('unit_within.unit_id', '=', 'publication.unit_id')
        .as('units'),
    ])

type Row = Awaited<ReturnType<ReturnType<typeof candidates>['execute']>>[number]

const candidateOf = (row: Row): Candidate => ({
  id: row.id,
  unit: row.unit_id,
  source: row.source_id,
  portal: row.portal,
  telling: row.telling,
  url: row.url,
  title: row.title,
  kind: row.kind,
  section: row.section,
  language: row.language,
  state: row.state,
  why: row.state_why,
  seenAt: row.seen_at,
  revision: row.revision_id,
  matter: row.content === null ? null : matterShape.parse(row.content),
  facts: row.content === null ? null : factsOf(row),
})

export async function findCandidate(db: Db, person: number, id: number): Promise<Candidate | undefined> {
  const row = await candidates(db)
    .where('publication.id', '=', id)
    .where('publication.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .executeTakeFirst()
  return row && candidateOf(row)
}

/** For jobs, which act in no unit of theirs. */
export async function readCandidate(db: Db, id: number): Promise<Candidate | undefined> {
  const row = await candidates(db).where('publication.id', '=', id).executeTakeFirst()
  return row && candidateOf(row)
}

/** Nobody has to say first whether it is what another site published. */
const undoubted = sql<boolean>`not exists (
  select from copy where copy.waits_id = publication.id and copy.decided is null)`

/** New ones as they were first read, their pictures fetched; a rule never fires on a later revision, nor twice. */
export async function freshCandidates(db: Db, ids: readonly number[]): Promise<Candidate[]> {
  if (ids.length === 0) return []
  const rows = await candidates(db)
    .where('publication.id', 'in', ids)
    .where('publication.state', '=', 'new')
    .where('publication.pictures_at', 'is', null)
    .where(undoubted)
    .where('revision.number', '=', 1)
    .orderBy('publication.seen_at')
    .orderBy('publication.id')
    .execute()
  return rows.map(candidateOf)
}

/**
 * Whether it is still what a rule looked at; from then on nobody else decides about it until the transaction ends.
 * Meanwhile somebody may have taken it up, left it out or held it, and its portal may have changed it or taken it down.
 */
export async function lockFresh(trx: Trx, of: Pick<Candidate, 'id' | 'revision'>): Promise<boolean> {
  const row = await trx
    .selectFrom('publication')
    .select('id')
    .where('id', '=', of.id)
    .where('revision_id', '=', of.revision)
    .where('state', '=', 'new')
    .where(undoubted)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** For a person's post: what it is at this moment, kept so until the transaction ends. */
export const lockState = (trx: Trx, id: number) =>
  trx
    .selectFrom('publication')
    .select(['state', 'state_why'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()

/** Items of the last day that no rule has looked at, because the process that read them ended before. */
export const overlooked = async (db: Db, since: Date, most: number): Promise<number[]> =>
  (
    await db
      .selectFrom('publication')
      .innerJoin('revision', 'revision.id', 'publication.revision_id')
      .select('publication.id')
      .where('publication.state', '=', 'new')
      .where('revision.number', '=', 1)
      .where('publication.seen_at', '>=', since)
      .where('publication.pictures_at', 'is', null)
      .where(undoubted)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('post').select('post.id').whereRef('post.publication_id', '=', 'publication.id'))),
      )
      .orderBy('publication.seen_at')
      .limit(most)
      .execute()
  ).map(row => row.id)

export const standingPost = (db: Db, publication: number): Promise<{ id: number } | undefined> =>
  db
    .selectFrom('post')
    .select('id')
    .where('publication_id', '=', publication)
    .where('state', '!=', 'dropped')
    .orderBy('id', 'desc')
    .executeTakeFirst()

/** Pictures that earlier posts of the same publication have fetched. */
export async function knownPictures(db: Db, publication: number): Promise<Picture[]> {
  const rows = await db
    .selectFrom('post')
    .select(sql<unknown>`brief->'pictures'`.as('pictures'))
    .where('publication_id', '=', publication)
    .execute()
  return rows.flatMap(row => z.array(pictureShape).safeParse(row.pictures).data ?? [])
}

/** Stops it before any post is made; undefined when it is no longer new. */
export const holdPublication = (trx: Trx, id: number, why: string) =>
  trx
    .updateTable('publication')
    .set({ state: 'held', state_why: why })
    .where('id', '=', id)
    .where('state', '=', 'new')
    .returning('id')
    .executeTakeFirst()

/** One stopped for what it says. What a flood keeps back is let go by the source, all of it at once. */
export const releasePublication = (trx: Trx, id: number) =>
  trx
    .updateTable('publication')
    .set({ state: 'new', state_why: null })
    .where('id', '=', id)
    .where('state', '=', 'held')
    .where(({ or, eb }) =>
      or([eb('state_why', 'is', null), eb('state_why', 'not in', ['source.flood', 'source.held'])]),
    )
    .returning('id')
    .executeTakeFirst()
