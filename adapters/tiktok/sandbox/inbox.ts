import { complete } from './tasks.ts'
import type { Post, Task } from './types.ts'
import type { World } from './world.ts'

/** The drafts a person finds in the app, newest first. */
export const draftsOf = (world: World, account: string): Task[] =>
  [...world.tasks.values()]
    .filter(task => task.accountId === account && task.state === 'SEND_TO_USER_INBOX' && task.discardedAt === null)
    .toReversed()

/** The person opens the notification, writes what they like, chooses who sees it and presses Post. */
export function finish(world: World, id: string, given: { caption?: string; privacy?: string } = {}): Post {
  const task = world.tasks.get(id)
  if (task?.state !== 'SEND_TO_USER_INBOX' || task.discardedAt !== null) throw new Error('no such draft')
  const caption = given.caption ?? task.info.description
  return complete(world, task, {
    ...task.info,
    ...(task.media === 'video' ? { title: given.caption ?? '' } : { description: caption }),
    privacy: given.privacy ?? 'PUBLIC_TO_EVERYONE',
  })
}

/** The person throws it away. TikTok tells nobody: the state stays. */
export function discard(world: World, id: string): void {
  const task = world.tasks.get(id)
  if (task?.state !== 'SEND_TO_USER_INBOX') throw new Error('no such draft')
  task.discardedAt = world.now()
}
