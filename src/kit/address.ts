/** What does not tell two articles of one website apart. */
export interface AddressRules {
  /** Parameters that do not belong to an address; `*` stands for any letters: `p_p_*`, `_*_cur`. */
  dropParams?: readonly string[]
  /** Hosts that serve one website. The first is its name. */
  hosts?: readonly (readonly string[])[]
  /** First parts of a path that change the frame around a text and not the text: `en`, `vi`. */
  frames?: readonly string[]
  /** Paths and names of parameters that ignore case, as IIS does. */
  caseless?: boolean
}

/** Added by those who count readers; never part of what a page is. */
const tracking = [
  'utm_*',
  'fbclid',
  'gclid',
  'dclid',
  'gbraid',
  'wbraid',
  'msclkid',
  'yclid',
  'igshid',
  'mc_cid',
  'mc_eid',
  '_ga',
  '_gl',
  'zarsrc',
  'jsessionid',
  'phpsessid',
]

/**
 * One name for every way an article is written: scheme, `www.`, default port, fragment, session, tracking and dropped
 * parameters, index pages, doubled and last slashes, percent-encoding and order of parameters aside. A name to compare,
 * not an address to fetch. Null where no single item is named: a front page, an address without end, or none at all.
 */
export function canonicalAddress(url: string, rules: AddressRules = {}): string | null {
  const parsed = URL.parse(url.trim())
  if (!parsed || !/^https?:$/.test(parsed.protocol) || isEndless(url)) return null
  const path = canonicalPath(parsed.pathname, rules)
  const params = kept(parsed, rules)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(rules.caseless ? name.toLowerCase() : name)}=${encodeURIComponent(value.normalize('NFC'))}`,
    )
    .sort()
  // Pages that run in the browser keep their place behind `#/` or `#!`; any other fragment is a place on the page.
  const place = /^#!?\//.test(parsed.hash) ? decoded(parsed.hash) : ''
  if (path === '' && params.length === 0 && place === '') return null
  return `https://${hostOf(parsed, rules)}${path}${params.length > 0 ? `?${params.join('&')}` : ''}${place}`
}

/** The address as it is to be fetched, without session, tracking and the parameters named. The rest keeps its order. */
export function cleanAddress(url: string, dropParams: readonly string[] = []): string | null {
  const parsed = URL.parse(url.trim())
  if (!parsed) return null
  const path = withoutSession(parsed.pathname)
  if (path !== parsed.pathname) parsed.pathname = path
  const before = [...parsed.searchParams]
  const after = kept(parsed, { dropParams })
  // Written anew only when something goes: writing changes how spaces are encoded.
  if (after.length < before.length) parsed.search = new URLSearchParams(after).toString()
  if (!/^#!?\//.test(parsed.hash)) parsed.hash = ''
  return parsed.href
}

/**
 * Addresses that a website makes out of its own addresses, for ever: a language added behind a page
 * (`tin-1.html/en/vi/en`), a part of the path three times over, a path nobody wrote by hand. One mirror of a Liferay
 * portal collected 12,000 of them.
 */
export function isEndless(url: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed) return false
  const parts = withoutSession(parsed.pathname)
    .split('/')
    .filter(part => part !== '')
  const file = parts.findIndex(part => /\.(?:html?|aspx|php|jsp)$/i.test(part))
  if (file >= 0 && parts.slice(file + 1).some(part => /^[a-z]{2}(?:[-_][a-z]{2})?$/i.test(part))) return true
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)
  return parts.length > 25 || parsed.href.length > 4000 || [...counts.values()].some(count => count >= 3)
}

/** `www.` in front makes no other website of a host. */
export function hostOf(url: URL, rules: AddressRules = {}): string {
  const bare = (host: string) => host.toLowerCase().replace(/^www\./, '')
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`
  const host = `${bare(url.hostname)}${port}`
  const [first] = rules.hosts?.find(hosts => hosts.some(one => bare(one) === host)) ?? []
  return first === undefined ? host : bare(first)
}

function canonicalPath(pathname: string, { frames = [], caseless = false }: AddressRules): string {
  let path = decoded(withoutSession(pathname))
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index\.(?:html?|php|jsp|aspx)|default\.aspx?)$/i, '/')
    .replace(/\/+$/, '')
  const [, first = ''] = path.split('/')
  if (frames.includes(first.toLowerCase().replace('-', '_'))) path = path.slice(first.length + 1)
  return caseless ? path.toLowerCase() : path
}

function withoutSession(pathname: string): string {
  return pathname.replace(/;(?:jsessionid|phpsessid|sid)=[^/;]*/gi, '')
}

function kept(url: URL, { dropParams = [] }: AddressRules): [string, string][] {
  const patterns = [...tracking, ...dropParams].map(asPattern)
  return [...url.searchParams].filter(([name]) => !patterns.some(pattern => pattern.test(name)))
}

const patterns = new Map<string, RegExp>()

function asPattern(text: string): RegExp {
  const known = patterns.get(text)
  if (known) return known
  const made = new RegExp(`^${text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*')}$`, 'i')
  if (patterns.size < 1000) patterns.set(text, made)
  return made
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFC')
  } catch {
    return text
  }
}
