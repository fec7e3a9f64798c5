import type { Attempt, Content, Found, Options, Session, Video } from '../../src/ports/network.ts'
import { type Api, apiOf } from './api.ts'
import type { Bad } from './bad.ts'
import { readVideos, type SeenVideo } from './calls.ts'
import { MINUTE } from './limits.ts'
import { uploadsSince } from './list.ts'
import { addressOf, fileNameOf, stepsOf } from './manner.ts'
import { likenessOf } from './match.ts'
import { open } from './sealed.ts'
import { askUpload } from './session.ts'
import type { Cred } from './shape.ts'
import { save, type Ticket, ticketOf } from './ticket.ts'
import { unread, verdictOn } from './verdict.ts'

/** What YouTube's clock may be behind ours. */
const BEFORE = 2 * MINUTE
const LATER = MINUTE

/**
 * What became of an attempt. The session knows first: how far it came, or which video it became, again and again under
 * one id. When it is over, the uploads tell. Never writes: asking a session is a PUT without a body.
 */
export async function reconcile(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  options: Options,
): Promise<Found> {
  const { video } = content
  if (!video) return { is: 'unproved', why: { code: 'youtube.video_missing' } }
  const search: Search = { to, api: apiOf(to, to.cred, to.settings), content, video, attempt, options }
  const ticket = ticketOf(attempt)
  if (ticket.video !== undefined) return ofVideo(search, ticket, ticket.video)
  const uri = ticket.session === undefined ? undefined : await open(ticket.session, to.app.secret)
  if (uri === undefined) return ofUploads(search, ticket)
  const asked = await askUpload(search.api, uri, video.bytes)
  switch (asked.is) {
    case 'done':
      await save(attempt, { video: asked.video.id, done: [] })
      return ofVideo(search, { video: asked.video.id, done: [] }, asked.video.id)
    case 'stored':
      // Everything is there and no video yet: it may still come of it.
      if (asked.bytes >= video.bytes) return { is: 'pending', awaits: 'network', lookAfter: MINUTE }
      // The session waits for the rest, so there is no video. The next attempt goes on from there.
      return { is: 'unfinished' }
    case 'gone':
      if (ticket.ending) return ofUploads(search, ticket)
      // It ended before its last part: it can have made nothing, and the next attempt begins another.
      await save(attempt, {})
      return { is: 'unfinished' }
    case 'silence':
    case 'fault':
      return ofBad(asked)
    default:
      return asked satisfies never
  }
}

interface Search {
  to: Session<Cred>
  api: Api
  content: Content
  video: Video
  attempt: Attempt
  options: Options
}

async function ofVideo(search: Search, ticket: Ticket, id: string): Promise<Found> {
  const read = await readVideos(search.api, [id])
  if (read.is !== 'answer') return ofBad(read)
  const [video] = read.value
  // Known by its id, and gone: somebody removed it, which is no reason to make another.
  return video ? judge(search, ticket, video) : { is: 'unproved', why: { code: 'youtube.gone' } }
}

async function judge(search: Search, ticket: Ticket, video: SeenVideo): Promise<Found> {
  const { to, content, options, attempt } = search
  const found = verdictOn(to, content, options, video, attempt.beganAt)
  // It is removed by whoever asked; what is sent after that is another video.
  if (found.is === 'refused') await save(attempt, {})
  if (found.is === 'live') {
    const open = stepsOf(content, options, to.settings).filter(step => !ticket.done?.includes(step))
    if (open.length > 0)
      to.note({
        is: 'incomplete',
        why: { code: 'youtube.steps_open', with: { url: addressOf(video.id, content) } },
        retryAfter: MINUTE,
      })
  }
  return found
}

/** Whether the uploads since the first attempt hold a video of ours that nobody else owns. */
async function ofUploads(search: Search, ticket: Ticket): Promise<Found> {
  const { to, api, content, attempt } = search
  const since = new Date(attempt.firstBeganAt.getTime() - BEFORE)
  const list = await uploadsSince(api, to.account, since)
  if (list.is === 'bad') return ofBad(list.bad)
  const ids = list.rows.map(row => row.contentDetails.videoId)
  const taken = ids.length > 0 ? await attempt.taken(ids) : new Set<string>()
  const free = ids.filter(id => !taken.has(id))
  const videos: SeenVideo[] = []
  for (let at = 0; at < free.length; at += 50) {
    const read = await readVideos(api, free.slice(at, at + 50))
    if (read.is !== 'answer') return ofBad(read)
    videos.push(...read.value)
  }
  const fileName = fileNameOf(attempt, search.video)
  const like = (wanted: string) => videos.filter(video => likenessOf(video, content, fileName) === wanted)
  // Newest first: the oldest is ours, and what stands beside it is one too many.
  const ours = like('ours')
  const oldest = ours.at(-1)
  if (oldest) {
    const others = ours.slice(0, -1).map(video => addressOf(video.id, content))
    if (others.length > 0)
      to.note({
        is: 'warning',
        why: { code: 'youtube.several', with: { count: ours.length, others: others.join(' ') } },
      })
    await save(attempt, { video: oldest.id, done: ticket.done ?? [] })
    return judge(search, ticket, oldest)
  }
  const [alike] = like('alike')
  if (alike) return { is: 'unproved', why: { code: 'youtube.alike', with: { url: addressOf(alike.id, content) } } }
  if (list.is === 'torn') return { is: 'unproved', why: list.why }
  // The session is over and nothing came of it: the next attempt begins a new one.
  if (ticket.session !== undefined) await save(attempt, {})
  return { is: 'absent' }
}

const ofBad = (bad: Bad): Found =>
  bad.is === 'silence' ? { is: 'later', why: bad.why, retryAfter: LATER } : unread(bad.fault)
