import { z } from 'zod'
import type { Content } from '../../src/ports/network.ts'
import type { Post } from './calls.ts'
import { messageOf } from './check.ts'
import { comparable } from './links.ts'

export interface Wanted {
  content: Content
  /** Ids of the pictures that were uploaded for this post and for no other. */
  photos: readonly string[]
  app: string
  since: Date
}

/**
 * How surely a post on the Page is the one we tried to make. `exact` (our picture, or our link under our words) goes
 * before `same` (our words, the link shown otherwise: Facebook follows a page's `og:url`); both are adopted. `alike`
 * (our link, quite other words) moves nothing: adopting it could report a lost post as live, sending could double it.
 */
export type Likeness = 'exact' | 'same' | 'alike' | 'other'

export function likeness(post: Post, wanted: Wanted): Likeness {
  if (post.application?.id !== wanted.app || post.is_published === false) return 'other'
  if (post.created_time && post.created_time < wanted.since) return 'other'
  if (photosOf(post).some(photo => wanted.photos.includes(photo))) return 'exact'
  const link = wanted.content.form === 'link' ? wanted.content.link : undefined
  const said = messageOf(wanted.content)
  const words = compareWords(said, post.message ?? '')
  if (link !== undefined && linksOf(post).some(other => comparable(other) === comparable(link))) {
    return words === 'different' ? 'alike' : 'exact'
  }
  return words === 'equal' && said !== '' ? 'same' : 'other'
}

/**
 * Facebook may trim white space and change line ends; some publishers saw shortened texts. Letters and figures in
 * their order are what remains, and a text that is the beginning of the other counts as the same text.
 */
export function compareWords(ours: string, theirs: string): 'equal' | 'akin' | 'different' {
  const left = lettersOf(ours)
  const right = lettersOf(theirs)
  if (left === right) return 'equal'
  if (right === '') return 'akin'
  return right.length * 2 >= left.length && left.startsWith(right) ? 'akin' : 'different'
}

function lettersOf(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}\p{S}]+/gu, '')
}

function photosOf(post: Post): string[] {
  const targets = (post.attachments?.data ?? []).flatMap(one => [
    one.target,
    ...(one.subattachments?.data ?? []).map(sub => sub.target),
  ])
  return targets.flatMap(target => {
    const id = z.union([z.string(), z.number()]).safeParse(target?.id)
    return id.success ? [String(id.data)] : []
  })
}

/** `url` of an outside link is a redirect of Facebook's (`l.facebook.com/l.php?u=…`), `unshimmed_url` the real one. */
function linksOf(post: Post): string[] {
  return (post.attachments?.data ?? []).flatMap(({ unshimmed_url, url }) => {
    const shown = unshimmed_url ?? url
    if (shown === undefined || !URL.canParse(shown)) return []
    const address = new URL(shown)
    const inner = /(?:^|\.)facebook\.com$/.test(address.hostname) ? address.searchParams.get('u') : null
    return [inner ?? shown]
  })
}
