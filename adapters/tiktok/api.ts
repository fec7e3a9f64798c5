import { z } from 'zod'
import { type Answer as AnswerOf, exchange, type Replied, unreadable as unread } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io, Notice } from '../../src/ports/network.ts'
import { type Fault, faultOf } from './errors.ts'
import { API_HOST } from './limits.ts'
import { redact } from './secrets.ts'

/** TikTok refuses in its own envelope. */
export type Answer<T> = AnswerOf<T, Fault>

/** How one access token talks to TikTok. All calls with it go through here, so every rule of transport stands once. */
export interface Api {
  get<T>(path: string, query: Readonly<Record<string, string>>, shape: z.ZodType<T>): Promise<Answer<T>>
  post<T>(
    path: string,
    body: unknown,
    shape: z.ZodType<T>,
    query?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>
}

export function apiOf(io: Io, access: string, note: (notice: Notice) => void = () => {}): Api {
  const clean = (text: string) => redact(text, [access, io.app.secret])
  let rested = false

  async function ask<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    shape: z.ZodType<T>,
    init: RequestInit,
  ): Promise<Answer<T>> {
    const url = new URL(path, `https://${API_HOST}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${access}`)
    headers.set('accept', 'application/json')
    const reply = await exchange(io, url, { ...init, headers }, clean)
    return reply.is === 'silence' ? reply : read(reply, shape)
  }

  /** `error.code` decides, whatever the status says: some caps come with 200 on purpose. */
  function read<T>({ status, text }: Replied, shape: z.ZodType<T>): Answer<T> {
    const unreadable = (code: string) => unread(code, { status, text }, clean)
    if (status >= 500) return unreadable('tiktok.answer_unreadable')
    const envelope = envelopeShape.safeParse(findJson(text))
    if (!envelope.success) {
      // A gateway before TikTok says "too many" or "no" without an envelope.
      if (status === 429) return refused('rate_limit_exceeded', status, text)
      if (status === 401) return refused('access_token_invalid', status, text)
      return unreadable('tiktok.answer_unreadable')
    }
    const { code, message, log_id, logid } = envelope.data.error
    if (code !== 'ok') return refused(code, status, [code, message].join(' · '), log_id ?? logid)
    if (status < 200 || status > 299) return unreadable('tiktok.answer_unreadable')
    const value = shape.safeParse(envelope.data.data ?? {})
    return value.success ? { is: 'answer', value: value.data } : unreadable('tiktok.answer_unexpected')
  }

  function refused<T>(code: string, status: number, text: string, trace?: string): Answer<T> {
    const fault = faultOf(code, { status, detail: clean(text.slice(0, 2000)), ...(trace && { trace }) })
    // Counted by token and path; what is read can wait so that what is sent need not.
    if (fault.is === 'rate' && !rested) {
      rested = true
      const until = new Date(io.now().getTime() + fault.retryAfter)
      note({ is: 'rest', what: 'reading', of: 'channel', until, why: fault.why })
    }
    return { is: 'fault', fault }
  }

  return {
    get: (path, query, shape) => ask(path, query, shape, { method: 'GET' }),
    post: (path, body, shape, query = {}) =>
      ask(path, query, shape, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=UTF-8' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

const envelopeShape = z.object({
  data: z.unknown().optional(),
  error: z.object({
    code: z.string(),
    message: z.string().default(''),
    // Tables print one, examples the other.
    log_id: z.string().optional(),
    logid: z.string().optional(),
  }),
})
