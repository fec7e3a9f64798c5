import type { Attempt, Content, Options, Session, Settings, Video } from '../../src/ports/network.ts'
import type { SeenVideo } from './calls.ts'
import { WATCH_HOST } from './limits.ts'
import type { Manner } from './session.ts'
import { type Cred, optionsShape, type Privacy, settingsShape } from './shape.ts'
import type { Step } from './ticket.ts'

export interface Visibility {
  /** As people shall find it in the end. */
  wanted: Privacy
  /** As it is sent: private until YouTube publishes it at `publishAt`. */
  sent: Privacy
  publishAt?: Date
}

/** A time that is past is no time: the video goes out at once, openly. */
export function visibilityOf(options: Options, settings: Settings, now: Date): Visibility {
  const chosen = optionsShape.parse(options)
  const wanted = chosen.privacy ?? settingsShape.parse(settings).privacy
  const publishAt = chosen.publishAt === undefined ? undefined : new Date(chosen.publishAt)
  if (!publishAt || publishAt <= now || wanted !== 'public') return { wanted, sent: wanted }
  return { wanted, sent: 'private', publishAt }
}

export function mannerOf(to: Session<Cred>, content: Content, video: Video, attempt: Attempt, given: Options): Manner {
  const settings = settingsShape.parse(to.settings)
  const options = optionsShape.parse(given)
  const { sent, publishAt } = visibilityOf(given, to.settings, to.now())
  return {
    title: (content.title ?? '').normalize('NFC').trim(),
    description: content.text.normalize('NFC'),
    tags: content.tags ?? [],
    categoryId: options.category ?? settings.category,
    language: options.language ?? content.language ?? settings.language,
    privacy: sent,
    ...(publishAt && { publishAt: publishAt.toISOString() }),
    license: settings.license,
    madeForKids: options.madeForKids,
    synthetic: options.synthetic,
    notify: options.notify,
    fileName: fileNameOf(attempt, video),
    mime: video.mime,
    bytes: video.bytes,
  }
}

/**
 * Our mark. Only the owner sees the name of the uploaded file, nobody edits it, and it takes no room in a text: a
 * delivery finds its own video by it when everything else was lost.
 */
export const fileNameOf = (attempt: Attempt, video: Video): string =>
  `lantoa-${attempt.delivery}-${video.digest.slice(0, 16)}.mp4`

/** `origin` where the video itself names another: a stand-in on this machine has pages of its own. */
export const addressOf = (id: string, content: Content, origin = `https://${WATCH_HOST}`): string =>
  content.form === 'short' ? `${origin}/shorts/${id}` : `${origin}/watch?v=${id}`

/** The API gives no address of a video's page; its player is the one place that names the site. */
export function siteOf(video: SeenVideo): string | undefined {
  const source = /\bsrc="([^"]+)"/.exec(video.player?.embedHtml ?? '')?.[1] ?? ''
  const url = URL.canParse(source, 'https://x') ? new URL(source, 'https://x') : undefined
  return url && ['127.0.0.1', 'localhost'].includes(url.hostname) ? url.origin : undefined
}

export function playlistOf(content: Content, given: Options, settings: Settings): string | undefined {
  const chosen = optionsShape.parse(given).playlist
  const { playlists } = settingsShape.parse(settings)
  const ofSection =
    content.section !== undefined && Object.hasOwn(playlists, content.section) ? playlists[content.section] : undefined
  // Chosen and empty: to no list at all.
  return (chosen ?? ofSection) || undefined
}

/** What there is to do beside the video. */
export function stepsOf(content: Content, options: Options, settings: Settings): Step[] {
  return [
    ...(optionsShape.parse(options).captions ? (['captions'] as const) : []),
    ...(playlistOf(content, options, settings) ? (['playlist'] as const) : []),
    ...(content.pictures.length > 0 && settingsShape.parse(settings).thumbnails ? (['thumbnail'] as const) : []),
  ]
}
