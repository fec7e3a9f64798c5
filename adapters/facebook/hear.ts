import { z } from 'zod'
import { hmacSha256Hex, timingSafeEqual } from '../../src/kit/crypto.ts'
import { parseJson } from '../../src/kit/json.ts'
import type { App, Heard, Hint, Knock } from '../../src/ports/network.ts'

/**
 * Webhooks of a Page (getting started, webhooks for Pages; read 2026-11-22). What they say makes a look due and nothing
 * else: doubles, disorder and what never arrives do no harm.
 */
export async function hear(app: App, knock: Knock, _now: Date): Promise<Heard> {
  // Without a secret anybody could sign.
  if (app.secret === '') return { is: 'forged', why: { code: 'facebook.hook_forged' } }
  if (knock.method === 'GET') return handshake(knock.query, await verifyToken(app))
  // Over the raw bytes: Meta escapes letters beyond ASCII, so a body read and written again is another. SHA-1 is not asked.
  const signed = /^sha256=([0-9a-f]{64})$/i.exec(knock.headers.get('x-hub-signature-256') ?? '')?.[1]
  if (signed === undefined) return { is: 'forged', why: { code: 'facebook.hook_unsigned' } }
  const wanted = await hmacSha256Hex(app.secret, knock.body)
  if (!timingSafeEqual(wanted, signed.toLowerCase())) return { is: 'forged', why: { code: 'facebook.hook_forged' } }
  return { is: 'hints', hints: hintsIn(new TextDecoder().decode(knock.body)) }
}

/** Made from the app's secret, so that there is nothing more to keep and nothing more to set. */
export const verifyToken = (app: App): Promise<string> => hmacSha256Hex(app.secret, 'lantoa webhook')

/** Only `subscribe` is defined; the bare challenge is the answer. */
export function handshake(query: URLSearchParams, token: string): Heard {
  const challenge = query.get('hub.challenge') ?? ''
  const known = timingSafeEqual(query.get('hub.verify_token') ?? '', token)
  if (query.get('hub.mode') !== 'subscribe' || !known || challenge === '')
    return { is: 'forged', why: { code: 'facebook.hook_token' } }
  return { is: 'answer', body: challenge.slice(0, 200) }
}

/** Digits as they were sent: some of these ids come as numbers beyond 2^53. */
const id = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .pipe(z.string().regex(/^\d+(?:_\d+)?$/))
const named = id.optional().catch(undefined)

const bodyShape = z.object({ object: z.literal('page'), entry: z.array(z.unknown()).default([]) })
const entryShape = z.object({ id, changes: z.array(z.unknown()).default([]) })
const changeShape = z.object({ field: z.string(), value: z.unknown() })
const valueShape = z.object({
  item: z.string().default(''),
  post_id: named,
  video_id: named,
  photo_id: named,
  /** Of the field `videos`: the video itself. */
  id: named,
})

/** What happened to posts; comments and reactions change a counter at most. */
const ITEMS = ['status', 'post', 'photo', 'video', 'share', 'album']

/** One odd part of up to a thousand is skipped, and no reason to refuse the rest. */
function hintsIn(text: string): Hint[] {
  let given: unknown
  try {
    given = parseJson(text)
  } catch {
    return []
  }
  const hints = new Map<string, Hint>()
  for (const one of bodyShape.safeParse(given).data?.entry ?? []) {
    const entry = entryShape.safeParse(one).data
    for (const part of entry?.changes ?? []) {
      const change = changeShape.safeParse(part).data
      const value = valueShape.safeParse(change?.value).data
      if (!entry || !change || !value) continue
      for (const hint of lookFor(entry.id, change.field, value)) hints.set(JSON.stringify(hint), hint)
    }
  }
  return [...hints.values()]
}

/** A post is known by its id; a video by its own, in the ticket already; a picture only in a ticket. */
function lookFor(account: string, field: string, value: z.output<typeof valueShape>): Hint[] {
  if (field === 'videos') return value.id === undefined ? [] : [ofVideo(account, value.id)]
  if (field !== 'feed' || !ITEMS.includes(value.item)) return []
  const { post_id: post, video_id: video, photo_id: photo } = value
  return [
    ...(post === undefined ? [] : [{ is: 'look', account, remote: post } as const]),
    ...(video === undefined ? [] : [ofVideo(account, video)]),
    ...(photo === undefined ? [] : [{ is: 'look', account, ticket: photo } as const]),
  ]
}

const ofVideo = (account: string, video: string): Hint => ({ is: 'look', account, remote: video, ticket: video })
