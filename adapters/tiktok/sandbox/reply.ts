import { ApiError, OauthError, UploadError } from './errors.ts'
import type { Lever } from './levers.ts'
import type { World } from './world.ts'

/**
 * An answer on its way out. What HTTP cannot say is said to the server that carries it, in headers it keeps for itself:
 * `x-sandbox-drop: 1` destroy the connection without a byte, `half` after half of the body; `x-sandbox-hold: ms` wait
 * before answering; `x-sandbox-drip: ms` send the body byte by byte.
 */
export interface Reply {
  status: number
  /** Undefined: no body at all. */
  body?: unknown
  /** Bytes that are no JSON, in place of `body`. */
  raw?: { text: string; type: string }
  headers?: Record<string, string>
  drop?: '1' | 'half'
  holdMs?: number
  dripMs?: number
}

/** An id as JSON writes a number, although JavaScript cannot hold it. */
export const asNumber = (world: World, id: string) => (world.settings.idsAsText ? id : `${MARK}${id}`)
const MARK = '\u0001'

/** JSON in which marked digits are numbers. */
const stringify = (body: unknown) => JSON.stringify(body).replace(/"\\u0001(\d+)"/g, '$1')

export const ok = (world: World, data: unknown): Reply => ({
  status: 200,
  body: { data, error: { code: 'ok', message: '', log_id: logId(world) } },
})

/** When, and some digits, as theirs look. */
function logId(world: World): string {
  const at = new Date(world.now()).toISOString().replace(/\D/g, '').slice(0, 14)
  return `${at}${Math.floor(world.random() * 2 ** 48)
    .toString(16)
    .toUpperCase()
    .padStart(20, '0')}`
}

export function refused(world: World, fault: unknown): Reply {
  if (fault instanceof ApiError)
    return {
      status: fault.status,
      body: { error: { code: fault.code, message: fault.message, log_id: logId(world) } },
    }
  if (fault instanceof OauthError)
    return {
      status: world.settings.oauthErrorStatus,
      body: { error: fault.error, error_description: fault.message, log_id: logId(world) },
    }
  if (fault instanceof UploadError) {
    const { received } = fault
    return {
      status: fault.status,
      raw: { text: fault.message, type: 'text/plain; charset=utf-8' },
      ...(received && { headers: { 'content-range': `bytes 0-${received.bytes}/${received.total}` } }),
    }
  }
  throw fault
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
    case 'refuse':
    case 'fail':
    case 'stuck':
      return reply
  }
}

function spoilBody(reply: Reply, form: 'truncated' | 'empty' | 'huge' | 'cut' | 'noError'): Reply {
  const type = 'application/json; charset=utf-8'
  const text = stringify(reply.body ?? {})
  // Of an upload the status is the answer: 200 is none of those it gives.
  const status = 200
  switch (form) {
    case 'truncated':
      return { ...reply, status, raw: { text: text.slice(0, Math.floor(text.length / 2)), type } }
    case 'empty':
      return { ...reply, status, raw: { text: '', type } }
    case 'huge':
      return { ...reply, status, raw: { text: `${text.slice(0, -1)},"padding":"${'x'.repeat(10_000_000)}"}`, type } }
    case 'noError':
      return { ...reply, status, raw: { text: JSON.stringify({ data: {} }), type } }
    case 'cut':
      return { ...reply, status, raw: { text: `${text}${' '.repeat(64)}`, type }, drop: 'half' }
  }
}

export function toResponse(reply: Reply): Response {
  const headers = new Headers(reply.headers)
  const text = reply.raw?.text ?? (reply.body === undefined ? '' : stringify(reply.body))
  if (text !== '') headers.set('content-type', reply.raw?.type ?? 'application/json; charset=utf-8')
  if (reply.drop) headers.set('x-sandbox-drop', reply.drop)
  if (reply.holdMs) headers.set('x-sandbox-hold', String(reply.holdMs))
  if (reply.dripMs) headers.set('x-sandbox-drip', String(reply.dripMs))
  return new Response(text === '' ? null : text, { status: reply.status, headers })
}
