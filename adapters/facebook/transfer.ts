import type { Problem, Published } from '../../src/ports/network.ts'
import { type Filming, RETRY, whileInvisible } from './filming.ts'
import { type Film, ofFilm, save } from './ticket.ts'
import { transferPart, type Window } from './videos.ts'

export type Sent = { is: 'whole'; film: Film } | Extract<Published, { why: Problem }>

/** Parts in a row that brought nothing forward before this attempt rests; the session is kept. */
export const MOST_TROUBLE = 3
/** A server that asks for more at once is given less, and says where to go on: memory is ours to guard. */
const MOST_BYTES = 33_554_432

/** Which bytes come next is the server's word after every part, after a break and after a kill. */
export async function transfer(step: Filming, film: Film): Promise<Sent> {
  const { to, graph, attempt, video } = step
  const { session } = film
  if (session === undefined || film.from === undefined || film.to === undefined)
    return anew(step, film, { code: 'facebook.upload_over' })
  let next: Window = { from: film.from, to: film.to }
  let going = film
  let trouble = 0
  await attempt.progress(next.from, video.bytes)
  while (next.from < next.to) {
    if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
    const { from } = next
    if (next.to > video.bytes) return anew(step, going, { code: 'facebook.answer_unexpected' })
    const end = Math.min(next.to, from + MOST_BYTES)
    const bytes = await to.files.piece(video.digest, from, end)
    if (bytes?.length !== end - from) return { is: 'refused', why: { code: 'facebook.video_lost' } }
    const sent = await transferPart(graph, to.account, { session, from, bytes })
    let why: Problem = { code: 'facebook.upload_trouble' }
    if (sent.is === 'answer') next = sent.value
    else if (sent.is === 'silence') {
      if (!sent.sent) return { is: 'unsent', why: sent.why }
      // Sent again from here: where the part had arrived, 1363037 says so, and where to go on.
      why = sent.why
    } else {
      if (sent.fault.is !== 'upload') return whileInvisible(sent.fault, attempt)
      if (sent.fault.next === 'anew') return anew(step, going, sent.fault.why)
      why = sent.fault.why
      if (sent.fault.next !== 'resume') next = sent.fault.next
    }
    trouble = next.from > from ? 0 : trouble + 1
    if (trouble >= MOST_TROUBLE) return { is: 'unsent', why, retryAfter: RETRY }
    if (next.from === from) continue
    going = { ...going, ...next }
    await save(attempt, ofFilm(going))
    await attempt.progress(next.from, video.bytes)
  }
  if (next.from !== video.bytes) return anew(step, going, { code: 'facebook.answer_unexpected' })
  return { is: 'whole', film: { ...going, whole: true } }
}

/** This session never becomes a video; the next attempt begins another. */
export async function anew(step: Filming, film: Film, why: Problem): Promise<Sent> {
  await save(step.attempt, ofFilm({ ...film, dead: true }))
  return { is: 'unsent', why, retryAfter: RETRY }
}
