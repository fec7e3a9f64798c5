import { GraphError, invalid, notCovered, notThere } from './errors.ts'
import { readMessage } from './feed.ts'
import { finish, keep, newVideo } from './making.ts'
import { checkParams, type Params } from './params.ts'
import { mayWrite } from './rights.ts'
import { readTiming } from './timing.ts'
import type { Turn } from './turn.ts'
import type { Page, Video } from './types.ts'
import { checkPace } from './usage.ts'
import type { World } from './world.ts'

/** POST /{page}/videos by phases, the only way that goes on after a break. The others send nothing we send. */
export function videoPhase(turn: Turn, page: Page): unknown {
  const { world, call, who } = turn
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
  const params = checkParams(call, 'POST Page/videos', world.settings.strict)
  const phase = params.text('upload_phase')
  // Files go to a host of their own (video API overview); who calls it by another name is told so.
  if (call.host !== null && call.host !== 'graph-video.facebook.com')
    throw invalid('Videos are uploaded at graph-video.facebook.com')
  switch (phase) {
    case 'start':
      return start(turn, page, params)
    case 'transfer':
      return transfer(turn, sessionOf(world, page, params), params)
    case 'finish':
      return end(turn, page, sessionOf(world, page, params), params)
    case 'cancel': {
      const video = sessionOf(world, page, params)
      video.removedAt = world.now()
      return { success: true }
    }
    default:
      throw notCovered('videos in one request')
  }
}

function start(turn: Turn, page: Page, params: Params): unknown {
  const { world } = turn
  const size = params.number('file_size')
  if (size === undefined) throw invalid('Param file_size is required')
  if (size < 1024) throw upload(1363022, 'The video file you tried to upload is too small.', 382)
  if (size > 10_000_000_000) throw upload(1363023, 'The video file you tried to upload is too large.')
  const video = newVideo(turn, page, 'video', size)
  const id = world.nextId()
  video.session = { id, endsAt: world.now() + world.settings.videoSessionMs, ...windowFrom(world, video) }
  return { upload_session_id: id, video_id: video.id, ...offsets(video) }
}

/** Anew each time: offsets are the server's choice, and text. */
function windowFrom(world: World, video: Video): { from: number; to: number } {
  return { from: video.received, to: Math.min(video.size ?? 0, video.received + world.settings.videoChunk) }
}

const offsets = ({ session }: Video) => ({
  start_offset: String(session?.from ?? 0),
  end_offset: String(session?.to ?? 0),
})

function transfer(turn: Turn, video: Video, params: Params): unknown {
  const { world, call } = turn
  const chunk = call.files.get('video_file_chunk')
  const { session } = video
  if (!session) throw expired()
  if (!chunk) throw upload(1363020, 'The request holds no file.')
  const wanted = session.to - session.from
  if (params.number('start_offset') !== session.from || chunk.length !== wanted || wanted === 0)
    throw new GraphError({
      status: 400,
      code: 6001,
      subcode: 1363037,
      transient: false,
      message: 'There was a problem uploading your video file. Please try again.',
      data: { start_offset: session.from, end_offset: session.to },
    })
  keep(world, video, turn.partial === null ? chunk : chunk.slice(0, turn.partial))
  video.session = { ...session, ...windowFrom(world, video) }
  return offsets(video)
}

function end(turn: Turn, page: Page, video: Video, params: Params): unknown {
  const { world } = turn
  checkPace(world, page)
  if (video.received !== video.size) throw upload(1363045, 'The file is shorter than it was announced.')
  const timing = readTiming(world, params, world.settings.scheduleVideoTo)
  video.title = readTitle(params.text('title'))
  video.description = readMessage(world, params.text('description'))
  const state = timing.kind === 'dark' ? 'draft' : timing.kind
  finish(turn, page, video, { state, scheduledAt: timing.scheduledAt })
  video.session = null
  return { success: true }
}

export function readTitle(text: string | undefined): string | null {
  if ((text ?? '').length > 255) throw invalid('The title is too long: at most 255 characters')
  return text?.trim() || null
}

function sessionOf(world: World, page: Page, params: Params): Video {
  const id = params.text('upload_session_id')
  if (id === undefined) throw invalid('Param upload_session_id is required')
  const video = [...world.videos.values()].find(one => one.session?.id === id)
  if (!video || video.removedAt !== null || (video.session?.endsAt ?? 0) <= world.now()) throw expired()
  if (video.pageId !== page.id) throw notThere('POST', id)
  return video
}

const expired = () => upload(1363041, 'The upload session has expired.')

const upload = (subcode: number, message: string, code = 6000) =>
  new GraphError({ status: 400, code, subcode, transient: false, message })
