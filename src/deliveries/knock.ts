import { findApp } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { sha256Hex } from '../kit/crypto.ts'
import { dayOf } from '../kit/time.ts'
import type { Heard, Hint, Knock, Problem } from '../ports/network.ts'
import { addKnock, countKnock, inspectSoon, lookAtHint } from './queries/hooks.ts'

export type Answered =
  /** The network takes no webhooks here, or has no application. */
  | { is: 'missing' }
  | { is: 'forged'; why: Problem }
  | { is: 'answer'; body: string }
  /** Heard now, or before. */
  | { is: 'heard'; repeated: boolean }

/**
 * A knock of a network. It is a hint and no proof: it makes a look of ours due now, and only what that look reads moves
 * anything, so doubles, disorder and lies do no harm.
 */
export async function knocked(ctx: Ctx, id: string, knock: Knock): Promise<Answered> {
  const network = ctx.networks.get(id)
  const app = findApp(ctx, id)
  if (!network?.hear || !app) return { is: 'missing' }
  const at = ctx.now()
  // Strangers write what stands there: an adapter that stumbles over it has heard nothing.
  const heard = await network.hear(app, knock, at).catch((): Heard => ({ is: 'forged', why: unreadable }))
  switch (heard.is) {
    case 'answer':
      return heard
    case 'forged':
      await countKnock(ctx.db, id, dayOf(at), 'forged', at)
      ctx.log.warn('hook.forged', { network: id, why: heard.why.code })
      return heard
    case 'hints': {
      const fresh = await ctx.db.transaction().execute(async trx => {
        if (!(await addKnock(trx, id, await sha256Hex(knock.body), at))) return false
        for (const hint of heard.hints) await follow(trx, id, hint, at)
        return true
      })
      await countKnock(ctx.db, id, dayOf(at), fresh ? 'heard' : 'repeated', at)
      if (fresh) for (const job of new Set(heard.hints.flatMap(jobsOf))) ctx.nudge(job)
      return { is: 'heard', repeated: !fresh }
    }
    default:
      return heard satisfies never
  }
}

const unreadable: Problem = { code: 'hook.unreadable' }

const follow = (trx: Parameters<typeof addKnock>[0], network: string, hint: Hint, at: Date): Promise<unknown> =>
  hint.is === 'look' ? lookAtHint(trx, network, hint, at) : inspectSoon(trx, network, hint.account)

const jobsOf = (hint: Hint): string[] => (hint.is === 'look' ? ['settle', 'measure'] : ['renew'])
