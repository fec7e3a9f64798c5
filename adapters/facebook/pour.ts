import type { Problem, Session } from '../../src/ports/network.ts'
import { type Filming, RETRY, whileInvisible } from './filming.ts'
import { UPLOAD_HOST } from './limits.ts'
import type { Cred } from './shape.ts'
import { verdictOf } from './status.ts'
import type { Film } from './ticket.ts'
import { anew, MOST_TROUBLE, type Sent } from './transfer.ts'
import { pourReel, readVideo } from './videos.ts'

/** Read and handed on at a time. */
const PIECE = 1_048_576

/**
 * A reel's bytes, in one request that is read from our copy as it goes out. After a break its status tells how much
 * arrived, and the rest follows from there.
 */
export async function pour(step: Filming, film: Film, arrived: number): Promise<Sent> {
  const { to, graph, attempt, video } = step
  const url = URL.canParse(film.url ?? '') ? new URL(film.url ?? '') : undefined
  // The token goes along, so the address must be the one host that bytes belong to.
  if (url?.protocol !== 'https:' || url.host !== UPLOAD_HOST || url.username !== '')
    return anew(step, film, { code: 'facebook.answer_unexpected' })
  let from = arrived
  for (let trouble = 0; ; ) {
    if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
    if (from > video.bytes) return anew(step, film, { code: 'facebook.answer_unexpected' })
    await attempt.progress(from, video.bytes)
    const source = { lost: false }
    const body = bytesFrom(to, video, from, source, done => attempt.progress(done, video.bytes))
    const sent = await pourReel(graph, url, { offset: from, size: video.bytes, body })
    if (source.lost) return { is: 'refused', why: { code: 'facebook.video_lost' } }
    if (sent.is === 'silence' && !sent.sent) return { is: 'unsent', why: sent.why }
    if (sent.is === 'fault' && sent.fault.is !== 'upload') return whileInvisible(sent.fault, attempt)
    if (sent.is === 'answer' && sent.value.is === 'trouble' && sent.value.type === 'ProcessingFailedError')
      return { is: 'refused', why: { code: 'facebook.video_refused', detail: graph.clean(sent.value.message) } }
    const why = whyOf(sent, graph.clean)
    const read = await readVideo(graph, film.id)
    if (read.is === 'silence') return { is: 'unsent', why: read.why, retryAfter: RETRY }
    if (read.is === 'fault')
      return read.fault.is === 'gone' ? anew(step, film, why) : whileInvisible(read.fault, attempt)
    const verdict = verdictOf(read.value.status, read.value.published)
    switch (verdict.is) {
      case 'failed':
        return { is: 'refused', why: verdict.why }
      case 'expired':
        return anew(step, film, why)
      case 'live':
      case 'working':
        return { is: 'whole', film: { ...film, whole: true } }
      case 'waiting':
        if (verdict.whole) return { is: 'whole', film: { ...film, whole: true } }
        trouble = verdict.bytes > from ? 0 : trouble + 1
        // "Poll until the upload phase is complete": it took everything and has yet to say so.
        if (trouble >= MOST_TROUBLE || (sent.is === 'answer' && sent.value.is === 'whole'))
          return { is: 'unsent', why, retryAfter: SOON }
        from = verdict.bytes
        break
      default:
        return verdict satisfies never
    }
  }
}

const SOON = 10_000

function whyOf(sent: Awaited<ReturnType<typeof pourReel>>, clean: (text: string) => string): Problem {
  if (sent.is === 'silence') return sent.why
  if (sent.is === 'fault') return sent.fault.why
  if (sent.value.is === 'whole') return { code: 'facebook.upload_settling' }
  return { code: 'facebook.upload_trouble', detail: clean(`${sent.value.type}: ${sent.value.message}`) }
}

/** Pulled piece by piece by whoever sends it, so that no more than a piece is ever in memory. */
function bytesFrom(
  to: Session<Cred>,
  video: { digest: string; bytes: number },
  from: number,
  source: { lost: boolean },
  told: (done: number) => Promise<void>,
): ReadableStream<Uint8Array> {
  let at = from
  return new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        if (at >= video.bytes) return stream.close()
        const end = Math.min(at + PIECE, video.bytes)
        const piece = await to.files.piece(video.digest, at, end)
        if (piece?.length !== end - at) {
          source.lost = true
          return stream.error(new Error('the file is not kept any more'))
        }
        if (at > from) await told(at)
        at = end
        stream.enqueue(piece)
      },
    },
    { highWaterMark: 0 },
  )
}
