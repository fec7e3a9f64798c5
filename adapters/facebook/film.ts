import type { Attempt, Content, Problem, Published, Session } from '../../src/ports/network.ts'
import type { Fault } from './errors.ts'
import { type Filming, RETRY, saidOf, whileInvisible } from './filming.ts'
import type { Answer, Graph } from './graph.ts'
import { pour } from './pour.ts'
import { reelsToday } from './reels.ts'
import type { Cred } from './shape.ts'
import { verdictOf } from './status.ts'
import { asJson, type Film, ofFilm, save, ticketOf } from './ticket.ts'
import { transfer } from './transfer.ts'
import { finishReel, finishVideo, readVideo, startReel, startVideo } from './videos.ts'

/** Bytes first, invisible however often they are sent; then the one call that makes them public, for a known id. */
export async function publishFilm(
  to: Session<Cred>,
  graph: Graph,
  content: Content,
  attempt: Attempt,
): Promise<Published> {
  const { video, form } = content
  if (form !== 'video' && form !== 'reel')
    return { is: 'refused', why: { code: 'facebook.form_unknown', with: { form } } }
  if (!video) return { is: 'refused', why: { code: 'facebook.video_missing' } }
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  const step: Filming = { to, graph, content, attempt, video, form }
  const { film, doubt } = ticketOf(attempt)
  // Doubt about an earlier finishing call was settled before this attempt; what it was about never became public.
  if (!film || doubt || film.dead || film.form !== form || film.digest !== video.digest) return begin(step)
  return resume(step, film)
}

/** What Facebook says of the video that was begun comes before anything else. */
async function resume(step: Filming, film: Film): Promise<Published> {
  const read = await readVideo(step.graph, film.id)
  if (read.is === 'silence')
    return film.finishing ? { is: 'unknown', why: read.why } : { is: 'unsent', why: read.why, retryAfter: RETRY }
  if (read.is === 'fault') {
    if (read.fault.is === 'gone') return begin(step)
    return film.finishing ? { is: 'unknown', why: read.fault.why } : whileInvisible(read.fault, step.attempt)
  }
  const verdict = verdictOf(read.value.status, read.value.published)
  switch (verdict.is) {
    case 'failed':
    case 'expired':
      return begin(step)
    case 'live':
      return accepted(film)
    case 'working':
      // Without a finishing call of ours, what is being done with it makes nothing public.
      return film.finishing ? accepted(film) : finish(step, film)
    case 'waiting':
      if (film.whole || verdict.whole) return finish(step, film)
      return send(step, film, verdict.bytes)
    default:
      return verdict satisfies never
  }
}

async function begin(step: Filming): Promise<Published> {
  const { to, graph, video, form } = step
  if (form === 'video') {
    const begun = await startVideo(graph, to.account, video.bytes)
    if (begun.is !== 'answer') return notBegun(begun, step.attempt)
    const { video_id: id, upload_session_id: session, from, to: until } = begun.value
    return opened(step, { digest: video.digest, form, id, session, from, to: until })
  }
  const full = await reelsToday(to, graph)
  if (full) return full
  const begun = await startReel(graph, to.account)
  if (begun.is !== 'answer') return notBegun(begun, step.attempt)
  const { video_id: id, upload_url: url } = begun.value
  return opened(step, { digest: video.digest, form, id, url })
}

async function opened(step: Filming, film: Film): Promise<Published> {
  await save(step.attempt, ofFilm(film))
  return send(step, film, 0)
}

async function send(step: Filming, film: Film, arrived: number): Promise<Published> {
  const sent = film.form === 'video' ? await transfer(step, film) : await pour(step, film, arrived)
  return sent.is === 'whole' ? finish(step, sent.film) : sent
}

async function finish(step: Filming, film: Film): Promise<Published> {
  const { to, graph, attempt, content } = step
  if (to.signal.aborted)
    return film.finishing
      ? { is: 'unknown', why: { code: 'net.aborted' } }
      : { is: 'unsent', why: { code: 'net.aborted' } }
  const going: Film = { ...film, whole: true, finishing: true }
  await save(attempt, ofFilm(going))
  const said = saidOf(content)
  const answer =
    film.form === 'video'
      ? await finishVideo(graph, to.account, film.session ?? '', said)
      : await finishReel(graph, to.account, film.id, said)
  // Asked before, the first call may have had its effect, and a refusal may be because of that.
  const before = film.finishing === true
  if (answer.is === 'answer') return accepted({ ...going, finished: true })
  if (answer.is === 'silence')
    return answer.sent || before ? { is: 'unknown', why: answer.why } : { is: 'unsent', why: answer.why }
  return afterFinish(step, going, answer.fault, before)
}

async function afterFinish(step: Filming, film: Film, fault: Fault, before: boolean): Promise<Published> {
  const { attempt } = step
  const { why } = fault
  switch (fault.is) {
    case 'auth':
    case 'permission':
      return before ? { is: 'unknown', why } : { is: 'reconnect', why }
    case 'throttle':
    case 'blocked':
      return before ? { is: 'unknown', why } : { is: 'unsent', why, retryAfter: fault.retryAfter }
    case 'transient':
    case 'too_heavy':
      return { is: 'unknown', why }
    case 'upload':
      if (fault.next !== 'anew') return { is: 'unknown', why }
      return over(attempt, film, why, before)
    case 'gone':
      return over(attempt, film, why, before)
    case 'duplicate':
    case 'odd':
      return doubted(attempt, film, why)
    case 'link':
    case 'media':
    case 'policy':
    case 'invalid':
      return before ? doubted(attempt, film, why) : { is: 'refused', why }
    default:
      return fault satisfies never
  }
}

/** The session is over. Where a finishing call went out before, only the video's status tells what came of it. */
async function over(attempt: Attempt, film: Film, why: Problem, before: boolean): Promise<Published> {
  await save(attempt, ofFilm({ ...film, dead: true }))
  return before ? { is: 'unknown', why } : { is: 'unsent', why, retryAfter: RETRY }
}

async function doubted(attempt: Attempt, film: Film, why: Problem): Promise<Published> {
  await save(attempt, { ...ofFilm(film), doubt: { code: why.code, ...(why.with && { with: why.with }) } })
  return { is: 'unknown', why }
}

const accepted = (film: Film): Published => ({
  is: 'accepted',
  awaits: 'network',
  ticket: asJson(ofFilm(film)),
  lookAfter: FIRST_LOOK,
})

function notBegun(answer: Exclude<Answer<unknown>, { is: 'answer' }>, attempt: Attempt): Published {
  if (answer.is === 'fault') return whileInvisible(answer.fault, attempt)
  return { is: 'unsent', why: answer.why, ...(answer.sent && { retryAfter: RETRY }) }
}

/** "Poll: 5 s, then slower." */
const FIRST_LOOK = 5_000
