import { z } from 'zod'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { type Answer as AnswerOf, exchange, unreadable as unread } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import { multipart, type Part } from '../../src/kit/multipart.ts'
import type { Io, Notice } from '../../src/ports/network.ts'
import { errorShape, type Fault, faultOf } from './errors.ts'
import { GRAPH_HOST, VERSION } from './limits.ts'
import { redact } from './secrets.ts'
import { restOf, usageOf } from './usage.ts'

/** Graph refuses in its own envelope. */
export type Answer<T> = AnswerOf<T, Fault>

type Parameters = Readonly<Record<string, string | undefined>>

/** How one token talks to Graph (none where a code is exchanged). All requests of this adapter go through `ask`, so every rule of transport stands once. */
export interface Graph {
  get<T>(path: string, parameters: Parameters, shape: z.ZodType<T>): Promise<Answer<T>>
  post<T>(path: string, parameters: Parameters, shape: z.ZodType<T>, host?: string): Promise<Answer<T>>
  upload<T>(path: string, parts: readonly Part[], shape: z.ZodType<T>, host?: string): Promise<Answer<T>>
  /** Raw bytes to an address that Graph named. The host of bytes has an envelope of its own, under any status. */
  pour<T>(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: ReadableStream,
    shape: z.ZodType<T>,
  ): Promise<Answer<T>>
  delete<T>(path: string, shape: z.ZodType<T>): Promise<Answer<T>>
  /** The next page of a list, as Graph named it; undefined when the address is not Graph's. */
  follow<T>(next: string, limit: number, shape: z.ZodType<T>): Promise<Answer<T>> | undefined
  /** Parts of one batch, in their order; null where Graph did not finish a part. */
  batch<T>(paths: readonly string[], shape: z.ZodType<T>): Promise<Answer<(Answer<T> | null)[]>>
  /** Nothing this token or app must keep to itself. */
  clean(text: string): string
}

export function graphOf(io: Io, token: string, note: (notice: Notice) => void = () => {}): Graph {
  const secrets = [token, io.app.secret]
  const clean = (text: string) => redact(text, secrets)
  const told = new Set<string>()
  const tell = (notice: Notice) => {
    const { is, why } = notice
    const key = JSON.stringify(
      is === 'rest' ? [is, notice.what, notice.of, why.code, why.with] : [is, why.code, why.with],
    )
    if (!told.has(key)) note(notice)
    told.add(key)
  }

  /** Sent beside every token (securing requests guide); it belongs to that one token. */
  let proving: Promise<string> | undefined
  const proof = async () => {
    if (io.app.secret === '' || token === '') return undefined
    proving ??= hmacSha256Hex(io.app.secret, token)
    const value = await proving
    if (!secrets.includes(value)) secrets.push(value)
    return value
  }

  async function ask<T>(url: URL, shape: z.ZodType<T>, init: RequestInit, foreign = false): Promise<Answer<T>> {
    const headers = new Headers(init.headers)
    // In the header and not in the address, so that neither a log nor `paging.next` can hold the token.
    if (token !== '') headers.set('authorization', `${foreign ? 'OAuth' : 'Bearer'} ${token}`)
    headers.set('accept', 'application/json')
    const reply = await exchange(io, url, { ...init, headers }, clean, watch)
    return reply.is === 'silence' ? reply : readReply(reply.text, reply.status, reply.headers, shape, foreign)
  }

  function watch(headers: Headers): void {
    const served = headers.get('facebook-api-version')
    if (served !== null && served !== VERSION) {
      tell({ is: 'warning', why: { code: 'facebook.version', with: { asked: VERSION, served: served.slice(0, 20) } } })
    }
    for (const usage of usageOf(headers)) {
      const rest = restOf(usage, io.now())
      if (rest) tell(rest)
    }
  }

  function readReply<T>(
    text: string,
    status: number,
    headers: Headers,
    shape: z.ZodType<T>,
    foreign = false,
  ): Answer<T> {
    const trace = headers.get('x-fb-trace-id') ?? undefined
    const unreadable = (code: string) => unread(code, { status, text, trace }, clean)
    const body = findJson(text)
    if (body === undefined)
      return status === 429 ? throttled(headers, status) : unreadable('facebook.answer_unreadable')
    const failed = z.object({ error: z.unknown() }).safeParse(body)
    if (failed.success && failed.data.error !== undefined && failed.data.error !== null) {
      // A body may hold an error under any status, 200 included.
      const error = errorShape.safeParse(failed.data.error)
      if (!error.success) return unreadable('facebook.answer_unreadable')
      const words = [error.data.message, error.data.error_user_msg ?? ''].filter(Boolean).join(' · ')
      return refused(faultOf(error.data, { status, detail: clean(words), ...waitOf(headers) }))
    }
    if (status === 429) return throttled(headers, status)
    if (!foreign && (status < 200 || status > 299)) return unreadable('facebook.answer_unreadable')
    const value = shape.safeParse(body)
    return value.success ? { is: 'answer', value: value.data } : unreadable('facebook.answer_unexpected')
  }

  /** 429 without an envelope: a gateway before Graph, as good as Graph's own "too many calls". */
  function throttled<T>(headers: Headers, status: number): Answer<T> {
    return refused(faultOf({ code: 613, message: '' }, { status, detail: '', ...waitOf(headers) }))
  }

  function refused<T>(fault: Fault): Answer<T> {
    if (fault.is === 'throttle' || fault.is === 'blocked') {
      const until = new Date(io.now().getTime() + fault.retryAfter)
      tell({ is: 'rest', what: 'everything', of: fault.of, until, why: fault.why })
    }
    return { is: 'fault', fault }
  }

  async function address(path: string, parameters: Parameters): Promise<URL> {
    const url = new URL(`/${VERSION}/${path}`, `https://${GRAPH_HOST}`)
    for (const [name, value] of Object.entries({ ...parameters, appsecret_proof: await proof() })) {
      if (value !== undefined) url.searchParams.set(name, value)
    }
    return url
  }

  async function post<T>(
    path: string,
    parameters: Parameters,
    shape: z.ZodType<T>,
    host = GRAPH_HOST,
  ): Promise<Answer<T>> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...parameters, appsecret_proof: await proof() })) {
      if (value !== undefined) body.set(name, value)
    }
    return ask(new URL(`/${VERSION}/${path}`, `https://${host}`), shape, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    })
  }

  return {
    async get(path, parameters, shape) {
      return ask(await address(path, parameters), shape, { method: 'GET' })
    },
    post,
    async upload(path, parts, shape, host = GRAPH_HOST) {
      const proved = await proof()
      const { body, contentType } = multipart([
        ...(proved === undefined ? [] : [{ name: 'appsecret_proof', value: proved }]),
        ...parts,
      ])
      const url = new URL(`/${VERSION}/${path}`, `https://${host}`)
      return ask(url, shape, { method: 'POST', headers: { 'content-type': contentType }, body })
    },
    async pour(url, headers, body, shape) {
      // A body that is read as it goes out has to say so (fetch standard, `duplex`).
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' }
      return ask(url, shape, init, true)
    },
    async delete(path, shape) {
      return ask(await address(path, {}), shape, { method: 'DELETE' })
    },
    follow(next, limit, shape) {
      const url = URL.canParse(next) ? new URL(next) : undefined
      if (url?.origin !== `https://${GRAPH_HOST}` || url.username !== '' || url.password !== '') return undefined
      url.searchParams.delete('access_token')
      url.searchParams.set('limit', String(limit))
      return (async () => {
        const proved = await proof()
        if (proved !== undefined) url.searchParams.set('appsecret_proof', proved)
        return ask(url, shape, { method: 'GET' })
      })()
    },
    async batch(paths, shape) {
      const proved = await proof()
      const parts = paths.map(path => {
        // "appsecret_proof per part" (batch requests guide): a part is a request of its own.
        const url = new URL(`/${VERSION}/${path}`, `https://${GRAPH_HOST}`)
        if (proved !== undefined) url.searchParams.set('appsecret_proof', proved)
        return { method: 'GET', relative_url: `${url.pathname.slice(1)}${url.search}` }
      })
      // The guide asks for a token at the top even where parts bring their own; in the body it is in no address.
      const answer = await post(
        '',
        { access_token: token, batch: JSON.stringify(parts), include_headers: 'false' },
        z.array(partShape.nullable()),
      )
      if (answer.is !== 'answer') return answer
      const value = paths.map((_, index) => {
        const part = answer.value[index]
        return part ? readReply(part.body, part.code, new Headers(), shape) : null
      })
      return { is: 'answer', value }
    },
    clean,
  }
}

const partShape = z.object({ code: z.coerce.number(), body: z.string().default('') })

/** At least what a header says, in milliseconds. */
function waitOf(headers: Headers): { wait?: number } {
  const minutes = Math.max(0, ...usageOf(headers).map(usage => usage.minutes))
  const seconds = Number(headers.get('retry-after') ?? '')
  const wait = Math.max(minutes * 60_000, Number.isFinite(seconds) ? seconds * 1000 : 0)
  return wait > 0 ? { wait } : {}
}
