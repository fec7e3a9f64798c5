import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'
import { contentShape, optionsShape, problemShape, settingsShape } from '../../ports/content.ts'
import { postDigest, renditionDigest } from '../digest.ts'
import type { Passed } from '../issues.ts'
import { draftShape, type Post, type Rendition } from '../post.ts'

/** Only posts of units that `person` may see: scope is part of finding, not a check after it. */
export const findPost = (db: Db, person: number, id: number): Promise<Post | undefined> => readPost(db, id, person)

/**
 * The same, alone on it until the transaction ends: every change of a post begins here. What it has queued cannot be
 * claimed meanwhile, and a claim that was first is seen, because the reading comes after the locks. Without a person
 * for rules and jobs, which act in no unit of theirs.
 */
export async function lockPost(trx: Trx, person: number | undefined, id: number): Promise<Post | undefined> {
  const row = await trx.selectFrom('post').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) return undefined
  await trx
    .selectFrom('delivery')
    .select('id')
    .where('post_id', '=', id)
    .where('state', '=', 'queued')
    .forUpdate()
    .execute()
  return readPost(trx, id, person)
}

/** Over every rendition that goes out, as they are now. */
export async function readDigest(trx: Trx, post: number): Promise<string> {
  return digestOver(await renditionsOf(trx, post))
}

const digestOver = (renditions: readonly Rendition[]) =>
  postDigest(
    renditions.filter(each => each.state === 'fit').map(each => ({ channel: each.channel.id, digest: each.digest })),
  )

async function readPost(db: Db, id: number, person?: number): Promise<Post | undefined> {
  let query = db
    .selectFrom('post')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .leftJoin('person', 'person.id', 'post.author_id')
    .leftJoin('publication', 'publication.id', 'post.publication_id')
    .selectAll('post')
    .select([
      'unit.name as unit_name',
      'person.name as author_name',
      'publication.state as publication_state',
      'publication.revision_id as publication_revision',
    ])
    .where('post.id', '=', id)
  if (person !== undefined)
    query = query.where('post.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  const renditions = await renditionsOf(db, id)
  const hands = await db.selectFrom('hand').select('person_id').where('post_id', '=', id).execute()
  return {
    id: row.id,
    unit: { id: row.unit_id, name: row.unit_name },
    publication:
      row.publication_id === null
        ? null
        : { id: row.publication_id, state: row.publication_state ?? '', revision: row.publication_revision },
    revision: row.revision_id,
    author: row.author_id === null ? null : { id: row.author_id, name: row.author_name ?? '' },
    rule: row.rule_id === null ? null : { id: row.rule_id, version: row.rule_version ?? 0 },
    state: row.state,
    draft: draftShape.parse(row.brief),
    digest: await digestOver(renditions),
    urgent: row.urgent,
    dueAt: row.due_at,
    notAfter: row.not_after,
    note: row.note,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    submittedAt: row.submitted_at,
    hands: hands.map(hand => hand.person_id),
    renditions,
  }
}

async function renditionsOf(db: Db, post: number): Promise<Rendition[]> {
  const rows = await db
    .selectFrom('rendition')
    .innerJoin('channel', 'channel.id', 'rendition.channel_id')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('delivery')
          .select([
            'delivery.id as delivery_id',
            'delivery.state as delivery_state',
            'delivery.digest as delivery_digest',
            'delivery.why as delivery_why',
          ])
          .whereRef('delivery.post_id', '=', 'rendition.post_id')
          .whereRef('delivery.channel_id', '=', 'rendition.channel_id')
          .orderBy('delivery.id', 'desc')
          .limit(1)
          .as('latest'),
      join => join.onTrue(),
    )
    .select([
      'rendition.id',
      'rendition.channel_id',
      'rendition.state',
      'rendition.why',
      'rendition.content',
      'rendition.options',
      'rendition.edited',
      'rendition.due_at',
      'channel.network',
      'channel.account',
      'channel.name',
      'channel.unit_id',
      'channel.settings',
      'channel.ended_at',
      'latest.delivery_id',
      'latest.delivery_state',
      'latest.delivery_digest',
      'latest.delivery_why',
    ])
    .where('rendition.post_id', '=', post)
    .orderBy('rendition.channel_id')
    .execute()
  return Promise.all(
    rows.map(async row => {
      const settings = settingsShape.parse(row.settings)
      const options = optionsShape.parse(row.options)
      const content = row.content === null ? null : contentShape.parse(row.content)
      const covered = { network: row.network, account: row.account, settings, options }
      return {
        id: row.id,
        channel: {
          id: row.channel_id,
          network: row.network,
          account: row.account,
          name: row.name,
          unit: row.unit_id,
          ended: row.ended_at !== null,
          settings,
        },
        state: row.state,
        why: row.why === null ? null : problemShape.parse(row.why),
        content,
        options,
        edited: row.edited,
        digest: content === null ? '' : await renditionDigest({ ...covered, content }),
        dueAt: row.due_at,
        delivery:
          row.delivery_id === null
            ? null
            : {
                id: row.delivery_id,
                state: row.delivery_state ?? '',
                digest: row.delivery_digest ?? '',
                why: row.delivery_why === null ? null : problemShape.parse(row.delivery_why),
              },
      }
    }),
  )
}

/** Whether the approval that stands was given by a person, and not by a rule. */
export const isApprovedByPerson = async (db: Db, post: number): Promise<boolean> =>
  (await db
    .selectFrom('approval')
    .select('id')
    .where('post_id', '=', post)
    .where('voided_at', 'is', null)
    .where('person_id', 'is not', null)
    .executeTakeFirst()) !== undefined

/** What persons let go by for this post or its publication: the most of each rule. */
export const passesOf = (db: Db, of: { post?: number; publication?: number | null }): Promise<Passed[]> =>
  db
    .selectFrom('pass')
    .select(({ fn }) => ['rule', fn.max('count').as('count')])
    .where(({ or, eb }) => or([eb('post_id', '=', of.post ?? 0), eb('publication_id', '=', of.publication ?? 0)]))
    .groupBy('rule')
    .execute()

export interface Listed {
  id: number
  unit: { id: number; name: string }
  title: string
  state: Post['state']
  author: string | null
  byRule: boolean
  urgent: boolean
  dueAt: Date | null
  submittedAt: Date | null
  changedAt: Date
  /** Names of channels it goes to, and how many issues block it. */
  channels: string[]
  blocking: number
}

export interface Filter {
  states?: readonly Post['state'][]
  unit?: number
  author?: number
  /** Those after this one in the order of the list. */
  cursor?: number
  most: number
  /** `due` for approvers: soonest first; otherwise the newest first. */
  order?: 'newest' | 'due'
}

export async function postsSeen(db: Db, person: number, filter: Filter): Promise<Listed[]> {
  let query = db
    .selectFrom('post')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .leftJoin('person', 'person.id', 'post.author_id')
    .select(({ selectFrom }) => [
      'post.id',
      'post.unit_id',
      'unit.name as unit_name',
      sql<string>`post.brief->>'title'`.as('title'),
      'post.state',
      'person.name as author',
      'post.rule_id',
      'post.urgent',
      'post.due_at',
      'post.submitted_at',
      'post.changed_at',
      selectFrom('rendition')
        .innerJoin('channel', 'channel.id', 'rendition.channel_id')
        .select(sql<string[]>`array_agg(channel.name order by channel.id)`.as('names'))
        .whereRef('rendition.post_id', '=', 'post.id')
        .where('rendition.state', '=', 'fit')
        .as('channels'),
      selectFrom('rendition')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('rendition.post_id', '=', 'post.id')
        .where('rendition.state', '=', 'fit')
        .where(sql<boolean>`rendition.issues @> '[{"blocks": true}]'`)
        .as('blocking'),
    ])
    .where('post.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .limit(filter.most)
  if (filter.states) query = query.where('post.state', 'in', filter.states)
  if (filter.unit !== undefined)
    query = query.where('post.unit_id', 'in', eb =>
      eb
        .selectFrom('unit_within')
        .select('unit_id')
        .where('ancestor_id', '=', filter.unit ?? 0),
    )
  if (filter.author !== undefined) query = query.where('post.author_id', '=', filter.author)
  if (filter.cursor !== undefined) query = query.where('post.id', '<', filter.cursor)
  query =
    filter.order === 'due'
      ? query
          .orderBy('post.due_at', order => order.asc().nullsFirst())
          .orderBy('post.submitted_at')
          .orderBy('post.id')
      : query.orderBy('post.id', 'desc')
  const rows = await query.execute()
  return rows.map(row => ({
    id: row.id,
    unit: { id: row.unit_id, name: row.unit_name },
    title: row.title,
    state: row.state,
    author: row.author,
    byRule: row.rule_id !== null,
    urgent: row.urgent,
    dueAt: row.due_at,
    submittedAt: row.submitted_at,
    changedAt: row.changed_at,
    channels: row.channels ?? [],
    blocking: Number(row.blocking ?? 0),
  }))
}
