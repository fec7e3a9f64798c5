import type { Entry, ListRules, Readers } from '../ports/portal.ts'

/** What names items of a portal: what was said of it, and the reader that knows its kind of installation. */
export interface Naming {
  rules: ListRules
  identity: Readers['identity']
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
export function identify(entries: readonly Entry[], source: number, naming: Naming): (Identity | undefined)[] {
  const named = entries.map(entry => namesOf(entry, source, naming))
  const shared = ambiguous(entries, named)
  return named.map(names => {
    const usable = names.filter(name => !shared.has(name))
    const [key] = usable
    return key === undefined ? undefined : { key, aliases: usable }
  })
}

/**
 * One address has the same names wherever it is met: pushed, listed, or as a page's own canonical address. Each carries
 * its host, so that two sites that count alike stay two.
 */
export function namesOfUrl(url: string, { rules, identity }: Naming): string[] {
  const found = identity(url, rules)
  if (found === null) return []
  return [...(found.id === null ? [] : [found.key]), ...(found.address === null ? [] : [`url:${found.address}`])]
}

function namesOf(entry: Entry, source: number, naming: Naming): string[] {
  const ofUrl = entry.url ? namesOfUrl(entry.url, naming) : []
  const number = ofUrl.filter(name => name.startsWith('id:'))
  const guid = entry.id ? guidKey(entry.id, source, naming) : []
  return [...new Set([...number, ...guid, ...ofUrl])]
}

/**
 * A guid that is an address is one. Any other names an item within its list, unless it is made to be unique in the world:
 * a content system gives `news_12` in each language and module (NukeViet, rss.php).
 */
function guidKey(id: string, source: number, naming: Naming): string[] {
  if (/^https?:\/\//i.test(id)) return namesOfUrl(id, naming)
  return [worldwide.test(id) ? `guid:${id}` : `guid:${source}:${id}`]
}

const worldwide = /^(?:tag|urn):|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** Names that rows of different titles have in common. */
function ambiguous(entries: readonly Entry[], named: readonly string[][]): Set<string> {
  const titles = new Map<string, string>()
  const shared = new Set<string>()
  for (const [at, names] of named.entries())
    for (const name of names) {
      const title = entries[at]?.title ?? ''
      const known = titles.get(name)
      if (known === undefined) titles.set(name, title)
      else if (known !== title) shared.add(name)
    }
  return shared
}
