import type { Entry } from '../ports/portal.ts'

export interface IdentityRules {
  idPattern?: string
  dropParams?: readonly string[]
}

/** By what an item is known again: one key, and every other name it goes by. */
export interface Identity {
  key: string
  aliases: string[]
}

/**
 * The names of each row of one list: the portal's own number in the address, then guid or Atom id, then the address
 * itself. A name that two different rows of the list share names neither: a guid that is always the same, an address
 * that is always the front page. Undefined for a row that cannot be told from others.
 */
export function identify(entries: readonly Entry[], source: number, rules: IdentityRules): (Identity | undefined)[] {
  const named = entries.map(entry => namesOf(entry, source, rules))
  const shared = ambiguous(entries, named)
  return named.map(names => {
    const usable = names.filter(name => !shared.has(name))
    const [key] = usable
    return key === undefined ? undefined : { key, aliases: usable }
  })
}

/** One address has the same names wherever it is met: pushed, listed, or as a page's own canonical address. */
export function namesOfUrl(url: string, rules: IdentityRules): string[] {
  const address = addressKey(url, rules.dropParams ?? [])
  const number = numberIn(url, rules.idPattern)
  return [...(number ? [`id:${number}`] : []), ...(address ? [`url:${address}`] : [])]
}

function namesOf(entry: Entry, source: number, rules: IdentityRules): string[] {
  const ofUrl = entry.url ? namesOfUrl(entry.url, rules) : []
  const number = ofUrl.filter(name => name.startsWith('id:'))
  const guid = entry.id ? guidKey(entry.id, source, rules) : []
  return [...new Set([...number, ...guid, ...ofUrl])]
}

/** A guid that is an address is one; a bare number is a number within its list, since two lists count for themselves. */
function guidKey(id: string, source: number, rules: IdentityRules): string[] {
  if (/^https?:\/\//i.test(id)) return namesOfUrl(id, rules)
  return [/^\d+$/.test(id) ? `guid:${source}:${id}` : `guid:${id}`]
}

/** Names that rows of different titles have in common. */
function ambiguous(entries: readonly Entry[], named: readonly string[][]): Set<string> {
  const titles = new Map<string, Set<string>>()
  for (const [at, names] of named.entries())
    for (const name of names) {
      const known = titles.get(name) ?? new Set()
      titles.set(name, known.add(entries[at]?.title ?? ''))
    }
  return new Set([...titles].filter(([, all]) => all.size > 1).map(([name]) => name))
}

/** Liferay numbers an article once and shows it under many category addresses. */
const builtIn = /\/-\/view_content\/(\d+)-/

function numberIn(url: string, pattern: string | undefined): string | undefined {
  return (pattern ? new RegExp(pattern).exec(url)?.[1] : undefined) ?? builtIn.exec(url)?.[1]
}

const tracking = [
  'utm_*',
  'fbclid',
  'gclid',
  'dclid',
  'msclkid',
  'yclid',
  'igshid',
  'mc_cid',
  'mc_eid',
  '_ga',
  '_gl',
  'zarsrc',
  'jsessionid',
]

/**
 * An address freed of what does not tell articles apart: scheme, default port, fragment, session, tracking and the
 * portal's configured parameters, percent-encoding and order of the rest. Null for what leads to no single item: a front
 * page, or no address at all.
 */
export function addressKey(url: string, dropParams: readonly string[] = []): string | null {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null
  const path = decoded(parsed.pathname.replace(/;jsessionid=[^/;]*/i, '')).replace(/\/+$/, '')
  const drop = [...tracking, ...dropParams]
  const params = [...parsed.searchParams]
    .filter(([name]) => !drop.some(pattern => fits(name, pattern)))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.normalize('NFC'))}`)
    .sort()
  if (path === '' && params.length === 0) return null
  const port = parsed.port === '' || parsed.port === '80' || parsed.port === '443' ? '' : `:${parsed.port}`
  return `${parsed.hostname}${port}${path}${params.length > 0 ? `?${params.join('&')}` : ''}`
}

function fits(name: string, pattern: string): boolean {
  const [low, wanted] = [name.toLowerCase(), pattern.toLowerCase()]
  return wanted.endsWith('*') ? low.startsWith(wanted.slice(0, -1)) : low === wanted
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).normalize('NFC')
  } catch {
    return path
  }
}
