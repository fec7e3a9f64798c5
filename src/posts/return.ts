import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { tidyLines } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { next } from './post.ts'
import { findPost, lockPost } from './queries/find.ts'
import { putPost } from './queries/write.ts'
import { approvers } from './roles.ts'

export type Returned =
  | { is: 'returned' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'stale' }
  /** Whoever has to mend it must be told what. */
  | { is: 'unsaid' }

/** Back to the author, with what has to be mended. */
export async function returnPost(ctx: Ctx, by: Actor, id: number, note: string): Promise<Returned> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  if (!(await holdsIn(ctx.db, by, [found.unit.id], approvers))) return { is: 'forbidden' }
  const said = tidyLines(note)
  if (said === '') return { is: 'unsaid' }
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const state = next(post.state, 'return')
    if (!state) return { is: 'stale' }
    const at = ctx.now()
    await putPost(trx, id, at, { state, note: said })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.returned',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: { note: said, digest: post.digest },
    })
    return { is: 'returned' }
  })
}
