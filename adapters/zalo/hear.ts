import { z } from 'zod'
import { sha256Hex, timingSafeEqual } from '../../src/kit/crypto.ts'
import { parseJson } from '../../src/kit/json.ts'
import type { App, Heard, Knock } from '../../src/ports/network.ts'

const eventShape = z.object({ event_name: z.string().min(1), app_id: z.string().optional(), timestamp: z.string() })

/**
 * Signed over the app's id, the raw bytes and the time inside them, with the key of the webhook page: a plain SHA-256 and
 * no HMAC (Official Account, Webhook, "Tổng quan", read 2026-11-22). No event speaks of articles; what followers do and
 * write is not ours to keep. So a signed knock is answered, and makes nothing due.
 */
export async function hear(app: App, knock: Knock, _now: Date): Promise<Heard> {
  const body = new TextDecoder().decode(knock.body)
  const event = eventShape.safeParse(jsonIn(body))
  const given = /^mac=([0-9a-f]{64})$/.exec(knock.headers.get('x-zevent-signature') ?? '')?.[1]
  // The console tries an address out before it saves it; what is no event proves nothing and asks for nothing.
  if (!event.success) return given ? forged('zalo.hook_forged') : { is: 'answer', body: '' }
  if (!given) return forged('zalo.hook_unsigned')
  const secret = app.hook ?? app.secret
  const wanted = await sha256Hex(joined(app.id, knock.body, event.data.timestamp + secret))
  if (secret === '' || !timingSafeEqual(wanted, given)) return forged('zalo.hook_forged')
  // The signature covers the id by way of the key; an event of another app of ours is not for this one.
  if (event.data.app_id !== undefined && event.data.app_id !== app.id) return forged('zalo.hook_other_app')
  return { is: 'hints', hints: [] }
}

function jsonIn(body: string): unknown {
  try {
    return parseJson(body)
  } catch {
    return undefined
  }
}

const forged = (code: string): Heard => ({ is: 'forged', why: { code } })

/** The bytes as they came: read and written again, the body would be another. */
function joined(before: string, body: Uint8Array, after: string): Uint8Array {
  const [head, tail] = [new TextEncoder().encode(before), new TextEncoder().encode(after)]
  const all = new Uint8Array(head.length + body.length + tail.length)
  all.set(head)
  all.set(body, head.length)
  all.set(tail, head.length + body.length)
  return all
}
