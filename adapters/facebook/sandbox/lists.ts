import { invalid } from './errors.ts'
import { checkFields, type Field, parseFields } from './fields.ts'
import type { Params } from './params.ts'
import type { Turn } from './turn.ts'
import { opaque } from './world.ts'

export interface Item {
  /** Grows with the item's place in time; lists run from the greatest down. */
  key: string
  render(wanted: Field[] | null): unknown
}

/** A place in time and, within one second, in the order of ids. */
export const keyOf = (at: number, id: string) => `${String(at).padStart(15, '0')} ${id}`

/**
 * One page of a list. `paging.next` tells that more follows, never the length of `data`: the second page of a longer list
 * is empty on purpose.
 */
export function listPage(turn: Turn, params: Params, name: string, node: string, items: Item[]): unknown {
  const wanted = parseFields(params.list('fields'))
  if (wanted) checkFields(node, wanted)
  const limit = params.number('limit') ?? 25
  if (limit > 100) throw invalid('The limit parameter must not be greater than 100')
  const sorted = items.toSorted((a, b) => (a.key < b.key ? 1 : -1))
  const after = findCursor(turn, name, params.text('after'))
  const before = findCursor(turn, name, params.text('before'))
  const rest = after ? sorted.filter(item => item.key < after.behind) : sorted
  const newer = before ? sorted.filter(item => item.key > before.behind) : null
  const page = after?.empty ? [] : newer ? newer.slice(-limit) : rest.slice(0, limit)
  const data = page.map(item => item.render(wanted))
  const lowest = page.at(-1)?.key ?? after?.behind
  const highest = page[0]?.key ?? after?.behind
  if (lowest === undefined || highest === undefined) return { data }
  const more = sorted.some(item => item.key < lowest)
  const empty = more && !after && turn.world.settings.emptyPages
  const cursors = { before: makeCursor(turn, name, highest, false), after: makeCursor(turn, name, lowest, empty) }
  const previous = after !== null || (before !== null && sorted.some(item => item.key > highest))
  return {
    data,
    paging: {
      cursors,
      ...(previous ? { previous: address(turn, limit, 'before', cursors.before) } : {}),
      ...(more ? { next: address(turn, limit, 'after', cursors.after) } : {}),
    },
  }
}

function findCursor(turn: Turn, list: string, value: string | undefined) {
  if (value === undefined || value === '') return null
  const { world } = turn
  const cursor = world.cursors.get(value)
  if (!cursor || cursor.list !== list || cursor.issuedAt + world.settings.cursorLifeMs <= world.now())
    throw invalid('Invalid cursors values')
  return cursor
}

/** More than anyone holds in an hour; the oldest go first. */
const mostCursors = 50_000

function makeCursor(turn: Turn, list: string, behind: string, empty: boolean): string {
  const value = opaque(turn.world, 'QVFI', 60)
  const { cursors } = turn.world
  for (const [oldest] of cursors) {
    if (cursors.size < mostCursors) break
    cursors.delete(oldest)
  }
  cursors.set(value, { list, behind, empty, issuedAt: turn.world.now() })
  return value
}

/** The token is in it only if it came as a parameter. A proof is never in it. */
function address(turn: Turn, limit: number, side: 'after' | 'before', cursor: string): string {
  const { call, world } = turn
  const url = new URL(`${world.settings.base}/${call.version}${call.path}`)
  if (call.tokenIn === 'parameter' && call.token !== null) url.searchParams.set('access_token', call.token)
  for (const [name, value] of call.params) {
    if (['after', 'before', 'limit', 'appsecret_proof', 'id'].includes(name)) continue
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  url.searchParams.set('limit', String(limit))
  url.searchParams.set(side, cursor)
  return url.href
}
