import { GraphError, invalid } from './errors.ts'
import { readPicture } from './image.ts'
import type { Params } from './params.ts'
import type { Page, Preview } from './types.ts'
import type { World } from './world.ts'

const ownersMay = ['picture', 'name', 'description', 'thumbnail']

/** Checks the link of a post, and reads its preview where links are fetched. */
export async function readLink(world: World, page: Page, link: string | null, params: Params): Promise<Preview | null> {
  const customised = ownersMay.some(name => params.has(name))
  if (link === null && customised) throw ownersOnly()
  if (link === null) return null
  const url = URL.canParse(link) ? new URL(link) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid('url should represent a valid URL', 2061006)
  if (/(^|\.)(facebook\.com|fb\.com|fb\.watch|fb\.me)$/i.test(url.hostname))
    throw invalid('A facebook.com link cannot be posted here', 1609008)
  const owns = page.owns.some(host => url.hostname === host || url.hostname.endsWith(`.${host}`))
  if (!owns && customised) throw ownersOnly()
  const { fetchLinks, previews } = world.settings
  const preview = fetchLinks || previews ? await crawl(world, link) : null
  if (preview || !fetchLinks) return preview
  throw new GraphError({
    status: 400,
    code: 1609005,
    message: '(#1609005) There was an error fetching the link from its server for the preview.',
  })
}

const ownersOnly = () =>
  invalid('Only owners of the URL have the ability to specify the picture, name, thumbnail or description params.')

/** As Meta's crawler asks, without cookies; only a 200 counts. */
async function crawl(world: World, link: string): Promise<Preview | null> {
  try {
    const response = await world.fetch(link, { headers: { 'user-agent': 'facebookexternalhit/1.1' } })
    const html = (await response.text()).slice(0, 500_000)
    if (response.status !== 200) return null
    const tags = openGraph(html)
    const image = tags.get('og:image')
    return {
      title: tags.get('og:title') ?? /<title[^>]*>([^<]*)</i.exec(html)?.[1]?.trim() ?? null,
      description: tags.get('og:description') ?? null,
      picture: image === undefined ? null : await fetchPicture(world, new URL(image, link).href),
    }
  } catch {
    return null
  }
}

/** A preview without its picture is still a preview. */
async function fetchPicture(world: World, url: string): Promise<Preview['picture']> {
  try {
    const response = await world.fetch(url)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const picture = response.status === 200 && bytes.length <= 8_000_000 ? readPicture(bytes) : undefined
    return picture ? { bytes, type: picture.type } : null
  } catch {
    return null
  }
}

function openGraph(html: string): Map<string, string> {
  const tags = new Map<string, string>()
  for (const [meta] of html.matchAll(/<meta\s[^>]*>/gi)) {
    const name = attribute(meta, 'property') ?? attribute(meta, 'name')
    const content = attribute(meta, 'content')
    if (name?.startsWith('og:') && content && !tags.has(name)) tags.set(name, content)
  }
  return tags
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag)
  const text = found?.[1] ?? found?.[2]
  return text?.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => entities[entity] ?? '')
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
