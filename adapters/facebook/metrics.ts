import type { Metric, Problem, Reading, Readings, Session } from '../../src/ports/network.ts'
import { type Counts, fullId, readCounts } from './calls.ts'
import { type Answer, type Graph, graphOf } from './graph.ts'
import { traits } from './limits.ts'
import { isVideo } from './remote.ts'
import type { Cred } from './shape.ts'
import { readViews, type Views } from './videos.ts'

/** Reactions, comments and shares of posts, and the views of videos: counted by Graph, without insights. */
export async function metrics(from: Session<Cred>, remotes: readonly string[]): Promise<Readings> {
  const graph = graphOf(from, from.cred.token, from.note)
  const readings: Reading[] = []
  for (let start = 0; start < remotes.length; start += traits.metricsBatch) {
    const some = remotes.slice(start, start + traits.metricsBatch)
    const read = await readSome(graph, from.account, some)
    readings.push(...read.readings)
    if (read.later || read.reconnect) {
      const why = read.reconnect ?? read.later?.why ?? { code: 'facebook.trouble' }
      readings.push(...remotes.slice(start + some.length).map(remote => ({ is: 'unread', remote, why }) as const))
      return { ...read, readings }
    }
  }
  return { readings }
}

/** A video tells its views and where its post is; what people did with it is counted there, beside ordinary posts. */
async function readSome(graph: Graph, page: string, remotes: readonly string[]): Promise<Readings> {
  const videos = remotes.filter(id => isVideo({ id }))
  const viewed = await readParts(graph, videos, readViews)
  if (viewed.later || viewed.reconnect) {
    const why = viewed.reconnect ?? viewed.later?.why ?? { code: 'facebook.trouble' }
    const readings = remotes.map((remote): Reading => ({ is: 'unread', remote, why }))
    return { readings, ...stopsOf(viewed) }
  }
  const postOf = (remote: string) => {
    const video = viewed.parts.get(remote)
    if (!isVideo({ id: remote })) return remote
    return video?.is === 'answer' && video.value.post_id !== undefined ? fullId(page, video.value.post_id) : undefined
  }
  const posts = remotes.flatMap(remote => postOf(remote) ?? [])
  const counted = await readParts(graph, posts, readCounts)
  const readings = remotes.map(remote => {
    const post = postOf(remote)
    return readingOf(remote, viewed.parts.get(remote), post === undefined ? undefined : counted.parts.get(post))
  })
  return { readings, ...stopsOf(counted) }
}

interface Stops {
  later?: { retryAfter: number; why: Problem }
  reconnect?: Problem
}

interface Parts<T> extends Stops {
  parts: Map<string, Answer<T>>
}

const stopsOf = ({ later, reconnect }: Stops): Stops => ({ ...(later && { later }), ...(reconnect && { reconnect }) })

async function readParts<T>(
  graph: Graph,
  ids: readonly string[],
  ask: (graph: Graph, ids: readonly string[]) => Promise<Answer<(Answer<T> | null)[]>>,
): Promise<Parts<T>> {
  if (ids.length === 0) return { parts: new Map() }
  const answer = await ask(graph, ids)
  if (answer.is !== 'answer') {
    if (answer.is === 'fault' && answer.fault.is === 'too_heavy' && ids.length > 1) {
      const middle = Math.ceil(ids.length / 2)
      const first = await readParts(graph, ids.slice(0, middle), ask)
      const second = await readParts(graph, ids.slice(middle), ask)
      return { ...stopsOf(first), ...stopsOf(second), parts: new Map([...first.parts, ...second.parts]) }
    }
    return { parts: new Map(ids.map(id => [id, answer])), ...consequence(answer) }
  }
  // `null` is a part that Graph did not finish: asked once more, for a reading may be repeated.
  const open = ids.filter((_, index) => answer.value[index] === null)
  const again = open.length > 0 ? await ask(graph, open) : undefined
  const parts = new Map<string, Answer<T>>()
  let stops: Stops = {}
  for (const [index, id] of ids.entries()) {
    const repeated = again?.is === 'answer' ? again.value[open.indexOf(id)] : undefined
    const part = answer.value[index] ?? repeated ?? UNFINISHED
    parts.set(id, part)
    if (part.is === 'fault') stops = { ...consequence(part), ...stops }
  }
  return { parts, ...stops }
}

const LATER = 60_000

const UNFINISHED: Extract<Answer<never>, { is: 'silence' }> = {
  is: 'silence',
  sent: true,
  why: { code: 'facebook.part_unfinished' },
}

function readingOf(remote: string, views: Answer<Views> | undefined, counts: Answer<Counts> | undefined): Reading {
  const first = views ?? counts
  if (!first) return { is: 'unread', remote, why: UNFINISHED.why }
  switch (first.is) {
    case 'answer': {
      // A video whose post cannot be counted still has its views.
      const values = { ...valuesOf(counts), ...viewsOf(views) }
      return { is: 'read', remote, values }
    }
    case 'fault':
      return first.fault.is === 'gone' ? { is: 'gone', remote } : { is: 'unread', remote, why: first.fault.why }
    case 'silence':
      return { is: 'unread', remote, why: first.why }
    default:
      return first satisfies never
  }
}

function viewsOf(views: Answer<Views> | undefined): Partial<Record<Metric, number>> {
  return views?.is === 'answer' && views.value.views !== undefined ? { views: views.value.views } : {}
}

/** `shares` is left out when it is zero; a summary that is left out was not allowed, and is no zero. */
function valuesOf(counts: Answer<Counts> | undefined): Partial<Record<Metric, number>> {
  if (counts?.is !== 'answer') return {}
  const reactions = counts.value.reactions?.summary?.total_count
  const comments = counts.value.comments?.summary?.total_count
  return {
    ...(reactions !== undefined && { reactions }),
    ...(comments !== undefined && { comments }),
    shares: counts.value.shares?.count ?? 0,
  }
}

function consequence(answer: Exclude<Answer<unknown>, { is: 'answer' }>): Stops {
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
    case 'upload':
    case 'policy':
    case 'invalid':
    case 'odd':
      return {}
    default:
      return fault satisfies never
  }
}
