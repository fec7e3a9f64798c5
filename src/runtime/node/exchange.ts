import { Readable } from 'node:stream'
import { type Dispatcher, errors } from 'undici'
import { type FaultKind, FetchFault } from '../../kit/http.ts'
import { respond } from './reply.ts'

export interface ExchangeLimits {
  /** Milliseconds from the call to the last byte of the body. */
  totalMs: number
  /** Bytes of the body as read by the caller, after decompression. */
  bytes(contentType: string): number
}

/** One request and its reply. Redirects are the caller's; a failure says whether a byte may have left. */
export async function exchange(
  dispatcher: Dispatcher,
  url: URL,
  init: RequestInit,
  limits: ExchangeLimits,
): Promise<Response> {
  const headers = new Headers(init.headers)
  const method = (init.method ?? 'GET').toUpperCase()
  const body = await bodyOf(init, headers)
  const ends = new AbortController()
  const { signal } = ends
  let late = false
  const timer = setTimeout(() => {
    late = true
    ends.abort()
  }, limits.totalMs)
  // Not AbortSignal.any: what listens to it is kept as long as the given signal lives, and with it every body that a
  // long upload has sent (measured: 1.2 GB in pieces of 1 MB took 1.4 GB of memory).
  const given = init.signal
  const give = () => ends.abort(given?.reason)
  given?.addEventListener('abort', give, { once: true })
  if (given?.aborted) give()
  const over = () => {
    clearTimeout(timer)
    given?.removeEventListener('abort', give)
  }
  const state = { sent: false }
  const faultOf = (cause: unknown) => {
    if (cause instanceof FetchFault) return cause
    if (late) return new FetchFault('timeout', state.sent, `${url.host} took longer than ${limits.totalMs} ms`)
    if (signal.aborted)
      return new FetchFault(
        (signal.reason as Error | undefined)?.name === 'TimeoutError' ? 'timeout' : 'aborted',
        state.sent,
        `the request to ${url.host} was given up`,
      )
    return translate(cause, state.sent, url.host)
  }
  try {
    signal.throwIfAborted()
    const answer = await Promise.race([
      dispatcher.compose(watch(state, signal)).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: method as Dispatcher.HttpMethod,
        headers: Object.fromEntries(headers),
        body,
        signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      }),
      whenAborted(signal),
    ])
    try {
      return respond(answer, method, limits, faultOf, over)
    } catch (cause) {
      answer.body.on('error', () => {}).destroy()
      throw cause
    }
  } catch (cause) {
    over()
    throw faultOf(cause)
  }
}

/**
 * undici calls `onRequestStart` with a connected socket in hand, immediately before it writes; until then nothing has
 * left. A request given up while it waited for a connection is not written afterwards, and none is written twice.
 */
const watch =
  (state: { sent: boolean }, signal: AbortSignal): Dispatcher.DispatcherComposeInterceptor =>
  dispatch =>
  (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        if (signal.aborted || state.sent) return controller.abort(new errors.RequestAbortedError())
        state.sent = true
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (controller, status, headers, text) =>
        handler.onResponseStart?.(controller, status, headers, text),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, cause) => handler.onResponseError?.(controller, cause),
    })

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
}

/** Bytes, so that the length is known and nothing is left to be read when the request is written. */
async function bodyOf(init: RequestInit, headers: Headers): Promise<Uint8Array | Readable | null> {
  if (init.body === null || init.body === undefined) return null
  if (init.body instanceof ReadableStream)
    return Readable.fromWeb(init.body as import('node:stream/web').ReadableStream)
  const packed = new Response(init.body)
  const type = packed.headers.get('content-type')
  if (type && !headers.has('content-type')) headers.set('content-type', type)
  return new Uint8Array(await packed.arrayBuffer())
}

const byCode: Readonly<Record<string, FaultKind>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'too_big',
}

function translate(cause: unknown, sent: boolean, host: string): FetchFault {
  const error = cause instanceof Error ? cause : new Error(String(cause))
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const kind =
    byCode[code] ?? (!sent && /^(ERR_TLS|ERR_SSL|EPROTO|CERT|DEPTH|UNABLE|SELF_SIGNED)/.test(code) ? 'tls' : 'other')
  return new FetchFault(kind, sent, `${host}: ${code || error.name}`)
}
