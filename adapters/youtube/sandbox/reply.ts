import { ApiError, OauthError } from './errors.ts'
import type { Lever } from './levers.ts'

/**
 * An answer on its way out. What HTTP cannot say is said to the server that carries it, in headers it keeps for itself:
 * `x-sandbox-drop: 1` destroy the connection without a byte, `half` after half of the body; `x-sandbox-hold: ms` wait
 * before answering; `x-sandbox-drip: ms` send the body byte by byte.
 */
export interface Reply {
  status: number
  /** Undefined: no body at all. */
  body: unknown
  /** Bytes that are no JSON, in place of `body`. */
  raw?: { text: string; type: string }
  headers?: Record<string, string>
  drop?: '1' | 'half'
  holdMs?: number
  dripMs?: number
}

export const ok = (body: unknown, status = 200): Reply => ({ status, body })
export const noContent = (): Reply => ({ status: 204, body: undefined })

export function refused(fault: unknown): Reply {
  if (fault instanceof OauthError) {
    const described = fault.message === '' ? {} : { error_description: fault.message }
    return { status: fault.status, body: { error: fault.error, ...described } }
  }
  if (!(fault instanceof ApiError)) throw fault
  const { status, reason, domain, message, state } = fault
  const place = status === 401 ? { location: 'Authorization', locationType: 'header' } : {}
  const error = {
    code: status,
    message,
    errors: [{ message, domain, reason, ...place }],
    ...(state && { status: state }),
  }
  const headers: Record<string, string> = {}
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
  return { status, body: { error }, headers }
}

const gatewayPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n'

/** What becomes of a good answer on the way to the client. */
export function spoil(reply: Reply, lever: Lever): Reply {
  switch (lever.what) {
    case 'lose':
      return { ...reply, drop: '1' }
    case 'html':
      return { ...reply, status: lever.status, raw: { text: gatewayPage, type: 'text/html; charset=utf-8' } }
    case 'garbage':
      return spoilBody(reply, lever.form)
    case 'hang':
      return { ...reply, holdMs: lever.ms }
    case 'drip':
      return { ...reply, dripMs: lever.ms }
    default:
      return reply
  }
}

function spoilBody(reply: Reply, form: 'truncated' | 'empty' | 'huge' | 'cut' | 'other'): Reply {
  const type = 'application/json; charset=UTF-8'
  const text = JSON.stringify(reply.body ?? {})
  const raw = (text: string): Reply => ({ ...reply, status: 200, raw: { text, type } })
  switch (form) {
    case 'truncated':
      return raw(text.slice(0, Math.floor(text.length / 2)))
    case 'empty':
      return raw('')
    case 'huge':
      return raw(`${text.slice(0, -1)},"padding":"${'x'.repeat(10_000_000)}"}`)
    case 'other':
      return raw('{"kind":"youtube#nothing"}')
    case 'cut':
      return { ...raw(text), drop: 'half' }
  }
}

export function toResponse(reply: Reply): Response {
  const headers = new Headers(reply.headers)
  headers.set('vary', 'Origin, X-Origin, Referer')
  if (reply.raw) headers.set('content-type', reply.raw.type)
  else if (reply.body !== undefined) headers.set('content-type', 'application/json; charset=UTF-8')
  if (reply.drop) headers.set('x-sandbox-drop', reply.drop)
  if (reply.holdMs) headers.set('x-sandbox-hold', String(reply.holdMs))
  if (reply.dripMs) headers.set('x-sandbox-drip', String(reply.dripMs))
  if (reply.status === 204) return new Response(null, { status: 204, headers })
  const text = reply.raw?.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body))
  return new Response(text, { status: reply.status, headers })
}
