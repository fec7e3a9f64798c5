import type { Trx } from '../../db/open.ts'
import type { Content, Issue, Options, Problem } from '../../ports/network.ts'
import type { Draft, State } from '../post.ts'

export interface NewPost {
  unit: number
  publication: number | null
  revision: number | null
  author: number | null
  rule: { id: number; version: number } | null
  draft: Draft
  urgent: boolean
  dueAt: Date | null
  notAfter: Date | null
  note: string | null
  at: Date
}

/** Undefined when a rule has made a post of this publication before. */
export const addPost = (trx: Trx, post: NewPost): Promise<{ id: number } | undefined> =>
  trx
    .insertInto('post')
    .values({
      unit_id: post.unit,
      publication_id: post.publication,
      revision_id: post.revision,
      author_id: post.author,
      rule_id: post.rule?.id ?? null,
      rule_version: post.rule?.version ?? null,
      state: 'draft',
      brief: JSON.stringify(post.draft),
      digest: '',
      urgent: post.urgent,
      due_at: post.dueAt,
      not_after: post.notAfter,
      note: post.note,
      created_at: post.at,
      changed_at: post.at,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()

export interface RenditionGiven {
  channel: number
  state: 'fit' | 'unfit' | 'left_out'
  why: Problem | null
  content: Content | null
  options: Options
  issues: readonly Issue[]
  edited: boolean
  digest: string
  dueAt: Date | null
}

/** The rendition of one channel, as it now is. */
export const putRendition = (trx: Trx, post: number, given: RenditionGiven) => {
  const columns = {
    state: given.state,
    why: given.why && JSON.stringify(given.why),
    content: given.content && JSON.stringify(given.content),
    options: JSON.stringify(given.options),
    issues: JSON.stringify(given.issues),
    edited: given.edited,
    digest: given.digest,
    due_at: given.dueAt,
  }
  return trx
    .insertInto('rendition')
    .values({ post_id: post, channel_id: given.channel, ...columns })
    .onConflict(conflict => conflict.columns(['post_id', 'channel_id']).doUpdateSet(columns))
    .execute()
}

export const putIssues = (trx: Trx, rendition: number, issues: readonly Issue[]) =>
  trx
    .updateTable('rendition')
    .set({ issues: JSON.stringify(issues) })
    .where('id', '=', rendition)
    .execute()

/** What changes on the post itself; the version grows with every change, so that two who save see each other. */
export const putPost = (
  trx: Trx,
  id: number,
  at: Date,
  set: {
    state?: State
    draft?: Draft
    digest?: string
    urgent?: boolean
    due_at?: Date | null
    not_after?: Date | null
    note?: string | null
    submitted_at?: Date | null
  },
) => {
  const { draft, ...columns } = set
  return trx
    .updateTable('post')
    .set(({ eb }) => ({
      ...columns,
      ...(draft && { brief: JSON.stringify(draft) }),
      version: eb('version', '+', 1),
      changed_at: at,
    }))
    .where('id', '=', id)
    .execute()
}

export const putDue = (trx: Trx, post: number, channel: number | undefined, due: Date | null) => {
  const query = trx.updateTable('rendition').set({ due_at: due }).where('post_id', '=', post)
  return (channel === undefined ? query : query.where('channel_id', '=', channel)).execute()
}

export const addHand = (trx: Trx, post: number, person: number, at: Date) =>
  trx
    .insertInto('hand')
    .values({ post_id: post, person_id: person, at })
    .onConflict(conflict => conflict.columns(['post_id', 'person_id']).doUpdateSet({ at }))
    .execute()

export const clearHands = (trx: Trx, post: number) => trx.deleteFrom('hand').where('post_id', '=', post).execute()

export const addApproval = (
  trx: Trx,
  post: number,
  digest: string,
  by: { person: number } | { rule: number; version: number },
  at: Date,
): Promise<{ id: number }> =>
  trx
    .insertInto('approval')
    .values({
      post_id: post,
      digest,
      person_id: 'person' in by ? by.person : null,
      rule_id: 'rule' in by ? by.rule : null,
      rule_version: 'rule' in by ? by.version : null,
      at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()

export const voidApproval = (trx: Trx, post: number, at: Date) =>
  trx
    .updateTable('approval')
    .set({ voided_at: at })
    .where('post_id', '=', post)
    .where('voided_at', 'is', null)
    .returning('id')
    .executeTakeFirst()

/** A first item of a portal that became a post. */
export const markPosted = (trx: Trx, publication: number) =>
  trx
    .updateTable('publication')
    .set({ state: 'posted', state_why: null })
    .where('id', '=', publication)
    .where('state', 'in', ['new', 'ignored', 'baseline'])
    .execute()

export const addPass = (
  trx: Trx,
  pass: {
    publication?: number
    post?: number
    rule: string
    count: number
    by: number
    reason: string
    at: Date
  },
) =>
  trx
    .insertInto('pass')
    .values({
      publication_id: pass.publication ?? null,
      post_id: pass.post ?? null,
      rule: pass.rule,
      count: pass.count,
      person_id: pass.by,
      reason: pass.reason,
      at: pass.at,
    })
    .execute()

/** Submitted posts whose time has come unapproved. A channel's own earlier time counts. */
export const lateOf = (trx: Trx, now: Date, most: number): Promise<{ id: number; unit_id: number }[]> =>
  trx
    .selectFrom('post')
    .select(['post.id', 'post.unit_id'])
    .where('state', '=', 'submitted')
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('post.due_at', '<=', now),
        eb('post.not_after', '<=', now),
        exists(
          selectFrom('rendition')
            .select('rendition.id')
            .whereRef('rendition.post_id', '=', 'post.id')
            .where('rendition.state', '=', 'fit')
            .where('rendition.due_at', '<=', now),
        ),
      ]),
    )
    .orderBy('post.id')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
