import type { Video } from './types.ts'
import type { World } from './world.ts'

/** `status` of a video on the sandbox clock: bytes, processing, publishing. */
export function statusOf(world: World, video: Video): unknown {
  const { finished, size, received } = video
  const now = world.now()
  const guide = world.settings.statusWords === 'guide'
  const complete = guide ? 'completed' : 'complete'
  const whole = size !== null && received === size
  const counted = { [guide ? 'bytes_transfered' : 'bytes_transferred']: received }
  const uploading = whole
    ? { status: complete, ...counted, source_file_size: size }
    : {
        status: received > 0 ? 'in_progress' : 'not_started',
        ...counted,
        ...(size !== null && { source_file_size: size }),
      }
  // A finishing call whose effect comes late has done nothing yet.
  if (!finished || finished.at > now)
    return {
      video_status: whole ? 'upload_complete' : 'uploading',
      uploading_phase: uploading,
      processing_phase: { status: 'not_started' },
      publishing_phase: { status: 'not_started' },
    }
  const processed = finished.processedAt <= now
  if (processed && finished.failure)
    return {
      video_status: 'error',
      uploading_phase: uploading,
      processing_phase: {
        status: 'error',
        ...(guide ? { error: { message: finished.failure.message } } : { errors: [finished.failure] }),
      },
      publishing_phase: { status: 'not_started' },
    }
  const published = finished.state !== 'draft' && finished.publishedAt <= now
  const planned = finished.state === 'published' ? {} : { publish_status: finished.state }
  const at = Math.floor(finished.publishedAt / 1000)
  return {
    video_status: published ? 'ready' : processed ? 'upload_complete' : 'processing',
    uploading_phase: uploading,
    processing_phase: { status: processed ? complete : 'in_progress' },
    publishing_phase: published
      ? { status: complete, publish_status: 'published', publish_time: at }
      : { status: 'not_started', ...planned, ...(finished.state === 'scheduled' && { publish_time: at }) },
  }
}
