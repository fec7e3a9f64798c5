import { envelope, GraphError } from './errors.ts'
import type { Lever } from './levers.ts'
import { opaque, type World } from './world.ts'

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

export const ok = (body: unknown): Reply => ({ status: 200, body })

export function refused(world: World, fault: unknown): Reply {
  if (!(fault instanceof GraphError)) throw fault
  return { status: fault.refusal.status, body: envelope(fault.refusal, opaque(world, 'A', 22)) }
}

const proxyPage =
  '<!DOCTYPE html>\n<html><head><title>Sorry, something went wrong</title></head><body><p>We are working on it.</p></body></html>\n'

/** What becomes of a good answer on the way to the client. */
export function spoil(reply: Reply, lever: Lever): Reply {
  switch (lever.what) {
    case 'lose':
    case 'delay':
    case 'null':
    case 'partial':
      return { ...reply, drop: '1' }
    case 'html':
      return { ...reply, status: lever.status, raw: { text: proxyPage, type: 'text/html; charset=utf-8' } }
    case 'garbage':
      return spoilBody(reply, lever.form)
    case 'hang':
      return { ...reply, holdMs: lever.ms }
    case 'drip':
      return { ...reply, dripMs: lever.ms }
    case 'tooMany':
      return {
        status: 429,
        body: undefined,
        raw: { text: 'Too Many Requests', type: 'text/plain' },
        headers: { ...reply.headers, 'retry-after': String(lever.seconds) },
      }
    case 'duplicate':
    case 'fail':
    case 'unfit':
    case 'tooFast':
    case 'heavy':
      return reply
  }
}

function spoilBody(reply: Reply, form: 'truncated' | 'empty' | 'huge' | 'cut'): Reply {
  const type = 'application/json; charset=UTF-8'
  const text = toJson(reply.body)
  switch (form) {
    case 'truncated':
      return { ...reply, raw: { text: text.slice(0, Math.floor(text.length / 2)), type } }
    case 'empty':
      return { ...reply, raw: { text: '', type } }
    case 'huge':
      return { ...reply, raw: { text: `${text.slice(0, -1)},"padding":"${'x'.repeat(10_000_000)}"}`, type } }
    case 'cut':
      return { ...reply, drop: 'half' }
  }
}

/** As Meta writes it: letters beyond ASCII and the slash are escaped. */
export const toJson = (body: unknown) =>
  JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

export function toResponse(world: World, reply: Reply, version: string): Response {
  const trace = opaque(world, 'A', 10)
  const headers = new Headers({
    'content-type': reply.raw?.type ?? 'application/json; charset=UTF-8',
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    'facebook-api-version': version,
    'x-fb-trace-id': trace,
    'x-fb-rev': '1030000000',
    'x-fb-debug': `${trace}==`,
    ...reply.headers,
  })
  if (reply.drop) headers.set('x-sandbox-drop', reply.drop)
  if (reply.holdMs) headers.set('x-sandbox-hold', String(reply.holdMs))
  if (reply.dripMs) headers.set('x-sandbox-drip', String(reply.dripMs))
  return new Response(reply.raw?.text ?? toJson(reply.body), { status: reply.status, headers })
}
