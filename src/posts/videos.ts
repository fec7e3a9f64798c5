import type { Ctx } from '../context.ts'
import { follow } from '../kit/follow.ts'
import { FetchFault } from '../kit/http.ts'
import type { Problem, Video } from '../ports/network.ts'
import { hearOfVideos } from './hear-of-video.ts'
import { claimVideo, endVideo, keepVideoProgress, type VideoEnd, type WantedVideo } from './queries/videos.ts'

interface Budget {
  items: number
  signal: AbortSignal
  /** Calls back when another film is wanted meanwhile. */
  heed?(wake: () => void): () => void
}

/** Films on their way at a time. */
const abreast = 3
/** What no network of today takes by itself, and no disk should be asked for unasked. */
const mostBytes = 4_000_000_000
const minute = 60_000
/** After these, a film that cannot be had is given up; a person then knows why. */
const waits = [minute, 10 * minute, 60 * minute]
/** Progress is written this often, in bytes; each time the claim is renewed. */
const progressEvery = 4 * 1024 * 1024

/** Fetches the films that posts wait for, each once, and tells the posts. Long ones do not keep short ones waiting. */
export async function fetchVideos(ctx: Ctx, budget: Budget): Promise<{ items: number; more: boolean }> {
  await hearOfVideos(ctx, budget.items)
  const flying = new Set<Promise<void>>()
  const faults: unknown[] = []
  let items = 0
  for (;;) {
    while (flying.size < abreast && items < budget.items && !budget.signal.aborted && faults.length === 0) {
      const video = await claimVideo(ctx.db, ctx.now())
      if (!video) break
      items++
      const flight: Promise<void> = fetchOne(ctx, video, budget.signal)
        .then(() => hearOfVideos(ctx, budget.items))
        .catch(cause => void faults.push(cause))
        .finally(() => flying.delete(flight))
      flying.add(flight)
    }
    if (flying.size === 0) break
    await beforeLong(flying, budget)
    // Posts that have waited long enough for a long film go without it now, not when it has come.
    await hearOfVideos(ctx, budget.items)
  }
  if (faults.length > 0) throw faults[0]
  return { items, more: false }
}

/** Until one has ended, another one is wanted, or long enough to look whether one is by now. */
async function beforeLong(flying: ReadonlySet<Promise<void>>, budget: Budget): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let heedless: (() => void) | undefined
  const pause = new Promise<void>(done => {
    timer = setTimeout(done, 5_000)
    heedless = budget.heed?.(done)
  })
  await Promise.race([...flying, pause])
  clearTimeout(timer)
  heedless?.()
}

async function fetchOne(ctx: Ctx, video: WantedVideo, signal: AbortSignal): Promise<void> {
  const got = await keep(ctx, video, signal)
  if (got.is === 'lost_claim') return
  if (got.is === 'kept') return endVideo(ctx.db, video, { state: 'kept', file: got.file })
  await endVideo(ctx.db, video, got.passing ? again(ctx, video, got.why) : { state: 'unfit', why: got.why })
}

function again(ctx: Ctx, { tries }: WantedVideo, why: Problem): VideoEnd {
  const wait = waits[tries - 1]
  if (wait === undefined) return { state: 'unfit', why }
  return { state: 'wanted', why, lookAt: new Date(ctx.now().getTime() + wait) }
}

type Got =
  | { is: 'kept'; file: Video }
  /** `passing`: the portal may have it later. */
  | { is: 'not'; why: Problem; passing: boolean }
  | { is: 'lost_claim' }

async function keep(ctx: Ctx, video: WantedVideo, ending: AbortSignal): Promise<Got> {
  const { files, media, outbound } = ctx
  if (!outbound.films || !files.keepStream || !media?.film) throw new Error('films are fetched by a Node process')
  const gone = new AbortController()
  const signal = AbortSignal.any([ending, gone.signal])
  try {
    const { response } = await follow(outbound.films, video.url, { signal, headers: { accept: 'video/*' } })
    const refused = refusalOf(response)
    if (refused) {
      await response.body?.cancel()
      return refused
    }
    const announced = Number(response.headers.get('content-length')) || null
    if (announced !== null && announced > mostBytes) {
      await response.body?.cancel()
      return { is: 'not', why: tooBig, passing: false }
    }
    const counted = counting(ctx, video, response, announced, () => gone.abort())
    const kept = await files.keepStream(counted, mostBytes)
    if (gone.signal.aborted) return { is: 'lost_claim' }
    if (kept.is === 'too_big') return { is: 'not', why: tooBig, passing: false }
    const { digest, bytes } = kept
    const piece = async (from: number, to: number) => (await files.piece(digest, from, to)) ?? new Uint8Array()
    const probed = await media.film({ bytes, piece })
    if (probed.is === 'unfit') return { is: 'not', why: { code: probed.code }, passing: false }
    return { is: 'kept', file: { ...probed.info, digest, origin: video.url } }
  } catch (cause) {
    if (gone.signal.aborted) return { is: 'lost_claim' }
    const network = cause instanceof FetchFault || (cause instanceof DOMException && /Abort|Timeout/.test(cause.name))
    if (!network) throw cause
    // The way out knows its limit too, and reads no further than the announced length.
    if (cause instanceof FetchFault && cause.kind === 'too_big') return { is: 'not', why: tooBig, passing: false }
    const blocked = cause instanceof FetchFault && cause.kind === 'blocked'
    return { is: 'not', why: { code: blocked ? 'video.blocked' : 'video.gone' }, passing: !blocked }
  }
}

const tooBig: Problem = { code: 'video.too_big' }

/** A page that shows a film is not the film. */
function refusalOf(response: Response): Extract<Got, { is: 'not' }> | undefined {
  const { status } = response
  if (status !== 200) {
    const passing = status >= 500 || status === 429 || status === 408
    return { is: 'not', why: { code: 'video.gone', with: { status } }, passing }
  }
  const type = (response.headers.get('content-type') ?? '').toLowerCase()
  if (/^(video\/|application\/(octet-stream|mp4)|binary\/)/.test(type) || type === '') return undefined
  return { is: 'not', why: { code: 'video.not_a_file' }, passing: false }
}

/** The bytes as they come; how many there are is written down, which also keeps the claim. */
async function* counting(
  ctx: Ctx,
  video: WantedVideo,
  response: Response,
  total: number | null,
  lost: () => void,
): AsyncGenerator<Uint8Array> {
  let got = 0
  let written = 0
  for await (const part of response.body ?? []) {
    got += part.length
    if (got - written >= progressEvery) {
      written = got
      if (!(await keepVideoProgress(ctx.db, video, got, total))) return lost()
    }
    yield part
  }
}
