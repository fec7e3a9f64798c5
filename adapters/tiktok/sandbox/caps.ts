import { forbidden } from './errors.ts'
import type { Who } from './rights.ts'
import type { World } from './world.ts'

const DAY = 86_400_000

/** Everything that stands in the way of a direct post, whatever is in it. */
export function mayPost(world: World, { app, account }: Who): void {
  if (account.banned) throw forbidden('spam_risk_user_banned_from_posting')
  const recent = [...world.tasks.values()].filter(task => task.mode === 'direct' && task.beganAt > world.now() - DAY)
  // Shared by all applications.
  const own = recent.filter(task => task.accountId === account.id && task.state !== 'FAILED')
  if (own.length >= world.settings.directPerDay) throw forbidden('spam_risk_too_many_posts')
  if (app.audited) return
  const users = new Set(recent.filter(task => task.appId === app.id).map(task => task.accountId))
  if (!users.has(account.id) && users.size >= world.settings.usersPerDayUnaudited)
    throw forbidden('reached_active_user_cap')
}

/** A draft that nobody posted or threw away counts for a day, and so does one that is still on its way. */
export function mayShare(world: World, { account }: Who): void {
  if (account.banned) throw forbidden('spam_risk_user_banned_from_posting')
  const waiting = [...world.tasks.values()].filter(
    task =>
      task.mode === 'inbox' &&
      task.accountId === account.id &&
      task.state !== 'FAILED' &&
      task.state !== 'PUBLISH_COMPLETE' &&
      task.discardedAt === null &&
      task.beganAt > world.now() - DAY,
  )
  if (waiting.length >= world.settings.pendingPerDay) throw forbidden('spam_risk_too_many_pending_share')
}

/** Until TikTok has audited the application: for its own eyes, on an account that is private at this moment. */
export function mayShow({ app, account }: Who, privacy: string): void {
  if (!optionsOf(account).includes(privacy)) throw forbidden('privacy_level_option_mismatch')
  if (!app.audited && (!account.isPrivate || privacy !== 'SELF_ONLY'))
    throw forbidden('unaudited_client_can_only_post_to_private_accounts')
}

export const optionsOf = (account: { isPrivate: boolean }): string[] => [
  account.isPrivate ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE',
  'MUTUAL_FOLLOW_FRIENDS',
  'SELF_ONLY',
]
