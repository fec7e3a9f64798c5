import { CONSENT_HOST } from './limits.ts'

/**
 * Ids of live copies. A public video is its post id; a public photo post `photo/<post id>`, because what is missing from
 * the list of videos is gone only if it was a video; what is complete and has no public id its publish_id.
 */
export type Known =
  | { is: 'video'; post: string }
  | { is: 'photo'; post: string }
  /** For its own eyes, or not past moderation for a day: TikTok names no post. */
  | { is: 'publish'; publish: string }

export function knownOf(remote: string): Known | undefined {
  const post = /^(photo\/)?(\d+)$/.exec(remote)
  if (post?.[2]) return { is: post[1] ? 'photo' : 'video', post: post[2] }
  return /^[vp]_[\w~.-]+$/.test(remote) ? { is: 'publish', publish: remote } : undefined
}

export const remoteOf = (media: 'video' | 'photos', post: string) => (media === 'photos' ? `photo/${post}` : post)

/** Where people see it, when TikTok gave no address of its own; any name before the id leads there. */
export const addressOf = (media: 'video' | 'photos', post: string) =>
  `https://${CONSENT_HOST}/@/${media === 'photos' ? 'photo' : 'video'}/${post}`

/** Addresses as the app and the browser show them; a shortened one says nothing about the post. */
export function recognise(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^(?:www\.|m\.)?tiktok\.com$/.test(url.hostname)) return undefined
  const found = /^\/@[\w.]*\/(video|photo)\/(\d+)\/?$/.exec(url.pathname)
  return found?.[2] && remoteOf(found[1] === 'photo' ? 'photos' : 'video', found[2])
}
