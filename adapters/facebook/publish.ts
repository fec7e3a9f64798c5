import { afterSilence } from '../../src/kit/exchange.ts'
import type { Attempt, Content, Options, Problem, Published, Session } from '../../src/ports/network.ts'
import { createPost, fullId, readPlace, readStory, uploadPhoto } from './calls.ts'
import { messageOf } from './check.ts'
import { afterStop, type Fault } from './errors.ts'
import { publishFilm } from './film.ts'
import { RETRY, whileInvisible } from './filming.ts'
import { type Answer, type Graph, graphOf } from './graph.ts'
import { HOUR, WEB_HOST } from './limits.ts'
import type { Cred } from './shape.ts'
import { save, type Ticket, ticketOf } from './ticket.ts'

/**
 * Pictures first, unpublished, then the one call that makes the post. Nothing is ever given to Facebook to publish
 * later: our own queue can still be edited and stopped.
 */
export async function publish(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  _options: Options,
): Promise<Published> {
  const graph = graphOf(to, to.cred.token, to.note)
  if (content.form === 'video' || content.form === 'reel') return publishFilm(to, graph, content, attempt)
  let ticket = ticketOf(attempt)
  if (ticket.doubt) {
    // Settled since, and somebody decided to send again: with fresh pictures, the old ones are in doubt themselves.
    ticket = { step: 'uploading', photos: [] }
    await save(attempt, ticket)
  }
  switch (content.form) {
    case 'text':
    case 'link':
      break
    case 'photo':
    case 'album': {
      const uploaded = await uploadAll(to, graph, content, attempt, ticket)
      if (uploaded.is !== 'uploaded') return uploaded
      ticket = uploaded.ticket
      break
    }
    default:
      return { is: 'refused', why: { code: 'facebook.form_unknown', with: { form: content.form } } }
  }
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  return post(to, graph, content, attempt, ticket)
}

async function post(
  to: Session<Cred>,
  graph: Graph,
  content: Content,
  attempt: Attempt,
  ticket: Ticket,
): Promise<Published> {
  const photos = ticket.photos.map(photo => photo.id)
  if (photos.length > 0) await save(attempt, { ...ticket, step: 'posting' })
  const answer = await createPost(graph, to.account, {
    message: messageOf(content),
    photos,
    ...(content.form === 'link' && content.link !== undefined && { link: content.link }),
  })
  switch (answer.is) {
    case 'answer':
      return live(to, graph, answer.value.id)
    case 'silence':
      return afterSilence(answer)
    case 'fault':
      return afterFault(graph, answer.fault, attempt, ticket)
    default:
      return answer satisfies never
  }
}

/** The post is out; whatever a further reading says cannot change that (a failed one must not double the post). */
async function live(to: Session<Cred>, graph: Graph, id: string): Promise<Published> {
  const full = fullId(to.account, id)
  const place = await readPlace(graph, full)
  const read = place.is === 'answer' ? place.value : {}
  return {
    is: 'live',
    remote: { id: full, url: addressOf(full, read.permalink_url) },
    at: read.created_time ?? to.now(),
  }
}

/** `permalink_url` is what to show; the id alone redirects to it. */
export function addressOf(id: string, permalink: string | undefined): string {
  if (permalink?.startsWith('/')) return `https://${WEB_HOST}${permalink}`
  return permalink !== undefined && URL.canParse(permalink) ? permalink : `https://${WEB_HOST}/${id}`
}

async function afterFault(graph: Graph, fault: Fault, attempt: Attempt, ticket: Ticket): Promise<Published> {
  const { why } = fault
  switch (fault.is) {
    case 'auth':
    case 'permission':
    case 'gone':
    case 'throttle':
    case 'blocked':
      return afterStop(fault)
    case 'transient':
    case 'too_heavy':
    case 'upload':
      return { is: 'unknown', why }
    case 'duplicate':
    case 'odd':
      // Very likely there already, or refused for a reason nobody wrote down: reading back decides, not a second try.
      await save(attempt, {
        ...ticket,
        step: 'posting',
        doubt: { code: why.code, ...(why.with && { with: why.with }) },
      })
      return { is: 'unknown', why }
    case 'link':
      return attempt.number < LINK_TRIES
        ? { is: 'unsent', why, retryAfter: attempt.number * LINK_WAIT }
        : { is: 'refused', why }
    case 'invalid':
      return afterInvalid(graph, why, attempt, ticket)
    case 'media':
    case 'policy':
      return { is: 'refused', why }
    default:
      return fault satisfies never
  }
}

/**
 * A picture kept from an earlier attempt may have been deleted since: then all are uploaded afresh, once. A picture that
 * stands in a post tells where the post is. Otherwise the refusal is about the post itself.
 */
async function afterInvalid(graph: Graph, why: Problem, attempt: Attempt, ticket: Ticket): Promise<Published> {
  if (ticketOf(attempt).photos.length === 0) return { is: 'refused', why }
  for (const photo of ticket.photos) {
    const story = await readStory(graph, photo.id)
    if (story.is === 'answer' && story.value.page_story_id !== undefined) return { is: 'unknown', why }
    if (story.is === 'fault' && story.fault.is === 'gone') {
      await save(attempt, { step: 'uploading', photos: [] })
      return { is: 'unsent', why, retryAfter: RETRY }
    }
  }
  return { is: 'refused', why }
}

type Uploaded = { is: 'uploaded'; ticket: Ticket } | Published

/** One picture that fails means no post: a set with a gap is not what was approved. */
async function uploadAll(
  to: Session<Cred>,
  graph: Graph,
  content: Content,
  attempt: Attempt,
  ticket: Ticket,
): Promise<Uploaded> {
  const photos: Ticket['photos'] = []
  for (const [index, picture] of content.pictures.entries()) {
    const kept = ticket.photos[index]
    if (kept?.digest === picture.digest) {
      photos.push(kept)
      continue
    }
    const bytes = await to.files.read(picture.digest)
    if (!bytes) return { is: 'refused', why: { code: 'facebook.picture_lost', with: { n: index + 1 } } }
    const answer = await uploadPhoto(graph, to.account, {
      name: `${picture.digest.slice(0, 16)}.${picture.mime === 'image/png' ? 'png' : 'jpg'}`,
      mime: picture.mime,
      bytes,
      alt: picture.alt.normalize('NFC').trim(),
    })
    if (answer.is !== 'answer') return afterUpload(answer, attempt, index + 1)
    photos.push({ digest: picture.digest, id: answer.value.id })
    await save(attempt, { step: 'uploading', photos })
  }
  if (photos.length === 0) return { is: 'refused', why: { code: 'facebook.pictures_missing' } }
  return { is: 'uploaded', ticket: { step: 'uploading', photos } }
}

/** Nothing is public yet, so no answer here is ever `unknown`. */
function afterUpload(answer: Exclude<Answer<unknown>, { is: 'answer' }>, attempt: Attempt, n: number): Published {
  if (answer.is === 'silence') return { is: 'unsent', why: answer.why, ...(answer.sent && { retryAfter: RETRY }) }
  const { fault } = answer
  if (fault.is === 'media') return { is: 'refused', why: { ...fault.why, with: { n } } }
  return whileInvisible(fault, attempt)
}

/** 1609005 heals by itself when the portal was only slow; "a few slow retries". */
const LINK_TRIES = 3
const LINK_WAIT = HOUR / 6
