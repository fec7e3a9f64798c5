import { z } from 'zod'
import { FetchFault } from '../../../src/kit/http.ts'
import type { Problem, Session } from '../../../src/ports/network.ts'

export interface ToyCred {
  token: string
}
export type ToySession = Session<ToyCred>

export const host = 'api.toy.example'

/** What one call came to, before anybody decides what it means. */
export type Reply<T> =
  | { is: 'read'; value: T }
  | { is: 'unsent'; why: Problem }
  | { is: 'silent'; why: Problem }
  | { is: 'error'; status: number; error: string; id?: string; retryAfter?: number }

const failure = z.object({ error: z.string(), id: z.string().optional() })

export async function call<T>(
  to: ToySession,
  method: string,
  path: string,
  shape: z.ZodType<T>,
  body?: unknown,
): Promise<Reply<T>> {
  let status: number
  let read: unknown
  let retryAfter: number | undefined
  try {
    const reply = await to.fetch(`https://${host}/v1/${to.account}${path}`, {
      method,
      headers: { authorization: `Bearer ${to.cred.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: to.signal,
    })
    status = reply.status
    retryAfter = reply.headers.has('retry-after') ? Number(reply.headers.get('retry-after')) * 1000 : undefined
    const text = await reply.text()
    read = text === '' ? {} : JSON.parse(text)
  } catch (cause) {
    if (cause instanceof FetchFault && !cause.sent) return { is: 'unsent', why: { code: `net.${cause.kind}` } }
    const kind = cause instanceof FetchFault ? cause.kind : 'garbage'
    return { is: 'silent', why: { code: `net.${kind}` } }
  }
  if (status >= 200 && status < 300) {
    const parsed = shape.safeParse(read)
    return parsed.success ? { is: 'read', value: parsed.data } : { is: 'silent', why: { code: 'toy.garbage', status } }
  }
  const failed = failure.safeParse(read)
  if (!failed.success || status >= 500) return { is: 'silent', why: { code: 'toy.failed', status } }
  return { is: 'error', status, ...failed.data, retryAfter }
}
