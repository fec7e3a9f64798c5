import type { Content, Found, Options, Problem, Published, Session } from '../../src/ports/network.ts'
import type { SeenVideo } from './calls.ts'
import type { Fault } from './errors.ts'
import { DAY, HOUR, MINUTE } from './limits.ts'
import { addressOf, siteOf, visibilityOf } from './manner.ts'
import { channelAllowance } from './quota.ts'
import type { Cred } from './shape.ts'

type NotLive = Extract<Published, { is: 'unsent' | 'refused' | 'reconnect' | 'unknown' }>

/** What a refusal of a write comes to: certainly nothing was made by it. */
export async function afterFault(to: Session<Cred>, fault: Fault): Promise<NotLive> {
  const { why } = fault
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why }
    case 'rate':
    case 'quota':
      return { is: 'unsent', why, retryAfter: fault.retryAfter }
    case 'channel':
      // Told to every delivery of this channel, and to nobody else: readings and corrections go on.
      await to.ledger?.close(channelAllowance(to.account, to.now()))
      return { is: 'unsent', why, retryAfter: DAY }
    case 'done':
    case 'missing':
    case 'invalid':
    case 'forbidden':
    case 'odd':
      return { is: 'refused', why }
    default:
      return fault satisfies never
  }
}

/** What a refusal of a reading comes to: nothing moves. */
export function unread(fault: Fault): Found {
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'quota':
      return { is: 'later', why: fault.why, retryAfter: fault.retryAfter }
    case 'channel':
    case 'done':
    case 'missing':
    case 'invalid':
    case 'forbidden':
    case 'odd':
      return { is: 'unproved', why: fault.why }
    default:
      return fault satisfies never
  }
}

/** A 201 is not a publication: what its status says, and whether people find it as was wished. */
export function verdictOn(to: Session<Cred>, content: Content, options: Options, video: SeenVideo, since: Date): Found {
  const remote = { id: video.id, url: addressOf(video.id, content, siteOf(video)) }
  const { uploadStatus, privacyStatus, publishAt, failureReason, rejectionReason } = video.status ?? {}
  switch (uploadStatus) {
    case 'failed':
      return { is: 'refused', why: failed('youtube.failed', failureReason), remote }
    case 'rejected':
      return { is: 'refused', why: failed('youtube.rejected', rejectionReason), remote }
    case 'deleted':
      return { is: 'unproved', why: { code: 'youtube.gone' } }
    case 'processed':
      break
    default:
      return { is: 'pending', awaits: 'network', lookAfter: lookAfter(to.now().getTime() - since.getTime()) }
  }
  const now = to.now()
  if (publishAt && publishAt > now) {
    const wait = Math.min(publishAt.getTime() - now.getTime() + 5_000, 6 * HOUR)
    return { is: 'pending', awaits: 'network', lookAfter: wait }
  }
  const { wanted } = visibilityOf(options, to.settings, now)
  if (privacyStatus === 'private' && wanted !== 'private') {
    // An unaudited project of old, or a setting of the account: nobody sees it, and no call of ours may change that.
    to.note({ is: 'warning', why: { code: 'youtube.locked_private', with: { url: remote.url } } })
    return { is: 'pending', awaits: 'person', lookAfter: 30 * MINUTE }
  }
  return { is: 'live', remote, at: publishAt ?? video.snippet?.publishedAt ?? now }
}

const failed = (code: string, reason: string | undefined): Problem => ({ code, with: { reason: reason ?? '?' } })

/** A short film takes a minute, a long one hours. */
function lookAfter(age: number): number {
  if (age < 2 * MINUTE) return 15_000
  if (age < 15 * MINUTE) return MINUTE
  return age < 2 * HOUR ? 5 * MINUTE : 30 * MINUTE
}
