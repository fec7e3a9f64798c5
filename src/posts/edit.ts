import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import type { Actor } from '../people/person.ts'
import { type Draft, isOut, next, type Post, type Rendition } from './post.ts'
import { cancelQueued, proposeCorrection } from './queries/deliveries.ts'
import { readDigest } from './queries/find.ts'
import { addHand, putPost, putRendition, type RenditionGiven, voidApproval } from './queries/write.ts'

export interface Edited {
  is: 'saved'
  /** The approval is void, and what waited to go out is cancelled until it is approved again. */
  voided: boolean
  /** Channels where the copy is out: the new text waits there as a correction. */
  corrections: readonly number[]
  /** Channels whose copy is being changed or removed right now: nothing was saved for these. */
  busy: readonly number[]
}

export interface Edit {
  draft?: Draft
  urgent?: boolean
  note?: string
  renditions: readonly RenditionGiven[]
}

/**
 * Puts an edit in place, in the transaction that holds the post's lock. A copy that is out keeps the text it was
 * approved with, and the new one becomes a correction; any other change voids the approval and cancels what is queued.
 */
export async function applyEdit(ctx: Ctx, trx: Trx, by: Actor, post: Post, edit: Edit): Promise<Edited> {
  const at = ctx.now()
  const corrections: number[] = []
  const busy: number[] = []
  const touched: number[] = []
  for (const given of edit.renditions) {
    const current = post.renditions.find(each => each.channel.id === given.channel)
    if (current && isUnchanged(current, given)) continue
    if (current?.delivery && isOut(current.delivery.state)) {
      if (!given.content || given.state !== 'fit' || given.digest === current.digest) continue
      const proposed = await proposeCorrection(trx, current.delivery.id, given.content, by.id, 'post.edited', at)
      if (proposed.is === 'proposed') corrections.push(given.channel)
      else busy.push(given.channel)
    } else {
      await putRendition(trx, post.id, given)
      touched.push(given.channel)
    }
  }
  const urgent = edit.urgent !== undefined && edit.urgent !== post.urgent
  const covered = touched.length > 0 || urgent
  // Also of a post that is before its approvers again because something came late.
  const voided = covered && (await voidApproval(trx, post.id, at)) !== undefined
  if (voided) await cancelQueued(trx, post.id, 'delivery.approval_void', at)
  const kept = edit.draft !== undefined || edit.note !== undefined
  if (covered || kept) {
    const state = post.state === 'approved' && !covered ? post.state : (next(post.state, 'edit') ?? post.state)
    await putPost(trx, post.id, at, {
      state: covered || post.state === 'approved' ? state : post.state,
      draft: edit.draft,
      ...(edit.urgent !== undefined && { urgent: edit.urgent }),
      ...(edit.note !== undefined && { note: edit.note }),
      digest: await readDigest(trx, post.id),
    })
  }
  if (covered || edit.draft) await addHand(trx, post.id, by.id, at)
  if (covered || kept || corrections.length > 0)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.edited',
      subject: 'post',
      subjectId: post.id,
      unit: post.unit.id,
      detail: { channels: touched, common: edit.draft !== undefined, voided, corrections },
    })
  return { is: 'saved', voided, corrections, busy }
}

const isUnchanged = (current: Rendition, given: RenditionGiven) =>
  current.state === given.state &&
  current.edited === given.edited &&
  current.digest === given.digest &&
  current.why?.code === given.why?.code
