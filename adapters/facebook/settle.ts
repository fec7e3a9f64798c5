import type { Attempt, Content, Found, Session } from '../../src/ports/network.ts'
import { fullId } from './calls.ts'
import type { Fault } from './errors.ts'
import { saidOf } from './filming.ts'
import type { Graph } from './graph.ts'
import { traits, WEB_HOST } from './limits.ts'
import { walk } from './list.ts'
import { compareWords } from './match.ts'
import { addressOf } from './publish.ts'
import type { Cred } from './shape.ts'
import { verdictOf } from './status.ts'
import { type Film, ticketOf } from './ticket.ts'
import { type ListedVideo, listVideos, readVideo, type SeenVideo, videoList } from './videos.ts'

/**
 * What became of a video: its own word, by the id that was saved before its first byte. Lists are asked only where there
 * is no id, and for a reel only the one that holds reels.
 */
export async function settleFilm(
  to: Session<Cred>,
  graph: Graph,
  content: Content,
  attempt: Attempt,
  since: Date,
  afterFault: (fault: Fault) => Found,
): Promise<Found> {
  const { film, doubt } = ticketOf(attempt)
  const form = content.form === 'reel' ? 'reel' : 'video'
  if (!film) return search(to, graph, content, attempt, form, since, afterFault)
  const read = await readVideo(graph, film.id)
  if (read.is === 'silence') return { is: 'later', why: read.why, retryAfter: MINUTE }
  if (read.is === 'fault') return read.fault.is === 'gone' ? { is: 'absent' } : afterFault(read.fault)
  const seen = read.value
  const verdict = verdictOf(seen.status, seen.published)
  const age = to.now().getTime() - attempt.beganAt.getTime()
  switch (verdict.is) {
    case 'live':
      return { is: 'live', remote: remoteOf(to.account, form, seen), at: verdict.at ?? to.now() }
    case 'failed':
      return { is: 'refused', why: verdict.why }
    case 'expired':
      return { is: 'unfinished' }
    case 'working':
      return film.finishing ? pending(age) : { is: 'unfinished' }
    case 'waiting':
      return waiting(film, doubt, age)
    default:
      return verdict satisfies never
  }
}

const MINUTE = 60_000
/** "Give up on waiting after some 30 min with unknown, not failed." */
const PATIENCE = 30 * MINUTE

/** Five seconds at first, a minute in the end. */
function pending(age: number): Found {
  if (age > PATIENCE) return { is: 'unproved', why: { code: 'facebook.video_slow' } }
  return { is: 'pending', awaits: 'network', lookAfter: Math.min(MINUTE, Math.max(5_000, age / 4)) }
}

/** No sign of the finishing call. It is sent again only when a late one would have shown, and for the same id. */
function waiting(film: Film, doubt: ReturnType<typeof ticketOf>['doubt'], age: number): Found {
  if (!film.finishing) return { is: 'unfinished' }
  if (film.finished) return pending(age)
  const shown = film.dead ? PATIENCE : traits.requestLimit + (traits.listDelay ?? 0)
  if (age < shown) return pending(age)
  return doubt ? { is: 'refused', why: doubt } : { is: 'unfinished' }
}

/** Killed before its id could be saved, nothing was public; what the list shows under our words decides all the same. */
async function search(
  to: Session<Cred>,
  graph: Graph,
  content: Content,
  attempt: Attempt,
  form: 'video' | 'reel',
  since: Date,
  afterFault: (fault: Fault) => Found,
): Promise<Found> {
  const list = await walk(
    limit => listVideos(graph, to.account, form, since, limit),
    (next, limit) => graph.follow(next, limit, videoList),
  )
  if (list.is === 'fault') return afterFault(list.fault)
  if (list.is === 'silence') return { is: 'later', why: list.why, retryAfter: MINUTE }
  const like = list.items.filter(video => isLike(video, content, since))
  const taken = await attempt.taken(like.map(video => video.id))
  const [oldest, ...others] = like
    .filter(video => !taken.has(video.id))
    .sort((a, b) => (a.created_time?.getTime() ?? 0) - (b.created_time?.getTime() ?? 0))
  if (oldest) {
    const remote = remoteOf(to.account, form, oldest)
    if (others.length > 0) {
      const ids = others.map(video => remoteOf(to.account, form, video).url).join(' ')
      to.note({ is: 'warning', why: { code: 'facebook.several', with: { count: others.length + 1, others: ids } } })
    }
    return { is: 'live', remote, at: oldest.created_time ?? to.now() }
  }
  return list.is === 'torn' ? { is: 'unproved', why: list.why } : { is: 'absent' }
}

function isLike(video: ListedVideo, content: Content, since: Date): boolean {
  if (video.published === false || (video.created_time && video.created_time < since)) return false
  const said = saidOf(content)
  const [ours, theirs] =
    said.description === '' ? [said.title, video.title ?? ''] : [said.description, video.description ?? '']
  return ours !== '' && compareWords(ours, theirs) === 'equal'
}

/**
 * A video is known by its own id, bare digits, for everything we do to it. `post_id` of a reel is only the right half of
 * its post's id; completed, it leads there where no address was given.
 */
function remoteOf(page: string, form: 'video' | 'reel', video: Pick<SeenVideo, 'id' | 'permalink_url' | 'post_id'>) {
  const { id, permalink_url, post_id } = video
  const usual = form === 'reel' ? `/reel/${id}/` : undefined
  const url = addressOf(post_id === undefined ? id : fullId(page, post_id), permalink_url ?? usual)
  return { id, url: url === `https://${WEB_HOST}/${id}` ? `https://${WEB_HOST}/${page}/videos/${id}/` : url }
}
