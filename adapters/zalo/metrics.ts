import type { Json, Metric, Problem, Reading, Readings, Session } from '../../src/ports/network.ts'
import { type Row, readArticle } from './calls.ts'
import type { Fault } from './errors.ts'
import { MINUTE } from './limits.ts'
import { MOST_PAGES, markShape, startOf, type Walked, walk } from './list.ts'
import { type OpenApi, openApi } from './openapi.ts'
import type { Cred } from './shape.ts'

/**
 * Views and shares, which only the list tells: ten articles a page, newest first. It is walked once for all that is
 * asked, and tells of whatever stands on the way; where more pages are wanted than one call may read, the next call goes
 * on at the mark. Likes and comments of an article Zalo offers to no program: they are absent, never zero.
 */
export async function metrics(from: Session<Cred>, remotes: readonly string[], mark?: Json): Promise<Readings> {
  if (remotes.length === 0) return { readings: [] }
  const zalo = openApi(from, from.cred.access, from.note)
  const open = new Set(remotes)
  const start = markShape.safeParse(mark)
  const list = await walk(zalo, start.success ? start.data : startOf('normal', 'video'), page => {
    for (const row of page) open.delete(row.id)
    return open.size === 0
  })
  const readings = list.rows.map((row): Reading => ({ is: 'read', remote: row.id, values: valuesOf(row) }))
  const missing = await ofMissing(zalo, list, [...open])
  readings.push(...missing.readings)
  return { readings, mark: list.mark, ...missing.trouble }
}

interface Consequence {
  later?: { retryAfter: number; why: Problem }
  reconnect?: Problem
}

/** What is not in a list that was read whole is asked itself whether it is gone; of what was not reached nothing is said. */
async function ofMissing(zalo: OpenApi, list: Walked, remotes: readonly string[]) {
  const readings: Reading[] = []
  let trouble: Consequence = consequence(list)
  for (const remote of remotes.slice(0, list.is === 'paused' ? 0 : MOST_PAGES)) {
    if (list.is !== 'whole' || trouble.later || trouble.reconnect)
      readings.push({ is: 'unread', remote, why: whyOf(list, trouble) })
    else {
      const asked = await askItself(zalo, remote)
      readings.push(asked.reading)
      trouble = asked.trouble
    }
  }
  return { readings, trouble }
}

async function askItself(zalo: OpenApi, remote: string): Promise<{ reading: Reading; trouble: Consequence }> {
  const detail = await readArticle(zalo, remote)
  if (detail.is === 'answer')
    return { reading: { is: 'unread', remote, why: { code: 'zalo.not_listed' } }, trouble: {} }
  if (detail.is === 'silence')
    return {
      reading: { is: 'unread', remote, why: detail.why },
      trouble: { later: { retryAfter: MINUTE, why: detail.why } },
    }
  if (detail.fault.is === 'invalid') return { reading: { is: 'gone', remote }, trouble: {} }
  return { reading: { is: 'unread', remote, why: detail.fault.why }, trouble: ofFault(detail.fault) }
}

function valuesOf(row: Row): Partial<Record<Metric, number>> {
  return {
    ...(row.total_view !== undefined && { views: row.total_view }),
    ...(row.total_share !== undefined && { shares: row.total_share }),
  }
}

function consequence(list: Walked): Consequence {
  switch (list.is) {
    case 'whole':
    case 'paused':
    case 'torn':
      return {}
    case 'silence':
      return { later: { retryAfter: MINUTE, why: list.why } }
    case 'fault':
      return ofFault(list.fault)
    default:
      return list satisfies never
  }
}

function ofFault(fault: Fault): Consequence {
  switch (fault.is) {
    case 'account':
      return { reconnect: fault.why }
    case 'rate':
    case 'quota':
      return { later: { retryAfter: fault.retryAfter, why: fault.why } }
    case 'processing':
    case 'transient':
      return { later: { retryAfter: MINUTE, why: fault.why } }
    case 'media':
    case 'invalid':
    case 'policy':
    case 'odd':
      return {}
    default:
      return fault satisfies never
  }
}

function whyOf(list: Walked, trouble: Consequence): Problem {
  if (list.is === 'fault') return list.fault.why
  if ('why' in list) return list.why
  return trouble.reconnect ?? trouble.later?.why ?? { code: 'zalo.not_listed' }
}
