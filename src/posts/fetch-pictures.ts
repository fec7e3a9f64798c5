import type { Ctx } from '../context.ts'
import { NotNow } from '../sources/polite.ts'
import { applyRules } from './apply-rules.ts'
import { picturesOf } from './brief.ts'
import { isPassing, keepPictures } from './pictures.ts'
import { readCandidate } from './queries/candidates.ts'
import {
  claimPictures,
  endPictures,
  forgetPictures,
  keepPictureRow,
  keptPictures,
  postponePictures,
} from './queries/pictures.ts'

interface Budget {
  items: number
  signal: AbortSignal
}

/** Items whose pictures are fetched at a time, each of another portal. */
const lanes = 6

/**
 * Fetches the pictures of what was just read, each portal at its own pace, and then lets the rules look at it: neither
 * the lists and pages that are due nor the answer to a portal's push wait for a picture.
 */
export async function fetchPictures(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  if (!ctx.media) throw new Error('pictures are fetched by a Node process')
  let items = 0
  const ready: number[] = []
  const next = async () =>
    items < budget.items && !budget.signal.aborted ? claimPictures(ctx.db, ctx.now()) : undefined
  const lane = async (first?: number) => {
    for (let id = first ?? (await next()); id !== undefined; id = await next()) {
      items++
      if (await fetchOf(ctx, id)) ready.push(id)
    }
    // Rules see together what came together; a gallery keeps no other lane back.
    if (ready.length > 0) await applyRules(ctx, ready.splice(0))
  }
  const found = await next()
  if (found === undefined) return { items, more: false }
  await Promise.all([lane(found), ...Array.from({ length: lanes - 1 }, () => lane())])
  await forgetPictures(ctx.db, ctx.now())
  return { items, more: items >= budget.items && !budget.signal.aborted }
}

/** True when nothing of it is missing any more. */
async function fetchOf(ctx: Ctx, id: number): Promise<boolean> {
  const from = await readCandidate(ctx.db, id)
  const told = from?.matter ? picturesOf(from.matter) : []
  const before = await keptPictures(
    ctx.db,
    told.map(({ url }) => url),
    ctx.now(),
  )
  try {
    await keepPictures(
      ctx,
      told.filter(({ url }) => !before.has(url)),
      [],
      'throw',
      (url, kept) => keepPictureRow(ctx.db, url, kept, ctx.now()),
    )
  } catch (cause) {
    if (!isPassing(cause)) throw cause
    // What came is kept; the rest when it is our turn.
    const soon = new Date(ctx.now().getTime() + 10_000)
    await postponePictures(ctx.db, id, cause instanceof NotNow ? cause.until : soon)
    return false
  }
  await endPictures(ctx.db, id)
  return true
}
