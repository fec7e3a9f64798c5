import { OauthError, ZaloError } from './errors.ts'
import type { Lever } from './levers.ts'

/**
 * An answer on its way out. What HTTP cannot say is said to the server that carries it, in headers it keeps for itself:
 * `x-sandbox-drop: 1` destroy the connection without a byte, `half` after half of the body; `x-sandbox-hold: ms` wait
 * before answering; `x-sandbox-drip: ms` send the body byte by byte.
 */
export interface Reply {
  status: number
  body: unknown
  /** Bytes that are no JSON, in place of `body`. */
  raw?: { text: string; type: string }
  headers?: Record<string, string>
  drop?: '1' | 'half'
  holdMs?: number
  dripMs?: number
}

export const ok = (data?: unknown): Reply => ({
  status: 200,
  body: { ...(data !== undefined && { data }), error: 0, message: 'Success' },
})

export function refused(fault: unknown): Reply {
  if (fault instanceof ZaloError) {
    const headers = fault.error === -32 ? { 'x-ratelimit-remain': '0' } : undefined
    return { status: fault.status, body: { error: fault.error, message: fault.message }, ...(headers && { headers }) }
  }
  if (fault instanceof OauthError) {
    const body = {
      error_name: fault.errorName,
      error_reason: fault.message,
      ref_doc: 'https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new',
      error_description: fault.errorName,
      error: fault.error,
    }
    return { status: 200, body }
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
    case 'slow':
    case 'stuck':
    case 'deadPictures':
    case 'spoilt':
      return reply
  }
}

function spoilBody(reply: Reply, form: 'truncated' | 'empty' | 'huge' | 'cut' | 'noNumber'): Reply {
  const type = 'application/json;charset=utf-8'
  const text = JSON.stringify(reply.body)
  switch (form) {
    case 'truncated':
      return { ...reply, raw: { text: text.slice(0, Math.floor(text.length / 2)), type } }
    case 'empty':
      return { ...reply, raw: { text: '', type } }
    case 'huge':
      return { ...reply, raw: { text: `${text.slice(0, -1)},"padding":"${'x'.repeat(10_000_000)}"}`, type } }
    case 'noNumber':
      return { ...reply, raw: { text: text.replace(/"error":-?\d+/, '"error":null'), type } }
    case 'cut':
      return { ...reply, drop: 'half' }
  }
}

export function toResponse(reply: Reply): Response {
  const headers = new Headers({ 'content-type': reply.raw?.type ?? 'application/json;charset=utf-8', ...reply.headers })
  if (reply.drop) headers.set('x-sandbox-drop', reply.drop)
  if (reply.holdMs) headers.set('x-sandbox-hold', String(reply.holdMs))
  if (reply.dripMs) headers.set('x-sandbox-drip', String(reply.dripMs))
  return new Response(reply.raw?.text ?? JSON.stringify(reply.body), { status: reply.status, headers })
}
