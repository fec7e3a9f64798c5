import robotsParser from 'robots-parser'

/** As portals address us in robots.txt (RFC 9309 §2.2.1). */
export const productToken = 'LanToa'

/** What an origin's robots.txt was found to be. */
export type Robots =
  /** None: everything may be read. */
  | { is: 'open' }
  | { is: 'rules'; text: string }
  /** Nothing may be read until it answers again. */
  | { is: 'unreachable'; detail: string }

/** RFC 9309 §2.5: at least this much is read; what comes after it is not. */
export const mostBytes = 500 * 1024

const day = 24 * 3_600_000
const again = 5 * 60_000

/** When robots.txt is asked for next: cached for a day (RFC 9309 §2.4), sooner where it did not answer. */
export const robotsDue = (robots: Robots, now: Date): Date =>
  new Date(now.getTime() + (robots.is === 'unreachable' ? again : day))

/** By the status and what came with it: 4xx is none, anything else that is no text counts as unreachable. */
export function robotsOf(status: number, body: string): Robots {
  if (status >= 400 && status < 500 && status !== 429) return { is: 'open' }
  if (status !== 200) return { is: 'unreachable', detail: `robots.txt answers ${status}` }
  if (/^[\s\ufeff]*<(?:!doctype|html|head|body|script|meta|div|title|!--|\?xml)/i.test(body))
    return { is: 'unreachable', detail: 'an HTML page stands in place of robots.txt' }
  return { is: 'rules', text: body.replaceAll('\0', '') }
}

export type Allowed =
  | { is: 'allowed'; crawlDelay?: number }
  | { is: 'refused'; kind: 'robots' | 'robots_unreachable'; detail: string }

// The package is CommonJS, whose declaration says `default` where Node gives the function itself.
const parse = robotsParser as unknown as (
  url: string,
  text: string,
) => {
  isDisallowed(url: string, token: string): boolean | undefined
  getMatchingLineNumber(url: string, token: string): number
  getCrawlDelay(token: string): number | undefined
  getSitemaps(): string[]
}

/** The longest rule that matches decides, allowing where two are as long. */
export function mayRead(robots: Robots, url: string): Allowed {
  switch (robots.is) {
    case 'open':
      return { is: 'allowed' }
    case 'unreachable':
      return { is: 'refused', kind: 'robots_unreachable', detail: robots.detail }
    case 'rules': {
      const rules = parse(new URL('/robots.txt', url).href, robots.text.replace(/^\ufeff/, ''))
      if (rules.isDisallowed(url, productToken)) {
        const line = rules.getMatchingLineNumber(url, productToken)
        return { is: 'refused', kind: 'robots', detail: `line ${line} of robots.txt` }
      }
      const crawlDelay = rules.getCrawlDelay(productToken)
      return { is: 'allowed', ...(crawlDelay === undefined ? {} : { crawlDelay }) }
    }
    default:
      return robots satisfies never
  }
}

/** Of those it names, a portal has one or two that matter; one that names a hundred has them in an index as well. */
const mostSitemaps = 5

/** Sitemaps that it names, for whoever reads it (RFC 9309 §2.2.4; sitemaps.org, "Specifying the Sitemap location"). */
export function sitemapsOf(robots: Robots, url: string): string[] {
  if (robots.is !== 'rules') return []
  const named = parse(url, robots.text.replace(/^\ufeff/, '')).getSitemaps()
  const urls = named.flatMap(name => {
    const found = URL.parse(name.trim(), url)
    return found && /^https?:$/.test(found.protocol) && !found.username && !found.password ? [found.href] : []
  })
  return [...new Set(urls)].slice(0, mostSitemaps)
}
