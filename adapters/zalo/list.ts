import type { Problem } from '../../src/ports/network.ts'
import { type Kind, listArticles, PAGE, type Row } from './calls.ts'
import type { Fault } from './errors.ts'
import type { OpenApi } from './openapi.ts'

export type Walked =
  | { is: 'whole'; rows: Row[] }
  /** The list could not be read as far as it was wanted: what was read proves nothing about what is absent. */
  | { is: 'torn'; rows: Row[]; why: Problem }
  | { is: 'fault'; rows: Row[]; fault: Fault }
  | { is: 'silence'; rows: Row[]; why: Problem }

const MOST_PAGES = 300

/**
 * Articles of the OA, newest first, until `enough` of them were read. New ones push the pages on while they are read, so
 * an article may come twice and is kept once; each page begins one before the end of the last, so that a removal in
 * between hides none. Where both lists are wanted, the next page is of the one that has not been read as far back.
 */
export async function walk(
  zalo: OpenApi,
  kinds: readonly Kind[],
  enough: (page: readonly Row[]) => boolean,
): Promise<Walked> {
  const rows = new Map<string, Row>()
  const read = () => [...rows.values()]
  const lists = kinds.map(kind => ({ kind, offset: 0, backTo: Number.POSITIVE_INFINITY }))
  for (let page = 0; page < MOST_PAGES; page++) {
    const [list] = lists.sort((a, b) => b.backTo - a.backTo || a.offset - b.offset)
    if (!list) return { is: 'whole', rows: read() }
    const answer = await listArticles(zalo, list.offset, list.kind)
    if (answer.is === 'fault') return { is: 'fault', rows: read(), fault: answer.fault }
    if (answer.is === 'silence') return { is: 'silence', rows: read(), why: answer.why }
    const { medias, total } = answer.value
    for (const row of medias) if (!rows.has(row.id)) rows.set(row.id, row)
    const isEnd = list.offset + medias.length >= total
    if (isEnd) lists.shift()
    if (enough(medias) || lists.length === 0) return { is: 'whole', rows: read() }
    if (!isEnd && medias.length === 0) break
    list.offset += Math.max(1, Math.min(medias.length, PAGE) - 1)
    list.backTo = medias.at(-1)?.create_date ?? list.backTo
  }
  return { is: 'torn', rows: read(), why: { code: 'zalo.list_endless' } }
}
