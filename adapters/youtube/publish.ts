import type { Attempt, Content, Found, Options, Published, Session } from '../../src/ports/network.ts'
import { type Api, apiOf } from './api.ts'
import { readVideos, type SeenVideo } from './calls.ts'
import { dress } from './dress.ts'
import { isSpentFor } from './limited.ts'
import type { Cred } from './shape.ts'
import { asJson, save, type Ticket, ticketOf } from './ticket.ts'
import { upload } from './upload.ts'
import { verdictOn } from './verdict.ts'

/**
 * A session, the bytes, the things beside the video, and a look at what became of it. What is known of an earlier
 * attempt comes first: a video before a session, a session before a new one.
 */
export async function publish(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  options: Options,
): Promise<Published> {
  const { video, form } = content
  if (form !== 'video' && form !== 'short')
    return { is: 'refused', why: { code: 'youtube.form_unknown', with: { form } } }
  if (!video) return { is: 'refused', why: { code: 'youtube.video_missing' } }
  const api = apiOf(to, to.cred, to.settings)
  const ticket = ticketOf(attempt)
  if (ticket.video !== undefined) return finish({ to, api, attempt, content, options }, ticket, ticket.video)
  const resting = await isSpentFor(to)
  if (resting) return resting
  const uploaded = await upload({ to, api, attempt, content, video, options, ticket })
  if (uploaded.is !== 'made') return uploaded
  const { id } = uploaded.video
  const known: Ticket = { video: id, done: [] }
  await save(attempt, known)
  return finish({ to, api, attempt, content, options }, known, id, uploaded.video)
}

interface Step {
  to: Session<Cred>
  api: Api
  attempt: Attempt
  content: Content
  options: Options
}

/** The video exists. Whatever happens from here on, it is not sent again. */
async function finish(step: Step, ticket: Ticket, id: string, fresh?: SeenVideo): Promise<Published> {
  const { to, api, attempt, content, options } = step
  let known = ticket
  if (fresh || (await isThere(api, id))) {
    const open = await dress({ to, content, options, video: fresh ?? { id } }, ticket, async done => {
      known = { ...known, done }
      await save(attempt, known)
    })
    if (open) to.note({ is: 'incomplete', ...open })
  }
  const read = await readVideos(api, [id])
  if (read.is !== 'answer') return accepted(known, 10_000)
  const [video] = read.value
  if (!video) return fresh ? accepted(known, 10_000) : { is: 'unknown', why: { code: 'youtube.gone' } }
  return toldOf(verdictOn(to, content, options, video, attempt.beganAt), known)
}

async function isThere(api: Api, id: string): Promise<boolean> {
  const read = await readVideos(api, [id])
  return read.is === 'answer' && read.value.length > 0
}

function toldOf(found: Found, ticket: Ticket): Published {
  switch (found.is) {
    case 'live':
      return found
    case 'pending':
      return { is: 'accepted', awaits: found.awaits, ticket: asJson(ticket), lookAfter: found.lookAfter }
    // A failed copy stands on the channel: reading confirms it, it is removed, and then a person is told.
    case 'refused':
    case 'unproved':
    case 'reconnect':
    case 'later':
      return { is: 'unknown', why: found.why }
    case 'absent':
    case 'unfinished':
      return { is: 'unknown', why: { code: 'youtube.gone' } }
    default:
      return found satisfies never
  }
}

const accepted = (ticket: Ticket, lookAfter: number): Published => ({
  is: 'accepted',
  awaits: 'network',
  ticket: asJson(ticket),
  lookAfter,
})
