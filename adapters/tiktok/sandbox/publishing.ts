import { z } from 'zod'
import { mayPost, optionsOf } from './caps.ts'
import { ApiError, otherPublish, unknownPublish } from './errors.ts'
import { asNumber, ok, type Reply, refused } from './reply.ts'
import { bodyOf, type Call } from './request.ts'
import { mustHold, type Who } from './rights.ts'
import { fail } from './tasks.ts'
import type { Task } from './types.ts'
import type { World } from './world.ts'

/** Caps come with 200 here, on purpose. */
export function creator(world: World, who: Who): Reply {
  mustHold(who, ['video.publish'])
  try {
    mayPost(world, who)
  } catch (fault) {
    if (fault instanceof ApiError) return { ...refused(world, fault), status: 200 }
    throw fault
  }
  const { account } = who
  return ok(world, {
    creator_avatar_url: `https://p16-sign.tiktokcdn.com/${account.username}.jpeg?x-expires=${Math.floor(world.now() / 1000) + 7200}`,
    creator_username: account.username,
    creator_nickname: account.nickname,
    privacy_level_options: optionsOf(account),
    comment_disabled: account.commentDisabled,
    duet_disabled: account.duetDisabled || account.isPrivate,
    stitch_disabled: account.stitchDisabled || account.isPrivate,
    max_video_post_duration_sec: account.maxSeconds,
  })
}

const Asked = z.strictObject({ publish_id: z.string() })

export function status(world: World, who: Who, call: Call): Reply {
  mustHold(who, ['video.upload', 'video.publish'])
  const task = find(world, who, bodyOf(call, Asked).publish_id)
  return ok(world, {
    status: task.state,
    ...(task.reason !== null && { fail_reason: task.reason }),
    // Spelled as the service spells it; absent while there is nothing to name.
    ...(task.postIds.length > 0 && { publicaly_available_post_id: task.postIds.map(id => asNumber(world, id)) }),
    ...(task.upload && { uploaded_bytes: task.upload.received }),
  })
}

/** "Best effort": what is still on its way. */
export function cancel(world: World, who: Who, call: Call): Reply {
  mustHold(who, ['video.upload', 'video.publish'])
  const task = find(world, who, bodyOf(call, Asked).publish_id)
  if (task.state !== 'PROCESSING_UPLOAD' && task.state !== 'PROCESSING_DOWNLOAD')
    throw new ApiError('publish_not_cancellable', 400)
  fail(world, task, 'publish_cancelled')
  return ok(world, {})
}

function find(world: World, who: Who, id: string): Task {
  const task = world.tasks.get(id)
  if (!task) throw unknownPublish()
  if (task.accountId !== who.account.id || task.appId !== who.app.id) throw otherPublish()
  return task
}
