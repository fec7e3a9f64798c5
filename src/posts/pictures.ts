import type { Ctx } from '../context.ts'
import { follow } from '../kit/follow.ts'
import { FetchFault } from '../kit/http.ts'
import { tidy } from '../kit/text.ts'
import type { Picture } from '../ports/network.ts'

export const lostCodes = [
  'picture.gone',
  'picture.unreadable',
  'picture.too_big',
  'picture.refused',
  'picture.later',
  'picture.busy',
] as const
export type LostCode = (typeof lostCodes)[number]
/** A picture the portal names and does not give. The rest of the item goes on without it. */
export interface Lost {
  url: string
  code: LostCode
}

export interface Kept {
  pictures: Map<string, Picture>
  lost: Lost[]
}

/** What an address gave: a picture, the reason why there is none, or neither where it is an ornament. */
export interface KeptPicture {
  picture: Picture | null
  code: LostCode | null
}

interface Wanted {
  url: string
  alt: string
  caption: string | null
}

/** Who makes posts by itself comes back for a picture that is not to be had yet; who waits at a screen goes without. */
export type WhenBusy = 'throw' | 'leave_out'

/** Says nothing about the picture: it was not our turn, or this process ends. */
export const isPassing = (cause: unknown): boolean =>
  cause instanceof FetchFault && (cause.kind === 'busy' || cause.kind === 'aborted')

const mostBytes = 25_000_000
/** Fits every network today: the smallest longest side and weight any of them takes. */
const fitting = { longestSide: 2048, bytes: 4_000_000 }
/** Smaller ones are ornaments and counters. */
const smallest = 64
const atOnce = 4

/**
 * Our own copies of an item's pictures, each fetched once: those known from before are taken from there. What cannot be
 * had is named; nothing is thrown for it.
 * @param remember is told of each that was asked for, as it comes.
 */
export async function keepPictures(
  ctx: Pick<Ctx, 'outbound' | 'media' | 'files'>,
  wanted: readonly Wanted[],
  known: readonly Picture[] = [],
  whenBusy: WhenBusy = 'leave_out',
  remember: (url: string, kept: KeptPicture) => Promise<unknown> = async () => {},
): Promise<Kept> {
  const before = new Map(known.flatMap(picture => (picture.origin ? [[picture.origin, picture] as const] : [])))
  const kept: Kept = { pictures: new Map(), lost: [] }
  const queue = [...wanted]
  const results = new Map<string, Picture | Lost | undefined>()
  const one = async (next: Wanted) => {
    const result = before.get(next.url) ?? (await keepOne(ctx, next, whenBusy))
    results.set(next.url, result)
    const lost = result !== undefined && 'code' in result
    if (before.has(next.url)) return
    await remember(next.url, { picture: lost ? null : (result ?? null), code: lost ? result.code : null })
  }
  const faults: unknown[] = []
  await Promise.all(
    Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
      for (let next = queue.shift(); next && faults.length === 0; next = queue.shift())
        await one(next).catch(cause => void faults.push(cause))
    }),
  )
  if (faults.length > 0) throw faults[0]
  for (const { url } of wanted) {
    const result = results.get(url)
    if (result === undefined) continue
    if ('code' in result) kept.lost.push(result)
    else kept.pictures.set(url, result)
  }
  return kept
}

/** Undefined for an ornament. */
async function keepOne(
  ctx: Pick<Ctx, 'outbound' | 'media' | 'files'>,
  wanted: Wanted,
  whenBusy: WhenBusy,
): Promise<Picture | Lost | undefined> {
  const { url } = wanted
  // Where pictures cannot be looked at, nothing is published unseen.
  if (!ctx.media) return { url, code: 'picture.later' }
  const got = await fetchBytes(ctx.outbound.portals, url, whenBusy)
  if (got.is === 'lost') return { url, code: got.code }
  const looked = await ctx.media.look(got.bytes)
  if (looked.is === 'unfit')
    return { url, code: looked.code === 'media.too_big' ? 'picture.too_big' : 'picture.unreadable' }
  if (Math.min(looked.info.width, looked.info.height) < smallest) return undefined
  const asItIs =
    looked.info.mime === 'image/png' &&
    got.bytes.length <= fitting.bytes &&
    Math.max(looked.info.width, looked.info.height) <= fitting.longestSide
  const { bytes, info } = asItIs ? { bytes: got.bytes, info: looked.info } : await ctx.media.jpeg(got.bytes, fitting)
  const { mime, width, height } = info
  return retold({ digest: await ctx.files.keep(bytes), mime, width, height, bytes: bytes.length, origin: url }, wanted)
}

/** A copy that is here, with what this item says of it. */
export function retold(
  { digest, mime, width, height, bytes, origin }: Omit<Picture, 'alt'>,
  wanted: Pick<Wanted, 'alt' | 'caption'>,
): Picture {
  const caption = tidy(wanted.caption ?? '')
  const credit = creditIn(caption)
  const alt = tidy(wanted.alt) || caption
  return {
    ...{ digest, mime, width, height, bytes, alt },
    ...(caption && { caption }),
    ...(credit && { credit }),
    ...(origin && { origin }),
  }
}

/** "… (Ảnh: Minh Anh)": who took it, as portals sign their pictures. */
function creditIn(caption: string): string | undefined {
  const found = /(?:Ảnh|Nguồn ảnh|Ảnh chụp|Nguồn|Photo)\s*:\s*([^()[\]]{2,80}?)[.)\]]*$/u.exec(caption)
  return found?.[1]?.trim()
}

type Got = { is: 'got'; bytes: Uint8Array } | { is: 'lost'; code: Lost['code'] }

async function fetchBytes(fetch: Ctx['outbound']['portals'], url: string, whenBusy: WhenBusy): Promise<Got> {
  try {
    // How long it may take is the way's limit: waiting for a turn at the portal is no slowness of its.
    const { response } = await follow(fetch, url, { headers: { accept: 'image/*' } })
    if (response.status === 200) return await readAll(response)
    await response.body?.cancel()
    return { is: 'lost', code: 'picture.gone' }
  } catch (cause) {
    if (whenBusy === 'throw' && cause instanceof FetchFault && isPassing(cause)) throw cause
    // Nothing was asked, so nothing is said of what the portal has.
    if (cause instanceof FetchFault && isPassing(cause)) return { is: 'lost', code: 'picture.busy' }
    if (cause instanceof FetchFault && cause.kind.startsWith('robots')) return { is: 'lost', code: 'picture.refused' }
    const network = cause instanceof FetchFault || (cause instanceof DOMException && /Abort|Timeout/.test(cause.name))
    if (!network) throw cause
    const tooBig = cause instanceof FetchFault && cause.kind === 'too_big'
    return { is: 'lost', code: tooBig ? 'picture.too_big' : 'picture.gone' }
  }
}

async function readAll(reply: Response): Promise<Got> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of reply.body ?? []) {
    size += part.length
    if (size > mostBytes) return { is: 'lost', code: 'picture.too_big' }
    parts.push(part)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { is: 'got', bytes }
}
