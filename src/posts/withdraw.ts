import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { next } from './post.ts'
import { findPost, lockPost } from './queries/find.ts'
import { putPost } from './queries/write.ts'
import { writers } from './roles.ts'

export type Withdrawn = { is: 'withdrawn' } | { is: 'missing' } | { is: 'forbidden' } | { is: 'stale' }

/** Back from the approvers into the author's hands. */
export async function withdraw(ctx: Ctx, by: Actor, id: number): Promise<Withdrawn> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], writers))) return { is: 'forbidden' }
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const state = next(post.state, 'withdraw')
    if (!state) return { is: 'stale' }
    const at = ctx.now()
    await putPost(trx, id, at, { state, submitted_at: null })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.withdrawn',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
    })
    return { is: 'withdrawn' }
  })
}
