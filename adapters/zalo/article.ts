import type { Content, Problem, Session } from '../../src/ports/network.ts'
import { wireBody } from './body.ts'
import type { Seen, WireArticle } from './calls.ts'
import { type Cred, settingsShape } from './shape.ts'

export type Built = { is: 'built'; article: (status: Seen) => WireArticle } | { is: 'refused'; why: Problem }

/** What is sent for a content: the same for creating, showing and correcting, but for its state. */
export function build(to: Session<Cred>, content: Content): Built {
  if (content.form !== 'article' && content.form !== 'standing')
    return { is: 'refused', why: { code: 'zalo.form_unknown', with: { form: content.form } } }
  const settings = settingsShape.parse(to.settings)
  const addresses: string[] = []
  for (const [at, { digest, origin }] of content.pictures.entries()) {
    // Zalo fetches pictures itself and takes no uploaded one in an article. Our own copy is the one that was approved.
    const address = fetchable(to.files.address?.(digest)) ?? fetchable(origin)
    if (address === undefined) return { is: 'refused', why: { code: 'zalo.picture_unreachable', with: { n: at + 1 } } }
    addresses.push(address)
  }
  const cover = addresses[0] ?? fetchable(settings.cover)
  if (cover === undefined) return { is: 'refused', why: { code: 'zalo.cover_missing' } }
  const blocks = content.blocks ?? []
  const repeated = blocks.some(block => block.is === 'figure' && block.picture === 0)
  const text = (value = '') => value.normalize('NFC').trim()
  return {
    is: 'built',
    article: status => ({
      type: 'normal',
      title: text(content.title),
      author: text(content.author),
      // A cover that stands in the body too is not shown twice; without this state: "create media fail".
      cover: { cover_type: 'photo', photo_url: cover, status: repeated ? 'hide' : 'show' },
      description: text(content.description),
      body: wireBody(blocks, content.text.normalize('NFC'), addresses),
      status,
      comment: settings.comments ? 'show' : 'hide',
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
