import type { Metric, Problem, Reading, Readings, Session } from '../../src/ports/network.ts'
import { type Answer, type Api, apiOf } from './api.ts'
import { whyOf } from './auth.ts'
import { queryVideos, readStatus, type Video } from './calls.ts'
import { MINUTE } from './limits.ts'
import { type Known, knownOf } from './remote.ts'
import type { Cred } from './shape.ts'

/**
 * Counters of public posts, twenty in one call. Reach, watch time and followers gained TikTok offers to no program of
 * this kind: they are absent, never zero.
 */
export async function metrics(from: Session<Cred>, remotes: readonly string[]): Promise<Readings> {
  if (remotes.length === 0) return { readings: [] }
  const api = apiOf(from, from.cred.access, from.note)
  const named = await postsOf(api, remotes)
  const posts = [...new Set([...named.posts.values()])]
  const read = posts.length === 0 ? undefined : await queryVideos(api, posts, FIELDS)
  const videos = new Map(read?.is === 'answer' ? read.value.videos.map(video => [video.id, video] as const) : [])
  const trouble = read && read.is !== 'answer' ? consequence(read) : named.trouble
  const readings = remotes.map((remote): Reading => {
    const post = named.posts.get(remote)
    const video = post === undefined ? undefined : videos.get(post)
    if (video) return { is: 'read', remote, values: valuesOf(video) }
    if (read && read.is !== 'answer') return { is: 'unread', remote, why: whyOf(read) }
    return missing(remote, named.unread.get(remote))
  })
  return { readings, ...trouble }
}

const FIELDS = 'id,like_count,comment_count,share_count,view_count'

/** Only of a video is it known that the list would show it while it is public. */
function missing(remote: string, why: Problem | undefined): Reading {
  switch (knownOf(remote)?.is) {
    case 'video':
      return { is: 'gone', remote }
    case 'photo':
      return { is: 'unread', remote, why: { code: 'tiktok.photo_uncounted' } }
    case 'publish':
      return { is: 'unread', remote, why: why ?? { code: 'tiktok.not_public' } }
    case undefined:
      return { is: 'unread', remote, why: { code: 'tiktok.address_unread' } }
  }
}

interface Consequence {
  later?: { retryAfter: number; why: Problem }
  reconnect?: Problem
}

/** What stands under a publish_id may have become public since. */
async function postsOf(api: Api, remotes: readonly string[]) {
  const posts = new Map<string, string>()
  const unread = new Map<string, Problem>()
  let trouble: Consequence = {}
  for (const remote of remotes) {
    const known: Known | undefined = knownOf(remote)
    if (!known) continue
    if (known.is !== 'publish') {
      posts.set(remote, known.post)
      continue
    }
    if (trouble.later || trouble.reconnect) {
      unread.set(remote, trouble.reconnect ?? trouble.later?.why ?? { code: 'tiktok.not_public' })
      continue
    }
    const status = await readStatus(api, known.publish)
    if (status.is === 'answer') {
      const [post] = status.value.publicaly_available_post_id
      if (post !== undefined) posts.set(remote, post)
    } else {
      unread.set(remote, whyOf(status))
      trouble = consequence(status)
    }
  }
  return { posts, unread, trouble }
}

function valuesOf(video: Video): Partial<Record<Metric, number>> {
  return {
    ...(video.view_count !== undefined && { views: video.view_count }),
    ...(video.like_count !== undefined && { reactions: video.like_count }),
    ...(video.comment_count !== undefined && { comments: video.comment_count }),
    ...(video.share_count !== undefined && { shares: video.share_count }),
  }
}

function consequence(answer: Exclude<Answer<unknown>, { is: 'answer' }>): Consequence {
  if (answer.is === 'silence') return { later: { retryAfter: MINUTE, why: answer.why } }
  const { fault } = answer
  if (fault.is === 'account') return { reconnect: fault.why }
  return fault.is === 'rate' || fault.is === 'cap' ? { later: { retryAfter: fault.retryAfter, why: fault.why } } : {}
}
