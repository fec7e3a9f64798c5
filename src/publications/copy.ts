import type { UnitTable } from '../db/tables/people.ts'
import { toText } from '../kit/html.ts'
import { decodeEntities, fold } from '../kit/text.ts'
import type { Matter } from './matter.ts'

/** Why two items of different sites may be one. */
export type Sign = 'link' | 'text' | 'headline' | 'credit'

/** Bodies this alike are one text; headlines this alike, within three days, one story; where the other site is credited, less is enough. */
export const alike = { text: 0.8, headline: 0.8, credited: 0.5 }
export const headlineWithin = 72 * 3_600_000
/** Of fewer pieces than this no likeness is concluded. */
export const fewestPieces = 30

interface Sided {
  id: number
  level: UnitTable['kind']
  at: Date
}

/** The province's comes before a department's, a department's before a commune's; among equals the earlier. */
export function isOriginal(one: Sided, other: Sided): boolean {
  const rank = (level: UnitTable['kind']) =>
    ['province', 'department', 'commune'].indexOf(level) + 4 * Number(level === 'other')
  if (rank(one.level) !== rank(other.level)) return rank(one.level) < rank(other.level)
  if (one.at.getTime() !== other.at.getTime()) return one.at < other.at
  return one.id < other.id
}

const credit = /(?:^|[\s(.,;:])(?:theo|nguồn(?: tin)?|trích|dẫn lại|source)\s*:?[^.;]{0,60}$/iu

/** Addresses that a text names as where it comes from: after a word of credit, or at its end. */
export function creditedIn({ text, html }: Pick<Matter, 'text' | 'html'>): string[] {
  const found = new Set<string>()
  for (const written of text.matchAll(/https?:\/\/[^\s<>"')\]]+/gi)) {
    const before = text.slice(Math.max(0, written.index - 100), written.index)
    if (credit.test(before) || text.length - written.index < 300) found.add(written[0].replace(/[.,;:]+$/, ''))
  }
  for (const link of html.matchAll(/<a\b[^>]*href="(https?:[^"]+)"/gi)) {
    const before = toText(html.slice(Math.max(0, link.index - 400), link.index)).slice(-100)
    if (credit.test(before)) found.add(decodeEntities(link[1] ?? ''))
  }
  return [...found].slice(0, 20)
}

/** "Theo Cổng TTĐT tỉnh": whether a text says that it comes from this portal, in the words portals use for themselves. */
export function credits(text: string, portal: string): boolean {
  const name = plain(portal)
  if (name.length < 6) return false
  const all = plain(`${text.slice(0, 300)} \n ${text.slice(-400)}`)
  return new RegExp(`(?:theo|nguon|trich|source)(?: tin)? *:? *${name.replace(/[^a-z0-9 ]/g, '.')}`).test(all)
}

const plain = (text: string) =>
  fold(text)
    .replace(/cong thong tin dien tu|trang thong tin dien tu|cong ttdt|trang ttdt/g, 'cong')
    .replace(/\s+/g, ' ')
    .trim()
