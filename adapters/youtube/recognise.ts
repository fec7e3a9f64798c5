/** The addresses of a video: the page, the short form, a Short, a live page, the studio; undefined for whatever else was pasted. */
export function recognise(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url) return undefined
  const host = url.hostname.replace(/^(?:www|m|music)\./, '')
  const id = idIn(host, url)
  return id !== undefined && /^[\w-]{11}$/.test(id) ? id : undefined
}

function idIn(host: string, url: URL): string | undefined {
  const [, first, second] = url.pathname.split('/')
  if (host === 'youtu.be') return first
  if (host === 'studio.youtube.com') return first === 'video' ? second : undefined
  if (host !== 'youtube.com') return undefined
  if (first === 'watch') return url.searchParams.get('v') ?? undefined
  return first === 'shorts' || first === 'live' || first === 'embed' ? second : undefined
}
