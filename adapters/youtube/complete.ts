import type { Completed, Content, Options, Remote, Session, Ticket } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import { readVideos } from './calls.ts'
import { dress } from './dress.ts'
import { MINUTE } from './limits.ts'
import { addressOf } from './manner.ts'
import type { Cred } from './shape.ts'
import { asJson, ticketIn } from './ticket.ts'

/**
 * Thumbnail, captions and playlist of a video that is up, those that were neither set nor refused. Each may be repeated:
 * a thumbnail is set over the other, captions that are there are refused as such, the list is looked at first.
 */
export async function complete(
  to: Session<Cred>,
  remote: Pick<Remote, 'id'>,
  content: Content,
  options: Options,
  given: Ticket | undefined,
): Promise<Completed> {
  let ticket = ticketIn(given)
  const read = await readVideos(apiOf(to, to.cred, to.settings), [remote.id])
  if (read.is === 'fault' && read.fault.is === 'account') return { is: 'reconnect', why: read.fault.why }
  const why = { code: 'youtube.steps_open', with: { url: addressOf(remote.id, content) } }
  if (read.is !== 'answer')
    return {
      is: 'later',
      why,
      retryAfter: read.is === 'fault' && 'retryAfter' in read.fault ? read.fault.retryAfter : MINUTE,
    }
  const [video] = read.value
  // Somebody removed it: there is nothing to stand beside.
  if (!video) return { is: 'done' }
  const open = await dress({ to, content, options, video }, ticket, async done => {
    ticket = { ...ticket, done }
  })
  return open ? { is: 'later', ...open, ticket: asJson(ticket) } : { is: 'done' }
}
