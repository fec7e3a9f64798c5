import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { stubborn } from '../db/stubborn.ts'
import { equalBytes } from '../kit/crypto.ts'
import type { AnyNetwork, Problem, Renewed } from '../ports/network.ts'
import { againAfter, freshFor, unreadable } from './channel.ts'
import { sealCredential } from './credential.ts'
import { askToReconnect, keepNotices } from './queries.ts'
import { currentCredential, releaseRenewal, storeRenewed, type Taken, takeRenewal } from './queries-renew.ts'
import { openSession, scrub } from './session.ts'

/** Renews what ends soon, one at a time each, long before it ends. */
export async function renewDue(
  ctx: Ctx,
  budget: { items: number; signal: AbortSignal },
): Promise<{ items: number; more: boolean }> {
  let items = 0
  while (items < budget.items && !budget.signal.aborted) {
    const taken = await takeRenewal(ctx.db, ctx.networks, ctx.now())
    if (!taken) return { items, more: false }
    items++
    await renew(ctx, taken)
  }
  return { items, more: !budget.signal.aborted }
}

/** What can be done about a credential that a network called dead. */
export type Mended =
  /** There is a newer one: the same again with that. */
  | 'newer'
  /** Somebody renews it now, or nobody knows how a renewal ended: the same again later. */
  | 'later'
  /** Only a person helps. */
  | 'no'

/**
 * The network says that the credential `used` is dead. Whoever holds an old one goes on with the new one; a credential
 * that was made anew and is refused all the same is not renewed again.
 */
export async function mend(ctx: Ctx, channel: number, network: AnyNetwork, used: Uint8Array | null): Promise<Mended> {
  if (!network.auth.refresh || !used) return 'no'
  const current = await currentCredential(ctx.db, channel)
  if (!current) return 'no'
  if (!equalBytes(current.sealed, used)) return 'newer'
  const now = ctx.now()
  if (now.getTime() - current.stored_at.getTime() < freshFor) return 'no'
  const taken = await takeRenewal(ctx.db, ctx.networks, now, { channel, version: current.version })
  if (taken) {
    const renewed = await renew(ctx, taken)
    return renewed.is === 'renewed' ? 'newer' : renewed.is === 'reconnect' ? 'no' : 'later'
  }
  const again = await currentCredential(ctx.db, channel)
  if (again && !equalBytes(again.sealed, used)) return 'newer'
  return 'later'
}

/** One exchange under the claim: what comes of it is stored before anybody uses it. */
async function renew(ctx: Ctx, taken: Taken): Promise<Renewed<unknown>> {
  const network = ctx.networks.get(taken.network)
  if (!network?.auth.refresh) throw new Error(`taken for a network that renews nothing: ${taken.network}`)
  const signal = AbortSignal.timeout(network.about.traits.requestLimit)
  const opened = await openSession(ctx, network, taken, signal)
  if (opened.is === 'unreadable') return lose(ctx, taken, unreadable)
  const { session, notices } = opened
  const renewed = await network.auth
    .refresh(session)
    .catch((): Renewed<unknown> => ({ is: 'unknown', why: { code: 'channel.renewal_failed' } }))
  const at = ctx.now()
  const after = (milliseconds: number) => new Date(at.getTime() + milliseconds)
  if (renewed.is === 'renewed') {
    const sealed = await sealCredential(ctx, taken.channel_id, renewed.cred)
    const given = { sealed, expiresAt: renewed.expiresAt ?? null, at }
    // The old one is spent: until this is written, the new one exists nowhere else.
    const stored = await stubborn(() => storeRenewed(ctx.db, taken, given))
    if (!stored) ctx.log.warn('credential.superseded', { channel: taken.channel_id })
    ctx.nudge('deliver')
  }
  await keepNotices(ctx.db, taken, notices)
  switch (renewed.is) {
    case 'renewed':
      return renewed
    case 'unsent':
      await releaseRenewal(ctx.db, taken, after(renewed.retryAfter ?? 60_000))
      return renewed
    case 'unknown':
      // The answer may have been lost after the token was spent: the stored one is tried once more, and a refusal ends it.
      ctx.log.warn('credential.unknown', { channel: taken.channel_id, code: renewed.why.code })
      await releaseRenewal(ctx.db, taken, after(againAfter))
      return renewed
    case 'reconnect':
      return lose(ctx, taken, scrub(renewed.why, session))
    default:
      return renewed satisfies never
  }
}

/** A person has to connect the channel again, unless somebody did just now. */
async function lose(ctx: Ctx, taken: Taken, why: Problem): Promise<Renewed<unknown>> {
  const at = ctx.now()
  const ours = await releaseRenewal(ctx.db, taken, new Date(at.getTime() + againAfter))
  if (ours && (await askToReconnect(ctx.db, taken.channel_id, why, at)))
    await record(ctx.db, {
      at,
      via: 'job',
      verb: 'channel.lost',
      subject: 'channel',
      subjectId: taken.channel_id,
      detail: { why: why.code },
    })
  return { is: 'reconnect', why }
}
