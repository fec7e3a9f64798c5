import type { Attempt, Content, Found, Options, Problem, Session } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import { queryVideos, readStatus, readUser, type Status } from './calls.ts'
import { type Fault, failureOf } from './errors.ts'
import { DAY, HOUR, MINUTE } from './limits.ts'
import type { Look } from './look.ts'
import { search } from './match.ts'
import { addressOf, remoteOf } from './remote.ts'
import { type Cred, type Form, findForm, optionsOf, settingsShape } from './shape.ts'
import { findTicket, save, type Ticket } from './ticket.ts'

const LATER = MINUTE

/** What became of an attempt: TikTok's word about its publish_id; only where that was lost, the list of public videos. */
export async function reconcile(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  options: Options,
): Promise<Found> {
  const form = findForm(content.form)
  if (!form) return { is: 'unproved', why: { code: 'tiktok.form_unknown', with: { form: content.form } } }
  const api = apiOf(to, to.cred.access, to.note)
  const look: Look = { to, api, content, attempt, form, quiet: optionsOf(options).privacy === 'SELF_ONLY' }
  const ticket = findTicket(attempt)
  if (!ticket) return withoutTicket(look)
  const read = await readStatus(api, ticket.publish)
  if (read.is === 'silence') return { is: 'later', why: read.why, retryAfter: LATER }
  return read.is === 'fault' ? afterFault(read.fault) : ofStatus(look, ticket, read.value)
}

async function ofStatus(look: Look, ticket: Ticket, status: Status): Promise<Found> {
  switch (status.status) {
    case 'PROCESSING_UPLOAD': {
      const going = ticket.upload
      const missing = going && !going.whole && (status.uploaded_bytes ?? 0) < going.size
      // Nothing becomes public of a file that is not whole: the next attempt goes on, or begins anew after the hour.
      return missing ? { is: 'unfinished' } : pending(look)
    }
    case 'PROCESSING_DOWNLOAD':
      return pending(look)
    case 'SEND_TO_USER_INBOX':
      return { is: 'pending', awaits: 'person', lookAfter: ageOf(look) < HOUR ? 5 * MINUTE : 30 * MINUTE }
    case 'PUBLISH_COMPLETE':
      return complete(look, ticket, status)
    case 'FAILED':
      return failed(look, status.fail_reason ?? '')
    default:
      return { is: 'unproved', why: { code: 'tiktok.status_odd', with: { status: status.status.slice(0, 60) } } }
  }
}

/** Soon at first, then at ease; 30 calls a minute are for all posts of an account. */
function pending(look: Look): Found {
  const age = ageOf(look)
  const lookAfter = age < MINUTE ? 10_000 : age < 5 * MINUTE ? 40_000 : age < HOUR ? 2 * MINUTE : 10 * MINUTE
  return { is: 'pending', awaits: 'network', lookAfter }
}

const ageOf = ({ to, attempt }: Look) => to.now().getTime() - attempt.beganAt.getTime()

/**
 * Posted. A public post gets its id when moderation has let it pass, mostly within a minute: until then people do not
 * see it, and it is not called live. After a day without one it is taken for posted to few: the person chose so.
 */
async function complete(look: Look, ticket: Ticket, status: Status): Promise<Found> {
  const { to, attempt, form } = look
  const [first, ...others] = status.publicaly_available_post_id
  if (first !== undefined) {
    if (others.length > 0) to.note({ is: 'warning', why: several(form, others) })
    return live(look, first)
  }
  const now = to.now().getTime()
  if (look.quiet) return { is: 'live', remote: { id: ticket.publish }, at: to.now() }
  if (ticket.complete === undefined) await save(attempt, { ...ticket, complete: now })
  const since = now - (ticket.complete ?? now)
  if (since >= DAY) return { is: 'live', remote: { id: ticket.publish }, at: new Date(now - since) }
  return { is: 'pending', awaits: 'network', lookAfter: since < HOUR ? MINUTE : HOUR / 2 }
}

const several = (form: Form, others: readonly string[]): Problem => ({
  code: 'tiktok.several',
  with: { count: others.length + 1, others: others.map(id => addressOf(form.media, id)).join(' ') },
})

/** Its address as TikTok writes it, where the list tells; that it is live stands already. */
export async function live({ api, to, form }: Look, post: string): Promise<Found> {
  const read = await queryVideos(api, [post], 'id,create_time,share_url')
  const video = read.is === 'answer' ? read.value.videos.find(one => one.id === post) : undefined
  const at = video?.create_time === undefined ? to.now() : new Date(video.create_time * 1000)
  return {
    is: 'live',
    remote: { id: remoteOf(form.media, post), url: video?.share_url ?? addressOf(form.media, post) },
    at,
  }
}

/** Trouble of TikTok's own is tried again twice; anything else a person has to see. */
function failed({ attempt }: Look, reason: string): Found {
  if (reason === 'internal' && attempt.number < 3) return { is: 'unfinished' }
  return { is: 'refused', why: failureOf(reason) }
}

/**
 * The beginning's answer never came. Of an upload nothing can have become of it, for its address was in that answer. What
 * TikTok fetches by itself may be a post or a draft, and only a public video can be found by looking.
 */
async function withoutTicket(look: Look): Promise<Found> {
  const { to, api, form } = look
  const sent = form.media === 'video' && !settingsShape.parse(to.settings).pull
  if (!sent && form.direct && !look.quiet) {
    const found = await search(look)
    if (found.is === 'fault') return afterFault(found.fault)
    if (found.is === 'silence') return { is: 'later', why: found.why, retryAfter: LATER }
    if (found.post !== undefined) return live(look, found.post)
  } else {
    const alive = await readUser(api)
    if (alive.is === 'silence') return { is: 'later', why: alive.why, retryAfter: LATER }
    if (alive.is === 'fault') return afterFault(alive.fault)
  }
  return sent
    ? { is: 'unfinished' }
    : { is: 'unproved', why: { code: form.direct ? 'tiktok.lost' : 'tiktok.lost_draft' } }
}

function afterFault(fault: Fault): Found {
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'cap':
      return { is: 'later', why: fault.why, retryAfter: fault.retryAfter }
    case 'refused':
    case 'unknown_id':
    case 'odd':
      return { is: 'unproved', why: fault.why }
    default:
      return fault satisfies never
  }
}
