import type { Ctx } from '../context.ts'
import type { Picture, PictureLimits } from '../ports/network.ts'
import type { Draft, Fitted } from './post.ts'

/**
 * A picture is kept once, as large as the largest network takes it; where another takes less, that network's own copy
 * is made of it here, before anything is formatted, so that what is previewed and approved is the copy that goes out.
 */
export async function fitPictures(
  ctx: Pick<Ctx, 'networks' | 'media' | 'files'>,
  pictures: readonly Picture[],
  known: Draft['fitted'] = {},
): Promise<Draft['fitted']> {
  const fitted: Record<string, Record<string, Fitted>> = {}
  for (const picture of pictures) {
    const before = known[picture.digest] ?? {}
    const copies: Record<string, Fitted> = {}
    // Networks with the same limits share a copy.
    const made = new Map<string, Fitted | undefined>()
    for (const [id, { about }] of ctx.networks) {
      const limits = about.limits.pictures
      if (!limits || fits(picture, limits)) continue
      const ready = before[id] && fits(before[id], limits) ? before[id] : undefined
      const key = JSON.stringify([limits.bytes, limits.longestSide, limits.shorterSide, limits.ratio])
      if (!ready && !made.has(key)) made.set(key, await copyOf(ctx, picture, limits))
      const copy = ready ?? made.get(key)
      if (copy) copies[id] = copy
    }
    if (Object.keys(copies).length > 0) fitted[picture.digest] = copies
  }
  return fitted
}

/** Undefined where pictures cannot be worked on, or this one is not here any more: the network's check then says so. */
async function copyOf(
  ctx: Pick<Ctx, 'media' | 'files'>,
  picture: Picture,
  limits: PictureLimits,
): Promise<Fitted | undefined> {
  const bytes = ctx.media && (await ctx.files.read(picture.digest))
  if (!ctx.media || !bytes) return undefined
  const made = await ctx.media.jpeg(bytes, limits)
  const { mime, width, height } = made.info
  return { digest: await ctx.files.keep(made.bytes), mime, width, height, bytes: made.bytes.length }
}

/** Whether a network takes it as it is. */
export function fits({ mime, bytes, width, height }: Fitted, limits: PictureLimits): boolean {
  const ratio = width / height
  return (
    limits.mimes.includes(mime) &&
    bytes <= limits.bytes &&
    Math.max(width, height) <= limits.longestSide &&
    Math.min(width, height) <= (limits.shorterSide ?? Number.POSITIVE_INFINITY) &&
    (!limits.ratio || (ratio >= limits.ratio.least && ratio <= limits.ratio.most))
  )
}

/** The copies one network gets, with what is said of each picture now. */
export const picturesFor = (draft: Pick<Draft, 'pictures' | 'fitted'>, network: string): Picture[] =>
  draft.pictures.map(picture => ({ ...picture, ...draft.fitted[picture.digest]?.[network] }))

/** Whether a form or a program means this picture: it may name the common copy or the network's own. */
export const isCopyOf = (draft: Pick<Draft, 'fitted'>, common: Picture, network: string, digest: string): boolean =>
  common.digest === digest || draft.fitted[common.digest]?.[network]?.digest === digest
