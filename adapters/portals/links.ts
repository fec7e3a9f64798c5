/** An absolute http(s) address, or null. Characters a browser would forgive are forgiven. */
export function findUrl(href: string | null | undefined, baseUrl: string): string | null {
  const url = resolve(href, baseUrl)
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null
}

/** As `findUrl`, for what a list calls its link: any scheme that does not run something. */
export function findLink(href: string | null | undefined, baseUrl: string): string | null {
  const url = resolve(href, baseUrl)
  return url && !/^(javascript|data|vbscript|blob|about):$/.test(url.protocol) ? url.href : null
}

function resolve(href: string | null | undefined, baseUrl: string): URL | null {
  const plain = href?.trim()
  if (!plain) return null
  return URL.parse(plain, baseUrl) ?? URL.parse(plain)
}
