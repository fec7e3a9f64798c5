import { z } from 'zod'
import type { Problem } from '../../src/ports/network.ts'
import { type Kind, listArticles, PAGE, type Row } from './calls.ts'
import type { Fault } from './errors.ts'
import type { OpenApi } from './openapi.ts'

export type Walked = { rows: Row[]; mark: Mark } & (
  | { is: 'whole' }
  /** As many pages as one call may read; the mark says where the next goes on. */
  | { is: 'paused' }
  /** The list could not be read as far as it was wanted: what was read proves nothing about what is absent. */
  | { is: 'torn'; why: Problem }
  | { is: 'fault'; fault: Fault }
  | { is: 'silence'; why: Problem }
)

const listShape = z.object({
  kind: z.enum(['normal', 'video']),
  offset: z.number().int().nonnegative(),
  pages: z.number().int().nonnegative(),
  /** What the last page said there are in all. */
  total: z.number().int().nullable(),
  /** When the last article read was made: how far back this list has been read. */
  backTo: z.number().nullable(),
})
/** What is still to be read of each list; `cut` once one of them would not be read to its end. */
export const markShape = z.object({ lists: z.array(listShape), cut: z.boolean() })
export type Mark = z.output<typeof markShape>

export const startOf = (...kinds: Kind[]): Mark => ({
  lists: kinds.map(kind => ({ kind, offset: 0, pages: 0, total: null, backTo: null })),
  cut: false,
})

/** A page that took 400 ms would fill the two minutes of a request. */
export const MOST_PAGES = 300

/**
 * Articles of the OA, newest first, until `enough` of them were read. New ones push the pages on while they are read, so
 * an article may come twice and is kept once. A removal pulls them back: every page says how many there are in all, and
 * where they became fewer, as many are read again as may have slipped past; so none is hidden by a removal, and no page
 * is read twice without one. Where both lists are wanted, the next page is of the one that has not been read as far back.
 */
export const walk = (zalo: OpenApi, start: Mark, enough: (page: readonly Row[]) => boolean): Promise<Walked> =>
  readPages(zalo, start, enough, false)

/**
 * One list, read so that it may prove an absence, whatever Zalo says its length is: each page begins with the last article
 * of the one before, and where that one does not stand in it, as many are read again as a page holds.
 */
export const walkJoined = (zalo: OpenApi, kind: Kind, enough: (page: readonly Row[]) => boolean): Promise<Walked> =>
  readPages(zalo, startOf(kind), enough, true)

async function readPages(
  zalo: OpenApi,
  start: Mark,
  enough: (page: readonly Row[]) => boolean,
  joined: boolean,
): Promise<Walked> {
  const rows = new Map<string, Row>()
  let last: string | undefined
  let { cut } = start
  let lists = start.lists.map(list => ({ ...list }))
  const upTo = () => ({ rows: [...rows.values()], mark: { lists, cut } })
  const leave = (list: (typeof lists)[number]) => {
    lists = lists.filter(one => one !== list)
  }
  for (let page = 0; page < MOST_PAGES; page++) {
    const [list] = lists.sort((a, b) => backTo(b) - backTo(a) || a.offset - b.offset)
    if (!list) break
    const answer = await listArticles(zalo, list.offset, list.kind)
    // It was begun, and so deep it takes no offset any more: the other list may still be read.
    if (answer.is === 'fault' && answer.fault.is === 'invalid' && list.offset > 0) {
      cut = true
      leave(list)
      continue
    }
    if (answer.is === 'fault') return { is: 'fault', fault: answer.fault, ...upTo() }
    if (answer.is === 'silence') return { is: 'silence', why: answer.why, ...upTo() }
    const { medias, total } = answer.value
    for (const row of medias) if (!rows.has(row.id)) rows.set(row.id, row)
    const isTorn = joined && last !== undefined && !medias.some(row => row.id === last)
    const slipped = Math.max(0, (list.total ?? total) - total, isTorn ? PAGE : 0)
    last = medias.at(-1)?.id ?? last
    const isEnd = slipped === 0 && list.offset + medias.length >= total
    const isEndless = ++list.pages > total / 5 + 20 || (!isEnd && slipped === 0 && medias.length === 0)
    list.total = total
    const on = joined ? Math.max(1, medias.length - 1) : medias.length
    list.offset = slipped > 0 ? Math.max(0, list.offset - slipped) : list.offset + on
    list.backTo = medias.at(-1)?.create_date ?? list.backTo
    cut ||= isEndless
    if (isEnd || isEndless) leave(list)
    // What slipped past stands before this page, and may be what is looked for.
    if (slipped === 0 && enough(medias)) return { is: 'whole', ...upTo() }
  }
  if (lists.length > 0) return { is: 'paused', ...upTo() }
  return cut ? { is: 'torn', why: { code: 'zalo.list_endless' }, ...upTo() } : { is: 'whole', ...upTo() }
}

const backTo = (list: z.output<typeof listShape>) => list.backTo ?? Number.MAX_VALUE
