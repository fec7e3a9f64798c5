import type { Metric, Problem, Reading, Readings, Session } from '../../src/ports/network.ts'
import { type Counts, readCounts } from './calls.ts'
import { type Answer, type Graph, graphOf } from './graph.ts'
import { traits } from './limits.ts'
import type { Cred } from './shape.ts'

/** Reactions, comments and shares of many posts: counted by Graph, without insights. */
export async function metrics(from: Session<Cred>, remotes: readonly string[]): Promise<Readings> {
  const graph = graphOf(from, from.cred.token, from.note)
  const readings: Reading[] = []
  for (let start = 0; start < remotes.length; start += traits.metricsBatch) {
    const some = remotes.slice(start, start + traits.metricsBatch)
    const read = await readSome(graph, some)
    readings.push(...read.readings)
    if (read.later || read.reconnect) {
      const why = read.reconnect ?? read.later?.why ?? { code: 'facebook.trouble' }
      readings.push(...remotes.slice(start + some.length).map(remote => ({ is: 'unread', remote, why }) as const))
      return { ...read, readings }
    }
  }
  return { readings }
}

async function readSome(graph: Graph, remotes: readonly string[]): Promise<Readings> {
  const answer = await readCounts(graph, remotes)
  if (answer.is !== 'answer') {
    if (answer.is === 'fault' && answer.fault.is === 'too_heavy' && remotes.length > 1) return inHalves(graph, remotes)
    const why = answer.is === 'fault' ? answer.fault.why : answer.why
    return { readings: remotes.map(remote => ({ is: 'unread', remote, why })), ...consequence(answer) }
  }
  // `null` is a part that Graph did not finish: asked once more, for a reading may be repeated.
  const open = remotes.filter((_, index) => answer.value[index] === null)
  const again = open.length > 0 ? await readCounts(graph, open) : undefined
  const parts = remotes.map((remote, index) => {
    const part = answer.value[index]
    if (part) return { remote, part }
    const repeated = again?.is === 'answer' ? again.value[open.indexOf(remote)] : undefined
    return { remote, part: repeated ?? UNFINISHED }
  })
  const consequences = parts.map(({ part }) => (part.is === 'fault' ? consequence(part) : {}))
  return {
    readings: parts.map(({ remote, part }) => readingOf(remote, part)),
    ...consequences.find(one => 'later' in one),
    ...consequences.find(one => 'reconnect' in one),
  }
}

async function inHalves(graph: Graph, remotes: readonly string[]): Promise<Readings> {
  const middle = Math.ceil(remotes.length / 2)
  const first = await readSome(graph, remotes.slice(0, middle))
  const second = await readSome(graph, remotes.slice(middle))
  return { ...first, ...second, readings: [...first.readings, ...second.readings] }
}

const LATER = 60_000

const UNFINISHED: Answer<Counts> = { is: 'silence', sent: true, why: { code: 'facebook.part_unfinished' } }

function readingOf(remote: string, part: Answer<Counts>): Reading {
  switch (part.is) {
    case 'answer':
      return { is: 'read', remote, values: valuesOf(part.value) }
    case 'fault':
      return part.fault.is === 'gone' ? { is: 'gone', remote } : { is: 'unread', remote, why: part.fault.why }
    case 'silence':
      return { is: 'unread', remote, why: part.why }
    default:
      return part satisfies never
  }
}

/** `shares` is left out when it is zero; a summary that is left out was not allowed, and is no zero. */
function valuesOf(counts: Counts): Partial<Record<Metric, number>> {
  const reactions = counts.reactions?.summary?.total_count
  const comments = counts.comments?.summary?.total_count
  return {
    ...(reactions !== undefined && { reactions }),
    ...(comments !== undefined && { comments }),
    shares: counts.shares?.count ?? 0,
  }
}

function consequence(
  answer: Exclude<Answer<unknown>, { is: 'answer' }>,
): { later: { retryAfter: number; why: Problem } } | { reconnect: Problem } | Record<string, never> {
  if (answer.is === 'silence') return { later: { retryAfter: LATER, why: answer.why } }
  const { fault } = answer
  switch (fault.is) {
    case 'auth':
    case 'permission':
      return { reconnect: fault.why }
    case 'throttle':
    case 'blocked':
      return { later: { retryAfter: fault.retryAfter, why: fault.why } }
    case 'transient':
    case 'too_heavy':
      return { later: { retryAfter: LATER, why: fault.why } }
    case 'gone':
    case 'duplicate':
    case 'link':
    case 'media':
    case 'policy':
    case 'invalid':
    case 'odd':
      return {}
    default:
      return fault satisfies never
  }
}
