import { z } from 'zod'
import { hmacSha256Hex, timingSafeEqual } from '../../src/kit/crypto.ts'
import { findJson } from '../../src/kit/json.ts'
import type { App, Heard, Hint, Knock } from '../../src/ports/network.ts'
import { digits } from './calls.ts'
import { MINUTE } from './limits.ts'

/** How old a signature may be. TikTok names no figure; what it sends again for 72 hours we find by looking. */
const OLDEST = 5 * MINUTE

/**
 * Signed over the time and the raw bytes (Webhooks, verification, read 2026-09-11): read again and written again, the
 * body would be another. What it says makes a look due and nothing else, so doubles and disorder do no harm.
 */
export async function hear(app: App, knock: Knock, now: Date): Promise<Heard> {
  const parts = /^t=(\d{1,12}),s=([0-9a-f]{64})$/i.exec(
    knock.headers.get('tiktok-signature')?.replaceAll(' ', '') ?? '',
  )
  if (!parts?.[1] || !parts[2] || app.secret === '') return { is: 'forged', why: { code: 'tiktok.hook_unsigned' } }
  const head = new TextEncoder().encode(`${parts[1]}.`)
  const signed = new Uint8Array(head.length + knock.body.length)
  signed.set(head)
  signed.set(knock.body, head.length)
  const wanted = await hmacSha256Hex(app.secret, signed)
  if (!timingSafeEqual(wanted, parts[2].toLowerCase())) return { is: 'forged', why: { code: 'tiktok.hook_forged' } }
  if (Math.abs(now.getTime() - Number(parts[1]) * 1000) > OLDEST)
    return { is: 'forged', why: { code: 'tiktok.hook_old' } }
  return { is: 'hints', hints: hintsIn(new TextDecoder().decode(knock.body)) }
}

const eventShape = z.object({ event: z.string(), user_openid: z.string().min(1), content: z.string().default('{}') })
/** JSON inside JSON, with the same large numbers. */
const contentShape = z.object({
  publish_id: z.string().optional().catch(undefined),
  post_id: digits.optional().catch(undefined),
})

/** An event we do not know is nothing to do, and no reason to refuse it. */
function hintsIn(body: string): Hint[] {
  const event = eventShape.safeParse(findJson(body))
  if (!event.success) return []
  const { event: name, user_openid: account, content } = event.data
  if (name === 'authorization.removed') return [{ is: 'inspect', account }]
  if (!name.startsWith('post.publish.')) return []
  const inside = contentShape.safeParse(findJson(content))
  const { publish_id: ticket, post_id: remote } = inside.data ?? {}
  if (ticket !== undefined) return [{ is: 'look', account, ticket }]
  return remote === undefined ? [] : [{ is: 'look', account, remote }]
}
