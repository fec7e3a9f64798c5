import { type AddressRules, canonicalAddress, hostOf, isEndless } from '../../src/kit/address.ts'
import { decodeEntities, tidy } from '../../src/kit/text.ts'
import type { Identity, ListRules, Recognised, Way } from '../../src/ports/portal.ts'
import { findUrl } from './links.ts'
import type { Preset } from './preset.ts'
import { findPreset, generic, presets } from './presets.ts'

/** Which kind of installation a page comes from, by its marks; `generic` where none is certain. */
export function recognise(html: string, headers: Iterable<readonly [string, string]>, url: string): Recognised {
  const places = {
    html: html.slice(0, 2_000_000),
    url,
    header: [...headers].map(([name, value]) => `${name.toLowerCase()}: ${value}`).join('\n'),
  }
  let best: { preset: Preset; weight: number; signs: string[] } = { preset: generic, weight: 0, signs: [] }
  for (const preset of presets) {
    const signs: string[] = []
    const found = preset.marks.filter(mark => {
      const sign = markOf(mark.pattern).exec(places[mark.in])?.[0]
      if (sign) signs.push(tidy(sign).slice(0, 80))
      return sign !== undefined
    })
    const weight = found.reduce((sum, mark) => sum + mark.weight, 0)
    // An address alone proves nothing; anybody writes `.htm`.
    if (weight > best.weight && weight >= 2 && found.some(mark => mark.in !== 'url')) best = { preset, weight, signs }
  }
  const { preset, weight, signs } = best
  return { family: preset.name, weight, signs, ways: waysIn(html, url, preset) }
}

/** Feeds the page names itself come first, then where this kind of installation usually has them. */
function waysIn(html: string, url: string, preset: Preset): Way[] {
  const found = new Map<string, Way>()
  const add = (kind: Way['kind'], href: string | null, told: boolean) => {
    if (href !== null && !found.has(href) && found.size < 40) found.set(href, { kind, url: href, told })
  }
  for (const [tag] of html.matchAll(/<link\b[^<>]*>/gi)) {
    if (!/rel\s*=\s*["']?alternate/i.test(tag) || !/application\/(?:rss|atom|feed)\+/i.test(tag)) continue
    add('feed', findUrl(hrefOf(tag), url), true)
  }
  for (const [tag] of html.matchAll(/<a\b[^<>]*>/gi)) {
    const href = hrefOf(tag)
    if (/(?:^|[/.?&=_-])(?:rss|atom|feed)(?:[/.?&_-]|$)/i.test(href))
      add('feed', sameSite(findUrl(href, url), url), true)
  }
  for (const way of preset.ways) add(way.kind, findUrl(way.path, url), false)
  const order = ['wordpress', 'feed', 'sitemap', 'list']
  return [...found.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

export const families: readonly string[] = presets.map(({ name }) => name)

export function waysOf(family: string, url: string): Way[] {
  return (findPreset(family) ?? generic).ways.flatMap(({ kind, path }) => {
    const found = findUrl(path, url)
    return found === null ? [] : [{ kind, url: found, told: false }]
  })
}

function hrefOf(tag: string): string {
  return decodeEntities(/href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)?.slice(1).find(Boolean) ?? '')
}

function sameSite(url: string | null, base: string): string | null {
  const [one, other] = [URL.parse(url ?? ''), URL.parse(base)]
  return one && other && hostOf(one) === hostOf(other) ? url : null
}

/** What an operator said of a site, and where nothing was said, what its kind of installation does. */
export function rulesOf(
  rules: ListRules | undefined,
): AddressRules & { ids: readonly string[]; noise: readonly string[] } {
  const preset = findPreset(rules?.family) ?? generic
  return {
    ids: [...(rules?.idPattern ? [rules.idPattern] : []), ...preset.ids],
    dropParams: [...preset.dropParams, ...(rules?.dropParams ?? [])],
    noise: [...preset.noise, ...(rules?.dropParams ?? [])],
    hosts: rules?.hosts,
    frames: preset.frames,
    caseless: preset.caseless,
  }
}

/** By what one article is known under all its addresses. Null for what is no article's address. */
export function identity(url: string, rules?: ListRules): Identity | null {
  const all = rulesOf(rules)
  const parsed = URL.parse(url.trim())
  if (!parsed || !/^https?:$/.test(parsed.protocol) || isEndless(url)) return null
  const id = findId(url, all)
  const address = canonicalAddress(url, all)
  if (id !== null) return { id, key: `id:${hostOf(parsed, all)}/${id}`, address }
  return address === null ? null : { id: null, key: `url:${address}`, address }
}

/** The installation's own name of an item, as its address tells it. */
export function findId(url: string, rules: { ids: readonly string[]; caseless?: boolean }): string | null {
  const parsed = URL.parse(url.trim())
  if (!parsed) return null
  const place = decoded(`${parsed.pathname.replace(/;jsessionid=[^/;]*/i, '')}${parsed.search}`)
  for (const pattern of rules.ids) {
    const groups = idOf(pattern)
      .exec(place)
      ?.slice(1)
      .filter(group => group !== undefined && group !== '')
    if (groups && groups.length > 0) {
      const id = groups.join('/').normalize('NFC')
      return rules.caseless ? id.toLowerCase() : id
    }
  }
  return null
}

const compiled = new Map<string, RegExp>()

function idOf(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known) return known
  let made: RegExp
  try {
    made = new RegExp(pattern, 'i')
  } catch {
    // What an operator wrote is checked where it is entered; here it matches nothing.
    made = /(?!)/
  }
  if (compiled.size < 1000) compiled.set(pattern, made)
  return made
}

const markOf = idOf

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
