import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { confirmMove, forgetMove, moveSource } from './queries-manners.ts'
import type { Claimed } from './source.ts'

/** A single answer may be a fault of the portal or of somebody on the way. */
const confirmations = 3

/**
 * A list that answers through permanent redirects alone (301, 308) is asked where they lead once they did so three times
 * in a row; what stands there is a baseline, unless nothing but TLS or `www.` is new.
 * @param to the last address reached through permanent redirects; undefined where there was none.
 */
export async function followMove(ctx: Ctx, source: Claimed, to: string | undefined): Promise<void> {
  if (to === undefined || to === source.url) {
    if (source.moved_to !== null) await forgetMove(ctx.db, source.id)
    return
  }
  const times = await confirmMove(ctx.db, source.id, to)
  if (times < confirmations) return
  const baseline = bare(to) !== bare(source.url)
  const at = ctx.now()
  await ctx.db.transaction().execute(async trx => {
    if (!(await moveSource(trx, source, { to, baseline, at }))) return
    const deed = { verb: 'source.moved', subject: 'source', subjectId: source.id, unit: source.unit_id }
    await record(trx, { at, via: 'job', ...deed, detail: { from: source.url, to, baseline } })
  })
  ctx.log.warn('source.moved', { source: source.id, to })
}

const bare = (url: string) => url.replace(/^https?:\/\/(www\.)?/i, '')
