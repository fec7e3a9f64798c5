import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { findCopy, markDecided, openCopies } from '../publications/queries/copy.ts'
import { markIgnored } from '../publications/queries/ignore.ts'
import { applyRules } from './apply-rules.ts'

export type CopyDecided =
  | { is: 'decided' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** Somebody else answered first. */
  | { is: 'stale' }

const writers = ['editor', 'admin', 'contributor'] as const

/**
 * A person's answer to whether an item is what another site published. The same: the one that waits is left out as a
 * duplicate. Another: it goes the way of any new item, and rules may take it up.
 */
export async function decideCopy(
  ctx: Ctx,
  by: Actor,
  publication: number,
  id: number,
  answer: 'same' | 'different',
): Promise<CopyDecided> {
  const found = await findCopy(ctx.db, by.id, id)
  if (!found || found.waits_id !== publication) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit_id], writers))) return { is: 'forbidden' }
  const at = ctx.now()
  const done = await ctx.db.transaction().execute(async trx => {
    if (!(await markDecided(trx, id, answer, by.id, at))) return false
    if (answer === 'same') await markIgnored(trx, found.waits_id, 'ignored.duplicate')
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: answer === 'same' ? 'publication.same' : 'publication.different',
      subject: 'publication',
      subjectId: found.waits_id,
      unit: found.unit_id,
      detail: { copy: id },
    })
    return true
  })
  if (!done) return { is: 'stale' }
  if (answer === 'different' && (await openCopies(ctx.db, [publication])).length === 0)
    await applyRules(ctx, [publication])
  return { is: 'decided' }
}
