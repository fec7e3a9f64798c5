import { z } from 'zod'
import { invalid, invalidField, notCovered } from './errors.ts'
import { usableFilm } from './films.ts'
import type { Settings } from './settings.ts'
import type { Block, Matter } from './types.ts'
import type { World } from './world.ts'

const known = {
  article: ['id', 'type', 'title', 'author', 'description', 'cover', 'body', 'status', 'comment'],
  video: ['id', 'type', 'title', 'description', 'video_id', 'avatar', 'status', 'comment'],
  cover: ['cover_type', 'photo_url', 'status'],
  text: ['type', 'content'],
  image: ['type', 'url', 'caption'],
} as const

const Fields = z.record(z.string(), z.unknown())
const Seen = z.enum(['show', 'hide'])

/** In the order in which the service complains: type, title, description, author, cover, body. The first failure is told. */
export function readMatter(world: World, accountId: string, given: unknown): Matter {
  const { settings } = world
  const fields = Fields.safeParse(given)
  if (!fields.success) throw invalid('body is not a JSON object')
  const { data } = fields
  if (data.type === 'video') return readVideo(world, accountId, data)
  if (data.type !== 'normal') throw invalid('type accept only 2 value normal and video.')
  for (const name of ['related_medias', 'tracking_link']) if (name in data) throw notCovered(name)
  onlyKnown(data, known.article, settings)
  return {
    type: 'normal',
    film: null,
    title: line('title', data.title, settings.titleMost),
    description: line('description', data.description, settings.descriptionMost),
    author: line('author', data.author, settings.authorMost),
    cover: coverOf(data.cover, settings),
    body: bodyOf(data.body, settings),
    // Without it an article is hidden, whatever its author believes.
    status: seen('status', data.status, 'hide'),
    comment: seen('comment', data.comment, 'show'),
  }
}

/** Title, description, a video that is ready, and a still that is fetched like any picture. */
function readVideo(world: World, accountId: string, data: Record<string, unknown>): Matter {
  const { settings } = world
  onlyKnown(data, known.video, settings)
  const title = line('title', data.title, settings.titleMost)
  const description = line('description', data.description, settings.descriptionMost)
  if (typeof data.video_id !== 'string') throw invalidField('video_id')
  const film = usableFilm(world, accountId, data.video_id)
  return {
    type: 'video',
    film,
    title,
    description,
    author: '',
    cover: { cover_type: 'photo', photo_url: address('avatar', data.avatar), status: 'hide' },
    body: [],
    status: seen('status', data.status, 'hide'),
    comment: seen('comment', data.comment, 'show'),
  }
}

function onlyKnown(fields: Record<string, unknown>, names: readonly string[], settings: Settings): void {
  const odd = Object.keys(fields).find(name => !names.includes(name))
  if (settings.strict && odd !== undefined) throw invalidField(odd)
}

function line(name: string, value: unknown, most: number): string {
  if (typeof value !== 'string') throw invalidField(name)
  const length = [...value.normalize('NFC').trim()].length
  // The text names the documented figure, one more than what is really taken.
  if (length < 1 || length > most) throw invalid(`${name} allow 1 to ${Math.ceil(most / 50) * 50} characters`)
  return value
}

function seen(name: string, value: unknown, fallback: 'show' | 'hide'): 'show' | 'hide' {
  if (value === undefined) return fallback
  const read = Seen.safeParse(value)
  if (!read.success) throw invalidField(name)
  return read.data
}

function coverOf(value: unknown, settings: Settings): Matter['cover'] {
  const fields = Fields.safeParse(value)
  if (!fields.success) throw invalid('cover value is invalid')
  const { data } = fields
  if (data.cover_type === 'video') throw notCovered('a cover that is a video')
  if (data.cover_type !== 'photo') throw invalid('cover value is invalid')
  onlyKnown(data, known.cover, settings)
  const photo_url = address('photo_url', data.photo_url)
  if (data.status === undefined) throw invalid('create media fail')
  return { cover_type: 'photo', photo_url, status: seen('cover status', data.status, 'show') }
}

function bodyOf(value: unknown, settings: Settings): Block[] {
  const blocks = z.array(Fields).min(1).safeParse(value)
  if (!blocks.success) throw invalidField('body')
  return blocks.data.map(block => {
    switch (block.type) {
      case 'text':
        onlyKnown(block, known.text, settings)
        return { type: 'text', content: content(block.content) }
      case 'image': {
        onlyKnown(block, known.image, settings)
        const { caption } = block
        if (caption !== undefined && typeof caption !== 'string') throw invalidField('caption')
        return { type: 'image', url: address('url', block.url), ...(caption !== undefined && { caption }) }
      }
      case 'video':
      case 'product':
        throw notCovered(`body blocks of type ${block.type}`)
      default:
        throw invalidField('body type')
    }
  })
}

/** Percent-encoded ASCII only: a space or a Vietnamese letter was seen refused. */
function address(name: string, value: unknown): string {
  if (typeof value !== 'string' || !/^https?:\/\/[\x21-\x7e]+$/.test(value) || !URL.canParse(value))
    throw invalid(`${name} ${typeof value === 'string' ? value : ''} is invalid`)
  return value
}

/**
 * Plain text, or paragraphs of simple HTML. Which tags survive no document says; seen in use are p, b and br, so
 * anything else is refused here, and so is a bare sign that would have to be guessed at.
 */
function content(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw invalidField('content')
  const open: string[] = []
  for (const [tag, close, name] of value.matchAll(/<(\/?)([a-z]*)[^>]*>?/gi)) {
    if (!/^<(\/?(p|b)|br)>$/.test(tag)) throw invalidField('content')
    if (close === '/') {
      if (open.pop() !== name) throw invalidField('content')
    } else if (name !== 'br') open.push(name ?? '')
  }
  if (open.length > 0) throw invalidField('content')
  return value
}
