import type { Job, Matter, Picture } from './types.ts'
import type { World } from './world.ts'

/** Zalo fetches every picture itself, after it has taken the article: a dead one fails the job and not the call. */
export async function fetchPictures(world: World, matter: Matter, dead: boolean): Promise<NonNullable<Job['outcome']>> {
  const urls = [matter.cover.photo_url, ...matter.body.flatMap(block => (block.type === 'image' ? [block.url] : []))]
  if (dead) return { is: 'failed', message: 'Too many failed attempts' }
  if (!world.settings.fetchPictures) return { is: 'fetched', pictures: [] }
  const pictures: Picture[] = []
  for (const url of [...new Set(urls)]) {
    const got = await fetchOne(world, url)
    if (typeof got === 'string') return { is: 'failed', message: got }
    pictures.push(got)
  }
  return { is: 'fetched', pictures }
}

/** The picture, or what is wrong with it. */
async function fetchOne(world: World, url: string): Promise<Picture | string> {
  try {
    const signal = AbortSignal.timeout(world.settings.pictureTimeoutMs)
    const response = await world.fetch(url, { redirect: 'error', signal })
    if (response.status !== 200) return 'Too many failed attempts'
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (bytes.length > world.settings.pictureBytes) return 'file is too large'
    const type = typeOf(bytes)
    return type === undefined ? 'file invalid, only png/jpeg' : { url, type, bytes }
  } catch {
    return 'Too many failed attempts'
  }
}

/** By its first bytes: what a server calls a file proves nothing. */
export function typeOf(bytes: Uint8Array): 'image/jpeg' | 'image/png' | undefined {
  const head = [...bytes.subarray(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  if (head.startsWith('ffd8ff')) return 'image/jpeg'
  return head === '89504e470d0a1a0a' ? 'image/png' : undefined
}
