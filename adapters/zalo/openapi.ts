import { z } from 'zod'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { type Answer as AnswerOf, exchange, type Replied, unreadable as unread } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io, Notice } from '../../src/ports/network.ts'
import { type Fault, faultOf } from './errors.ts'
import { OPENAPI_HOST } from './limits.ts'
import { redact } from './secrets.ts'

/** Zalo refuses in its own envelope. */
export type Answer<T> = AnswerOf<T, Fault>
export type Bad = Exclude<Answer<never>, { is: 'answer' }>

export interface Sending {
  body: ReadableStream<Uint8Array>
  headers: Readonly<Record<string, string>>
}

/** How one access token talks to the OpenAPI. All requests of an OA go through here, so every rule of transport stands once. */
export interface OpenApi {
  get<T>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    shape: z.ZodType<T>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>
  post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<Answer<T>>
  /** A file in pieces. */
  upload<T>(path: string, upload: Sending, shape: z.ZodType<T>): Promise<Answer<T>>
}

export function openApi(io: Io, access: string, note: (notice: Notice) => void = () => {}): OpenApi {
  const secrets = [access, io.app.secret]
  const clean = (text: string) => redact(text, secrets)
  const rested = new Set<string>()

  /** Optional, and compulsory once the app's console says so: sent always. */
  let proving: Promise<string> | undefined
  async function headersOf(init: RequestInit): Promise<Headers> {
    const headers = new Headers(init.headers)
    headers.set('access_token', access)
    headers.set('accept', 'application/json')
    if (io.app.secret !== '') {
      proving ??= hmacSha256Hex(io.app.secret, access)
      const proof = await proving
      if (!secrets.includes(proof)) secrets.push(proof)
      headers.set('appsecret_proof', proof)
    }
    return headers
  }

  async function ask<T>(url: URL, shape: z.ZodType<T>, init: RequestInit): Promise<Answer<T>> {
    const reply = await exchange(io, url, { ...init, headers: await headersOf(init) }, clean)
    return reply.is === 'silence' ? reply : read(reply, shape)
  }

  /** The envelope decides, whatever the status says: success is the number 0 and nothing else. */
  function read<T>({ text, status }: Replied, shape: z.ZodType<T>): Answer<T> {
    const unreadable = (code: string) => unread(code, { status, text }, clean)
    const body = findJson(text)
    const envelope = envelopeShape.safeParse(body)
    if (status >= 500) return unreadable('zalo.answer_unreadable')
    // A gateway before Zalo may say "too many" or "no" without an envelope.
    if (status === 429) return refused({ error: -32, message: '' }, status, text)
    if (status === 401) return refused({ error: -216, message: '' }, status, text)
    if (!envelope.success) return unreadable('zalo.answer_unreadable')
    const { error, message } = envelope.data
    if (error !== 0) return refused({ error, message }, status, message)
    if (status < 200 || status > 299) return unreadable('zalo.answer_unreadable')
    const value = shape.safeParse(envelope.data.data)
    return value.success ? { is: 'answer', value: value.data } : unreadable('zalo.answer_unexpected')
  }

  function refused<T>(envelope: { error: number; message: string }, status: number, text: string): Answer<T> {
    const fault = faultOf(envelope, { status, detail: clean(text.slice(0, 2000)), now: io.now() })
    if (fault.is === 'rate' && !rested.has(fault.of)) {
      rested.add(fault.of)
      const until = new Date(io.now().getTime() + fault.retryAfter)
      note({ is: 'rest', what: 'everything', of: fault.of, until, why: fault.why })
    }
    return { is: 'fault', fault }
  }

  return {
    get(path, parameters, shape, headers = {}) {
      const url = new URL(path, `https://${OPENAPI_HOST}`)
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return ask(url, shape, { method: 'GET', headers })
    },
    post(path, body, shape) {
      const headers = { 'content-type': 'application/json' }
      return ask(new URL(path, `https://${OPENAPI_HOST}`), shape, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
    },
    upload(path, { body, headers }, shape) {
      return ask(new URL(path, `https://${OPENAPI_HOST}`), shape, { method: 'POST', headers, body })
    },
  }
}

const envelopeShape = z.object({
  error: z.union([
    z.number().int(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ]),
  message: z.string().default(''),
  data: z.unknown().optional(),
})
