import { fetchFiles } from './files.ts'
import { isVideo } from './measure.ts'
import type { Post, PostInfo, Task } from './types.ts'
import { isPublic, type World } from './world.ts'

const turns = new WeakMap<World, Promise<void>>()

/**
 * Lets time do its work: what was processed arrives, in the inbox or on the profile; what is public gets its id. One at a
 * time: while the files of a task are fetched, another call would find it waiting still and complete it once more.
 */
export function ripen(world: World): Promise<void> {
  const turn = (turns.get(world) ?? Promise.resolve()).then(() => ripenNow(world))
  turns.set(
    world,
    turn.catch(() => {}),
  )
  return turn
}

async function ripenNow(world: World): Promise<void> {
  for (const task of world.tasks.values()) {
    const waits = task.state === 'PROCESSING_UPLOAD' || task.state === 'PROCESSING_DOWNLOAD'
    if (!waits || task.stuck || task.readyAt === null || task.readyAt > world.now()) continue
    const reason = task.fate ?? (task.upload ? checked(task) : await fetchFiles(world, task))
    if (reason !== null) fail(world, task, reason)
    else if (task.mode === 'inbox') arrive(world, task)
    else complete(world, task, task.info, task.readyAt)
  }
  announce(world)
}

/** "Checks run after the upload and surface as fail reasons." */
const checked = ({ upload }: Task) => (upload && isVideo(upload.head) ? null : 'file_format_check_failed')

export function fail(world: World, task: Task, reason: string): void {
  task.state = 'FAILED'
  task.reason = reason
  tell(world, task, 'post.publish.failed', { reason })
}

function arrive(world: World, task: Task): void {
  task.state = 'SEND_TO_USER_INBOX'
  tell(world, task, 'post.publish.inbox_delivered', {})
}

/** On the profile. A person may post one draft several times. */
export function complete(world: World, task: Task, info: PostInfo, at = world.now()): Post {
  const post: Post = {
    id: world.nextId(),
    accountId: task.accountId,
    taskId: task.id,
    media: task.media,
    info,
    pictures: task.pictures,
    createdAt: at,
    publicAt: at + world.settings.moderationMs,
    removedAt: null,
    bytes: task.upload?.size ?? 0,
  }
  world.posts.set(post.id, post)
  task.state = 'PUBLISH_COMPLETE'
  tell(world, task, 'post.publish.complete', {})
  return post
}

/** The id appears when moderation has let it pass, and only of what everybody may see. */
function announce(world: World): void {
  for (const post of world.posts.values()) {
    const task = post.taskId === null ? undefined : world.tasks.get(post.taskId)
    if (!task || task.postIds.includes(post.id) || !isPublic(world, post)) continue
    task.postIds.push(post.id)
    tell(world, task, 'post.publish.publicly_available', { post_id: post.id })
  }
}

/** `content` is JSON inside JSON, its ids numbers. */
function tell(world: World, task: Task, event: string, more: Record<string, string>): void {
  const { post_id, ...rest } = more
  const inside = {
    publish_id: task.id,
    ...rest,
    publish_type: task.mode === 'inbox' ? 'INBOX_SHARE' : 'DIRECT_PUBLISH',
  }
  const text = JSON.stringify(inside)
  world.events.push({
    client_key: task.appId,
    event,
    create_time: Math.floor(world.now() / 1000),
    user_openid: task.accountId,
    content: post_id === undefined ? text : `${text.slice(0, -1)},"post_id":${post_id}}`,
  })
}
