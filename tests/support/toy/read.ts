import { z } from 'zod'
import type { Attempt, Content, Found, Problem, Readings } from '../../../src/ports/network.ts'
import { call, type Reply, type ToySession } from './calls.ts'
import { remoteOf } from './publish.ts'

const list = z.object({ posts: z.array(z.object({ id: z.string(), text: z.string(), at: z.iso.datetime() })) })
const receipt = z.object({ state: z.enum(['pending', 'live', 'failed']), id: z.string().optional() })

export async function reconcile(to: ToySession, content: Content, attempt: Attempt): Promise<Found> {
  const ticket = z.object({ receipt: z.string() }).safeParse(attempt.ticket)
  if (ticket.success) {
    const reply = await call(to, 'GET', `/receipts/${ticket.data.receipt}`, receipt)
    if (reply.is !== 'read') return unread(reply)
    const { state, id } = reply.value
    if (state === 'pending') return { is: 'pending', awaits: 'network', lookAfter: 10_000 }
    if (state === 'live' && id) return { is: 'live', remote: remoteOf(id), at: to.now() }
    return { is: 'refused', why: { code: 'toy.failed' }, ...(id ? { remote: remoteOf(id) } : {}) }
  }
  const reply = await call(to, 'GET', `/posts?since=${attempt.firstBeganAt.getTime()}`, list)
  if (reply.is !== 'read') return unread(reply)
  const same = reply.value.posts.filter(post => post.text === content.text)
  const taken = await attempt.taken(same.map(post => post.id))
  const ours = same.find(post => !taken.has(post.id))
  return ours ? { is: 'live', remote: remoteOf(ours.id), at: new Date(ours.at) } : { is: 'absent' }
}

function unread(reply: Exclude<Reply<unknown>, { is: 'read' }>): Found {
  switch (reply.is) {
    case 'unsent':
    case 'silent':
      return { is: 'unproved', why: reply.why }
    case 'error': {
      const why: Problem = { code: `toy.${reply.error}`, status: reply.status }
      if (reply.status === 401) return { is: 'reconnect', why }
      if (reply.status === 429) return { is: 'later', retryAfter: reply.retryAfter ?? 60_000, why }
      return { is: 'unproved', why }
    }
    default:
      return reply satisfies never
  }
}

/** The toy network counts nothing: no counter is offered, none is zero. */
export async function metrics(_from: ToySession, remotes: readonly string[]): Promise<Readings> {
  return { readings: remotes.map(remote => ({ is: 'read', remote, values: {} })) }
}
