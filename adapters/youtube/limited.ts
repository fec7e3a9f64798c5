import type { Published, Session } from '../../src/ports/network.ts'
import { channelAllowance } from './quota.ts'
import type { Cred } from './shape.ts'

/**
 * YouTube said within the last day that this channel has uploaded as much as it may: its uploads wait, and nothing is
 * asked that would be refused and counted.
 */
export async function isSpentFor(to: Session<Cred>): Promise<Extract<Published, { is: 'unsent' }> | undefined> {
  const spent = await to.ledger?.spend(channelAllowance(to.account, to.now()), 0)
  if (spent?.is !== 'over') return undefined
  const retryAfter = Math.max(1, spent.until.getTime() - to.now().getTime())
  return { is: 'unsent', why: { code: 'youtube.upload_limit' }, retryAfter }
}
