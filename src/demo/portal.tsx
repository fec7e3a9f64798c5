import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { drawPicture, writePdf } from './drawing.ts'
import { makeFilm } from './film.ts'
import { ArticlePage, FrontPage, fileOf, type Item, pictureOf } from './page.tsx'
import { stories } from './stories.ts'

export interface Portal {
  app: Hono
  /** A story, the next one where none is named, published now; the item that it became. */
  publish(story?: (typeof stories)[number]): Item
  items(): readonly Item[]
}

const listed = 30
/** Drawn files that are kept, as a portal keeps its files: a film is 1.4 MB and takes half a second to make. */
const kept = 12

/**
 * The web portal of an invented province. Ids carry the moment the run began, so that a portal that forgot its items
 * never gives an old id to a new one.
 * @param base where it is reached.
 */
export function makePortal(now: () => Date, base: () => string): Portal {
  const run = Math.floor(now().getTime() / 1000)
  const items: Item[] = []

  function publish(named?: (typeof stories)[number]): Item {
    const number = items.length
    const at = now()
    const make = named ?? stories[number % stories.length]
    if (!make) throw new Error('no story')
    // Numbers in the texts go on over runs as well, so that no two items read alike.
    const story = make({ number: (run % 9000) + number, at })
    const id = `${run}${String(number).padStart(4, '0')}`
    const item: Item = { id, path: `/tin/${slug(story.title)}-${id}.html`, at, story }
    items.unshift(item)
    return item
  }

  const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  function once(path: string, make: () => Promise<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> {
    const made = files.get(path) ?? make()
    files.delete(path)
    files.set(path, made)
    for (const oldest of files.keys()) if (files.size > kept) files.delete(oldest)
    return made
  }

  const find = (id: string) => items.find(item => item.id === id)
  const app = new Hono()
  app.get('/', c => c.html(<FrontPage items={items.slice(0, listed)} />))
  app.get('/rss/tin-moi.rss', c =>
    conditional(c, feed(items.slice(0, listed), base()), 'application/rss+xml', items[0]?.at),
  )
  app.get('/tin/:page{.+\\.html}', c => {
    const item = find(/(\d+)\.html$/.exec(c.req.param('page'))?.[1] ?? '')
    if (!item) return c.html('<!doctype html><title>Không tìm thấy</title><h1>Không tìm thấy trang</h1>', 404)
    return conditional(
      c,
      `<!doctype html>${<ArticlePage item={item} base={base()} />}`,
      'text/html; charset=utf-8',
      item.at,
    )
  })
  app.get('/anh/:name{\\d+-\\d+\\.jpg}', async c => {
    const [id = '', place = ''] = c.req.param('name').replace('.jpg', '').split('-')
    const picture = find(id)?.story.pictures[Number(place) - 1]
    if (!picture) return c.notFound()
    const bytes = await once(c.req.path, () => drawPicture(picture.scene, Number(id.slice(-8)) * 10 + Number(place)))
    return c.body(bytes, 200, { 'content-type': 'image/jpeg', 'cache-control': 'max-age=86400' })
  })
  app.get('/video/:name{\\d+\\.mp4}', async c => {
    const id = c.req.param('name').replace('.mp4', '')
    const { story } = find(id) ?? {}
    if (!story?.video) return c.notFound()
    const number = Number(id.slice(-8)) * 10
    const scenes = [...story.pictures.map(picture => picture.scene), 'river', 'hills', 'field'] as const
    const film = await once(c.req.path, () =>
      makeFilm(scenes.slice(0, 4).map((scene, place) => ({ scene, number: number + place }))),
    )
    return c.body(film, 200, {
      'content-type': 'video/mp4',
      'content-length': String(film.length),
      'cache-control': 'max-age=86400',
    })
  })
  app.get('/video/:name{\\d+\\.vtt}', c => {
    const video = find(c.req.param('name').replace('.vtt', ''))?.story.video
    if (!video) return c.notFound()
    return c.body(`WEBVTT\n\n00:00.000 --> 00:06.000\n${video.title}\n`, 200, { 'content-type': 'text/vtt' })
  })
  app.get('/van-ban/:id/:name', c => {
    const file = find(c.req.param('id'))?.story.files?.find(one => one.name === c.req.param('name'))
    return file ? c.body(writePdf(file.lines), 200, { 'content-type': 'application/pdf' }) : c.notFound()
  })
  app.get('/robots.txt', c => c.text('User-agent: *\nAllow: /\n'))
  return { app, publish, items: () => items }
}

/** 304 to whoever has it already, by tag first and by time after it (RFC 9110, 13.2.2). */
function conditional(c: Context, body: string, type: string, changed: Date | undefined): Response {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  const modified = changed ? new Date(Math.floor(changed.getTime() / 1000) * 1000) : undefined
  const headers: Record<string, string> = { etag, 'cache-control': 'no-cache' }
  if (modified) headers['last-modified'] = modified.toUTCString()
  const tags = c.req.header('if-none-match')
  const since = Date.parse(c.req.header('if-modified-since') ?? '')
  const same = tags ? tags.includes(etag) : modified !== undefined && modified.getTime() <= since
  return same ? c.body(null, 304, headers) : c.body(body, 200, { ...headers, 'content-type': type })
}

function feed(items: readonly Item[], base: string): string {
  const rows = items.map(item => {
    const { story } = item
    const picture = story.pictures.length
      ? `<enclosure url="${base}${pictureOf(item, 0)}" type="image/jpeg" length="0"/>`
      : (story.files ?? [])
          .map(({ name }) => `<enclosure url="${base}${fileOf(item, name)}" type="application/pdf" length="0"/>`)
          .join('')
    return `<item><title>${xml(story.title)}</title><link>${base}${item.path}</link>
<guid isPermaLink="false">lacgiang-${item.id}</guid><category>${xml(story.section)}</category>
<description>${xml(story.lead)}</description><pubDate>${item.at.toUTCString()}</pubDate>
<dc:language>${story.language}</dc:language>${picture}</item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tin mới - Cổng thông tin điện tử tỉnh Lạc Giang</title>
<link>${base}/</link><description>Tin mới</description><language>vi</language>
${rows.join('\n')}
</channel></rss>
`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const xml = (text: string) => text.replace(/[&<>"]/g, letter => entities[letter] ?? '')

const slug = (title: string) =>
  title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
