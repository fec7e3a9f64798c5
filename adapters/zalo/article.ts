import type { Content, Problem, Session } from '../../src/ports/network.ts'
import { wireBody } from './body.ts'
import type { Kind, Seen, WireArticle, WireVideo } from './calls.ts'
import { type Cred, settingsShape } from './shape.ts'

export type Wire = WireArticle | WireVideo
export type Built =
  | {
      is: 'built'
      article: (status: Seen, made?: Made) => Wire
      /** The channel's standing cover may stand in for a first picture that Zalo cannot fetch. */
      mayStand: boolean
    }
  | { is: 'refused'; why: Problem }

export interface Made {
  /** The id that Zalo gave the video, for the form that has one. */
  film?: string | undefined
  /** Covered by the channel's standing cover. */
  standing?: boolean | undefined
}

/** In which of its two lists Zalo keeps it. */
export const kindOf = ({ form }: Pick<Content, 'form'>): Kind => (form === 'video' ? 'video' : 'normal')

/** What is sent for a content: the same for creating, showing and correcting, but for its state. */
export function build(to: Session<Cred>, content: Content): Built {
  if (content.form !== 'article' && content.form !== 'standing' && content.form !== 'video')
    return { is: 'refused', why: { code: 'zalo.form_unknown', with: { form: content.form } } }
  const settings = settingsShape.parse(to.settings)
  const addresses: string[] = []
  for (const [at, { digest, origin }] of content.pictures.entries()) {
    // Zalo fetches pictures itself and takes no uploaded one in an article. Our own copy is the one that was approved.
    const address = fetchable(to.files.address?.(digest)) ?? fetchable(origin)
    if (address === undefined) return { is: 'refused', why: { code: 'zalo.picture_unreachable', with: { n: at + 1 } } }
    addresses.push(address)
  }
  const standing = fetchable(settings.cover)
  const cover = addresses[0] ?? standing
  if (cover === undefined) return { is: 'refused', why: { code: 'zalo.cover_missing' } }
  const coverOf = (made: Made) => (made.standing ? (standing ?? cover) : cover)
  const text = (value = '') => value.normalize('NFC').trim()
  const comment = settings.comments ? 'show' : 'hide'
  const head = { title: text(content.title), description: text(content.description) }
  if (content.form === 'video')
    return {
      is: 'built',
      article: (status, made = {}) => {
        const avatar = coverOf(made)
        return { type: 'video', ...head, video_id: made.film ?? '', avatar, status, comment }
      },
      mayStand: standing !== undefined && standing !== cover,
    }
  const blocks = content.blocks ?? []
  const repeated = blocks.some(block => block.is === 'figure' && block.picture === 0)
  return {
    is: 'built',
    // In the body the same picture would fail again.
    mayStand: standing !== undefined && standing !== cover && !repeated,
    article: (status, made = {}) => ({
      type: 'normal',
      ...head,
      author: text(content.author),
      // A cover that stands in the body too is not shown twice; without this state: "create media fail".
      cover: { cover_type: 'photo', photo_url: coverOf(made), status: repeated ? 'hide' : 'show' },
      body: wireBody(blocks, content.text.normalize('NFC'), addresses),
      status,
      comment,
    }),
  }
}

/** Percent-encoded ASCII, as Zalo demands; undefined where it is no address a stranger could ask. */
function fetchable(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  url.hash = ''
  return url.href
}
