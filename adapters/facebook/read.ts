import type { Attempt, Content, Found, Options, Session } from '../../src/ports/network.ts'
import { fullId, listPosts, type Post, postList, readPost, readStory } from './calls.ts'
import { messageOf } from './check.ts'
import type { Fault } from './errors.ts'
import { type Graph, graphOf } from './graph.ts'
import { DAY, traits } from './limits.ts'
import { walk } from './list.ts'
import { compareWords, likeness, type Wanted } from './match.ts'
import { addressOf } from './publish.ts'
import { settleFilm } from './settle.ts'
import type { Cred } from './shape.ts'
import { type Ticket, ticketOf } from './ticket.ts'

/** Graph lists by the second of its own clock; two minutes cover what ours may be ahead. */
const BEFORE = 120_000
const LATER = 60_000

/** What became of an attempt, read from the Page itself. Never writes. */
export async function reconcile(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  _options: Options,
): Promise<Found> {
  const graph = graphOf(to, to.cred.token, to.note)
  if (content.form === 'video' || content.form === 'reel') {
    const since = new Date(attempt.firstBeganAt.getTime() - BEFORE)
    return settleFilm(to, graph, content, attempt, since, afterFault)
  }
  const ticket = ticketOf(attempt)
  const wanted: Wanted = {
    content,
    photos: ticket.photos.map(photo => photo.id),
    app: to.app.id,
    since: new Date(attempt.firstBeganAt.getTime() - BEFORE),
  }
  const byPhoto = await findByPhoto(to, graph, wanted, attempt)
  if (byPhoto) return byPhoto
  // In doubt about a duplicate the older post matters too: it is what Facebook holds against us.
  const since = ticket.doubt ? new Date(Math.min(wanted.since.getTime(), to.now().getTime() - DAY)) : wanted.since
  const list = await walk(
    limit => listPosts(graph, to.account, since, limit),
    (next, limit) => graph.follow(next, limit, postList),
  )
  if (list.is === 'fault') return afterFault(list.fault)
  if (list.is === 'silence') return { is: 'later', why: list.why, retryAfter: LATER }
  const posts = list.items.map(post => ({ ...post, id: fullId(to.account, post.id) }))
  const found = await findInList(to, posts, wanted, attempt)
  if (found) return found
  if (list.is === 'torn') return { is: 'unproved', why: list.why }
  return ticket.doubt ? settleDoubt(to, posts, content, attempt, ticket.doubt) : { is: 'absent' }
}

/** A picture leads back to the post it became part of, whatever the lists show. */
async function findByPhoto(
  to: Session<Cred>,
  graph: Graph,
  wanted: Wanted,
  attempt: Attempt,
): Promise<Found | undefined> {
  const [photo] = wanted.photos
  if (photo === undefined) return undefined
  const story = await readStory(graph, photo)
  if (story.is === 'fault' && stops(story.fault)) return afterFault(story.fault)
  if (story.is !== 'answer' || story.value.page_story_id === undefined) return undefined
  const id = fullId(to.account, story.value.page_story_id)
  const post = await readPost(graph, id)
  // The picture was uploaded for this post alone, so its post is ours, unless it is not out or somebody else's.
  if (post.is !== 'answer' || post.value.is_published === false) return undefined
  if (post.value.application && post.value.application.id !== wanted.app) return undefined
  return (await attempt.taken([id])).has(id) ? undefined : liveOf(to, { ...post.value, id })
}

async function findInList(
  to: Session<Cred>,
  posts: readonly Post[],
  wanted: Wanted,
  attempt: Attempt,
): Promise<Found | undefined> {
  const like = posts.map(post => ({ post, is: likeness(post, wanted) })).filter(({ is }) => is !== 'other')
  if (like.length === 0) return undefined
  const taken = await attempt.taken(like.map(({ post }) => post.id))
  const free = like.filter(({ post }) => !taken.has(post.id))
  const exact = free.filter(({ is }) => is === 'exact')
  const [oldest, ...others] = (exact.length > 0 ? exact : free.filter(({ is }) => is === 'same'))
    .map(({ post }) => post)
    .sort((a, b) => (a.created_time?.getTime() ?? 0) - (b.created_time?.getTime() ?? 0))
  if (oldest) {
    if (others.length > 0) {
      const ids = others.map(post => addressOf(post.id, post.permalink_url)).join(' ')
      to.note({ is: 'warning', why: { code: 'facebook.several', with: { count: others.length + 1, others: ids } } })
    }
    return liveOf(to, oldest)
  }
  const [alike] = free
  if (!alike) return undefined
  const url = addressOf(alike.post.id, alike.post.permalink_url)
  return { is: 'unproved', why: { code: 'facebook.alike', with: { url } } }
}

function liveOf(to: Session<Cred>, post: Post): Found {
  return {
    is: 'live',
    remote: { id: post.id, url: addressOf(post.id, post.permalink_url) },
    at: post.created_time ?? to.now(),
  }
}

/** Facebook refused and nothing of ours is on the Page: certainly not live, once the lists had time to show it. */
function settleDoubt(
  to: Session<Cred>,
  posts: readonly Post[],
  content: Content,
  attempt: Attempt,
  doubt: NonNullable<Ticket['doubt']>,
): Found {
  const shownAt = attempt.beganAt.getTime() + traits.requestLimit + (traits.listDelay ?? 0)
  if (to.now().getTime() < shownAt) return { is: 'later', why: doubt, retryAfter: LATER }
  if (doubt.code !== 'facebook.duplicate') return { is: 'refused', why: doubt }
  const twin = posts.find(post => compareWords(messageOf(content), post.message ?? '') === 'equal')
  // No remote: that post is somebody's, not a failed copy of ours to be removed.
  return twin
    ? { is: 'refused', why: { code: 'facebook.duplicate_of', with: { url: addressOf(twin.id, twin.permalink_url) } } }
    : { is: 'refused', why: doubt }
}

function stops(fault: Fault): boolean {
  return fault.is === 'auth' || fault.is === 'permission' || fault.is === 'throttle' || fault.is === 'blocked'
}

function afterFault(fault: Fault): Found {
  switch (fault.is) {
    case 'auth':
    case 'permission':
      return { is: 'reconnect', why: fault.why }
    case 'gone':
      return { is: 'reconnect', why: { ...fault.why, code: 'facebook.page_gone' } }
    case 'throttle':
    case 'blocked':
      return { is: 'later', why: fault.why, retryAfter: fault.retryAfter }
    case 'transient':
    case 'too_heavy':
    case 'upload':
      return { is: 'later', why: fault.why, retryAfter: LATER }
    case 'duplicate':
    case 'link':
    case 'media':
    case 'policy':
    case 'invalid':
    case 'odd':
      return { is: 'unproved', why: fault.why }
    default:
      return fault satisfies never
  }
}
