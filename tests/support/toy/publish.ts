import { z } from 'zod'
import type { Attempt, Content, Published, Remote, Removed } from '../../../src/ports/network.ts'
import { call, type Reply, type ToySession } from './calls.ts'

const made = z.union([z.object({ id: z.string() }), z.object({ receipt: z.string() })])

export const remoteOf = (id: string): Remote => ({ id, url: `https://toy.example/p/${id}` })

export async function publish(to: ToySession, content: Content, attempt: Attempt): Promise<Published> {
  if (content.form !== 'steps') return answer(to, await call(to, 'POST', '/posts', made, { text: content.text }))
  const earlier = z.object({ draft: z.string() }).safeParse(attempt.ticket)
  let draft = earlier.success ? earlier.data.draft : undefined
  if (!draft) {
    const reply = await call(to, 'POST', '/drafts', z.object({ draft: z.string() }), { text: content.text })
    // A draft nobody sees: without it nothing can have become public.
    if (reply.is === 'silent') return { is: 'unsent', why: reply.why }
    if (reply.is !== 'read') return answer(to, reply)
    draft = reply.value.draft
    await attempt.save({ draft })
  }
  return answer(to, await call(to, 'POST', `/drafts/${draft}/publication`, made, {}))
}

function answer(to: ToySession, reply: Reply<z.infer<typeof made>>): Published {
  switch (reply.is) {
    case 'read':
      if ('id' in reply.value) return { is: 'live', remote: remoteOf(reply.value.id), at: to.now() }
      return { is: 'accepted', awaits: 'network', ticket: reply.value, lookAfter: 10_000 }
    case 'unsent':
      return reply
    case 'silent':
      return { is: 'unknown', why: reply.why }
    case 'error': {
      const why = { code: `toy.${reply.error}`, status: reply.status }
      if (reply.error === 'used' && reply.id) return { is: 'live', remote: remoteOf(reply.id), at: to.now() }
      if (reply.status === 401) return { is: 'reconnect', why }
      if (reply.status === 429) return { is: 'unsent', why, retryAfter: reply.retryAfter }
      return { is: 'refused', why }
    }
    default:
      return reply satisfies never
  }
}

export async function remove(to: ToySession, remote: Remote): Promise<Removed> {
  const reply = await call(to, 'DELETE', `/posts/${remote.id}`, z.object({}))
  switch (reply.is) {
    case 'read':
      return { is: 'done' }
    case 'unsent':
      return reply
    case 'silent':
      return { is: 'unknown', why: reply.why }
    case 'error':
      return reply.status === 404 ? { is: 'absent' } : { is: 'refused', why: { code: `toy.${reply.error}` } }
    default:
      return reply satisfies never
  }
}
