import { z } from 'zod'
import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { bytesToHex, hmacSha256Hex, timingSafeEqual } from '../kit/crypto.ts'
import type { Actor } from '../people/person.ts'
import { addPushEvent, findPushed, findSource, hasten, mayPush, maySetUp, setPushSecret } from './queries.ts'

/** What a portal says when something happened on it. Only a hint: what counts is what its public page shows. */
export const pushShape = z.object({
  /** The portal's own name of this event; the same name twice is one event. */
  event: z.string().min(1).max(200),
  kind: z.enum(['new', 'changed', 'removed']).default('new'),
  /** The public page. Without it the source's list is read at once. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
})
export type Push = z.infer<typeof pushShape>

/** Either somebody with a token, or the portal itself by the secret it was given. */
export type Sender =
  | { is: 'token'; actor: Actor }
  /** Seconds since 1970, and `sha256=` with the hex HMAC over `<timestamp>.<body>`. */
  | { is: 'signature'; timestamp: string; signature: string; body: string }

export type Pushed =
  | { is: 'accepted'; repeated: boolean }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'elsewhere'; host: string }

/** Heard, kept, and followed right after; whoever is not let in learns nothing of what exists. */
export async function pushed(ctx: Ctx, source: number, from: Sender, push: Push): Promise<Pushed> {
  const found = await findPushed(ctx.db, source)
  if (!found) return { is: 'missing' }
  const allowed =
    from.is === 'token'
      ? await mayPush(ctx.db, from.actor, found.unit_id)
      : await isSigned(ctx, source, found.push_secret, from)
  if (!allowed) return from.is === 'token' ? { is: 'missing' } : { is: 'forbidden' }
  const host = push.url === undefined ? undefined : new URL(push.url).host
  if (host !== undefined && ![found.base_url, found.url].some(url => URL.parse(url)?.host === host))
    return { is: 'elsewhere', host }

  const at = ctx.now()
  const heard = await addPushEvent(ctx.db, {
    source_id: source,
    event: push.event.normalize('NFC'),
    at,
    url: push.url ?? null,
    kind: push.kind,
  })
  if (!heard) return { is: 'accepted', repeated: true }
  // A page that was named is read by itself; the list is asked where none was.
  if (push.url === undefined && found.state === 'watched') await hasten(ctx.db, source, at)
  ctx.nudge('watch')
  return { is: 'accepted', repeated: false }
}

/** Old signatures are worth nothing to whoever overheard them. */
const freshSeconds = 300

async function isSigned(
  ctx: Ctx,
  source: number,
  sealed: Uint8Array | null,
  { timestamp, signature, body }: Extract<Sender, { is: 'signature' }>,
): Promise<boolean> {
  if (!sealed || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(ctx.wall() / 1000 - Number(timestamp)) > freshSeconds) return false
  const secret = await ctx.sealer.open(sealed, about(source))
  if (secret === undefined) return false
  return timingSafeEqual(
    `sha256=${await hmacSha256Hex(secret, `${timestamp}.${body}`)}`,
    signature.trim().toLowerCase(),
  )
}

export type SecretGiven = { is: 'given'; secret: string } | { is: 'missing' } | { is: 'forbidden' }

/** A new secret for a portal that signs its pushes; shown once, the one before is void. */
export async function givePushSecret(ctx: Ctx, by: Actor, id: number): Promise<SecretGiven> {
  const source = await findSource(ctx.db, by.id, id)
  if (!source) return { is: 'missing' }
  if (!(await maySetUp(ctx.db, by, source.unit_id))) return { is: 'forbidden' }
  const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const sealed = await ctx.sealer.seal(secret, about(id))
  await ctx.db.transaction().execute(async trx => {
    await setPushSecret(trx, id, sealed)
    const deed = { verb: 'source.push_secret_given', subject: 'source', subjectId: id, unit: source.unit_id }
    await record(trx, { at: ctx.now(), person: by.id, via: by.via, ...deed })
  })
  return { is: 'given', secret }
}

const about = (source: number) => `source:${source}:push`
