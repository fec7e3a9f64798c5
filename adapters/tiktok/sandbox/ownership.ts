import type { App } from './types.ts'

/**
 * PULL_FROM_URL: https, a name and no number. A verified domain covers its paths and its subdomains, a verified prefix
 * what begins with it, after the path was made plain.
 */
export function owns(app: Pick<App, 'domains' | 'prefixes'>, address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || isNumber(url.hostname)) return false
  const byDomain = app.domains.some(domain => url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  return byDomain || app.prefixes.some(prefix => prefix.endsWith('/') && url.href.startsWith(prefix))
}

const isNumber = (host: string) => host.startsWith('[') || /^[\d.]+$/.test(host)

export const isLoopback = (address: string) =>
  URL.canParse(address) && /^(?:127\.0\.0\.1|localhost)$/.test(new URL(address).hostname)
