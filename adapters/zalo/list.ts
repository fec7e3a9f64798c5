import type { Problem } from '../../src/ports/network.ts'
import { listArticles, PAGE, type Row } from './calls.ts'
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
 * between hides none.
 */
export async function walk(zalo: OpenApi, enough: (page: readonly Row[]) => boolean): Promise<Walked> {
  const rows = new Map<string, Row>()
  const read = () => [...rows.values()]
  let offset = 0
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await listArticles(zalo, offset)
    if (answer.is === 'fault') return { is: 'fault', rows: read(), fault: answer.fault }
    if (answer.is === 'silence') return { is: 'silence', rows: read(), why: answer.why }
    const { medias, total } = answer.value
    for (const row of medias) if (!rows.has(row.id)) rows.set(row.id, row)
    if (offset + medias.length >= total || enough(medias)) return { is: 'whole', rows: read() }
    if (medias.length === 0) break
    offset += Math.max(1, Math.min(medias.length, PAGE) - 1)
  }
  return { is: 'torn', rows: read(), why: { code: 'zalo.list_endless' } }
}
