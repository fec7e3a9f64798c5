import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { alike, creditedIn, credits, fewestPieces, headlineWithin, isOriginal, type Sign } from './copy.ts'
import { namesOfUrl } from './identity.ts'
import { letterPieces, likeness, lowest, wordPieces } from './likeness.ts'
import type { Matter } from './matter.ts'
import {
  addCopy,
  around,
  findItself,
  keepSketch,
  namedSo,
  type Other,
  oneByOne,
  saidBefore,
  sharing,
} from './queries/copy.ts'

/** Texts copied after a longer time are no second post of the same story. */
const textWithin = 30 * 86_400_000
const most = 5

/**
 * Asks, in the transaction that records an item's first reading, whether another site published the same: by an address or
 * a portal it credits, by its text, by its headline within three days; or the same site at another address, word for word.
 * Nothing is concluded: what may be a copy waits for a person, and until then no rule takes it up.
 * @param addresses names of the page by its own word.
 */
export async function proposeCopies(
  trx: Trx,
  { readers }: Pick<Ctx, 'readers'>,
  id: number,
  matter: Matter,
  now: Date,
  addresses: readonly string[] = [],
): Promise<void> {
  await oneByOne(trx)
  const own = await findItself(trx, id)
  if (!own) return
  const pieces = wordPieces(matter.text)
  const sketch = pieces.size >= fewestPieces ? lowest(pieces) : []
  await keepSketch(trx, id, sketch, now)
  if (own.state !== 'new' && own.state !== 'held') return
  const found = new Map<number, { other: Other; why: Sign; likeness: number }>()
  const add = (other: Other, why: Sign, how: number) => {
    if (!found.has(other.id)) found.set(other.id, { other, why, likeness: how })
  }

  const isLong = sketch.length > 0
  const since = new Date(now.getTime() - textWithin)
  const said = { text: matter.text, isLong, names: addresses, since }
  for (const other of await saidBefore(trx, { ...own, title: matter.title }, said)) add(other, 'text', 1)
  const naming = { rules: {}, identity: readers.identity }
  const names = creditedIn(matter).flatMap(url => namesOfUrl(url, naming))
  for (const other of await namedSo(trx, own.portal_id, names)) add(other, 'link', 1)
  if (isLong)
    for (const other of await sharing(trx, own.portal_id, sketch, since)) {
      const how = likeness(pieces, wordPieces(other.text))
      if (how >= alike.text) add(other, 'text', how)
    }
  const headline = letterPieces(matter.title)
  for (const other of await around(trx, own.portal_id, own.at, headlineWithin)) {
    const how = likeness(headline, letterPieces(other.title))
    if (how >= alike.headline) add(other, 'headline', how)
    else if (how >= alike.credited && credits(matter.text, other.portal)) add(other, 'credit', how)
  }
  for (const { other, why, likeness: how } of [...found.values()].slice(0, most)) {
    const [copy, of] = isOriginal(own, other) ? [other, own] : [own, other]
    const waits = whoWaits(own, other, copy.id === own.id)
    if (waits) await addCopy(trx, { copy_id: copy.id, of_id: of.id, waits_id: waits, why, likeness: how, at: now })
  }
}

/** The copy waits; where it was taken up already, the original that comes after it does. */
function whoWaits(own: Other, other: Other, ownIsCopy: boolean): number | undefined {
  if (ownIsCopy) return own.id
  switch (other.state) {
    case 'new':
    case 'held':
      return other.id
    case 'posted':
      return own.id
    case 'baseline':
    case 'ignored':
    case 'withdrawn':
      return undefined
    default:
      return other.state satisfies never
  }
}
