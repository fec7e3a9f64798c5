import { GraphError, invalid, notThere } from './errors.ts'
import { readMessage } from './feed.ts'
import { finish, newVideo } from './making.ts'
import { checkParams } from './params.ts'
import { mayWrite } from './rights.ts'
import { readSchedule } from './timing.ts'
import type { Turn } from './turn.ts'
import type { Page } from './types.ts'
import { checkPace } from './usage.ts'
import { readTitle } from './videos.ts'

const day = 86_400_000
const states = { PUBLISHED: 'published', DRAFT: 'draft', SCHEDULED: 'scheduled' } as const

/** POST /{page}/video_reels: begins a reel whose bytes go to another host, and finishes it. */
export function reelPhase(turn: Turn, page: Page): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  // The specification writes the phases in capitals, the guide in small letters.
  const phase = call.params.get('upload_phase')
  if (typeof phase === 'string') call.params.set('upload_phase', phase.toUpperCase())
  const params = checkParams(call, 'POST Page/video_reels', world.settings.strict)
  if (params.text('upload_phase') === undefined) throw invalid('Param upload_phase is required')
  if (params.text('upload_phase') === 'START') {
    const video = newVideo(turn, page, 'reel', null)
    return { video_id: video.id, upload_url: `${world.settings.uploads}/video-upload/${call.version}/${video.id}` }
  }
  const id = params.text('video_id') ?? ''
  const video = world.videos.get(id)
  if (video?.form !== 'reel' || video.pageId !== page.id || video.removedAt !== null) throw notThere('POST', id)
  if (video.finished) throw invalid('This reel was published already.')
  if (video.size === null || video.received !== video.size) throw invalid('The upload of this reel is not complete.')
  checkPace(world, page)
  const state = states[(params.text('video_state') ?? 'PUBLISHED') as keyof typeof states]
  const seconds = params.number('scheduled_publish_time')
  if ((seconds === undefined) === (state === 'scheduled'))
    throw invalid('A time to publish at belongs to the state SCHEDULED, and to no other')
  checkDay(turn, page)
  const scheduledAt = seconds === undefined ? null : readSchedule(world, seconds, world.settings.scheduleReelTo)
  video.title = readTitle(params.text('title'))
  video.description = readMessage(world, params.text('description'))
  const { postId } = finish(turn, page, video, { state, scheduledAt })
  // The right half of the post's id, and not always there.
  return { success: true, ...(postId !== null && world.random() < 0.5 && { post_id: postId }) }
}

/** The text of this refusal is in no document. */
function checkDay({ world }: Turn, page: Page): void {
  const made = [...world.videos.values()].filter(
    one => one.pageId === page.id && one.form === 'reel' && (one.finished?.at ?? 0) > world.now() - day,
  )
  if (made.length >= world.settings.reelsPerDay)
    throw new GraphError({ status: 400, code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' })
}
