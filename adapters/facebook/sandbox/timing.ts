import { invalid } from './errors.ts'
import type { Params } from './params.ts'
import type { Post } from './types.ts'
import type { World } from './world.ts'

export interface Timing {
  kind: Post['kind']
  scheduledAt: number | null
  backdatedAt: number | null
}

/** When and to whom a new post shows: at once, later, or to nobody. */
export function readTiming(world: World, params: Params, to = world.settings.scheduleTo): Timing {
  const published = params.flag('published') ?? true
  const seconds = params.number('scheduled_publish_time')
  const type = params.text('unpublished_content_type')
  const backdated = params.number('backdated_time')
  const backdatedAt = backdated === undefined ? null : backdated * 1000
  if (published && seconds !== undefined)
    throw invalid('You cannot specify a scheduled publish time on a published post')
  if (published && type !== undefined && type !== 'PUBLISHED')
    throw invalid('You cannot specify an unpublished content type on a published post')
  if (type === 'SCHEDULED' && seconds === undefined) throw invalid('A scheduled post needs a scheduled publish time')
  if (backdatedAt !== null && backdatedAt >= world.now()) throw invalid('The backdated time must be in the past')
  if (backdatedAt !== null && seconds !== undefined) throw invalid('A backdated post cannot be scheduled')
  if (published) return { kind: 'published', scheduledAt: null, backdatedAt }
  if (seconds === undefined) return { kind: 'dark', scheduledAt: null, backdatedAt }
  return { kind: 'scheduled', scheduledAt: readSchedule(world, seconds, to), backdatedAt }
}

/** The window is measured on Graph's clock, so a client whose clock is off fails at its edges. */
export function readSchedule(world: World, seconds: number, to = world.settings.scheduleTo): number {
  const ahead = seconds - Math.floor(world.now() / 1000)
  if (ahead < world.settings.scheduleFrom || ahead > to)
    throw invalid('The specified scheduled publish time is invalid.')
  return seconds * 1000
}
