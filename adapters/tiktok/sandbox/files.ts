import { isVideo, measure } from './measure.ts'
import { isLoopback } from './ownership.ts'
import type { Picture, Task } from './types.ts'
import type { World } from './world.ts'

/** TikTok fetches by itself after it has answered: what cannot be had, or is not fit, fails the post and not the call. */
export async function fetchFiles(world: World, task: Task): Promise<string | null> {
  if (!world.settings.fetchFiles) return null
  for (const url of task.urls) {
    const failed = task.media === 'video' ? await fetchVideo(world, url) : await fetchPhoto(world, task, url)
    if (failed !== null) return failed
  }
  return null
}

async function fetchPhoto(world: World, task: Task, url: string): Promise<string | null> {
  const response = await get(world, url)
  if (!response) return 'photo_pull_failed'
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length > 20_000_000) return 'picture_size_check_failed'
  const found = measure(bytes)
  if (!found) return 'file_format_check_failed'
  // "Maximum 1080p."
  if (Math.max(found.width, found.height) > 1920 || Math.min(found.width, found.height) > 1080)
    return 'picture_size_check_failed'
  const picture: Picture = { url, ...found, bytes }
  task.pictures.push(picture)
  return null
}

async function fetchVideo(world: World, url: string): Promise<string | null> {
  const response = await get(world, url)
  const reader = response?.body?.getReader()
  if (!reader) return 'video_pull_failed'
  const first = await reader.read()
  // Only its beginning is looked at; nobody keeps gigabytes here.
  await reader.cancel().catch(() => {})
  return first.value && isVideo(first.value) ? null : 'file_format_check_failed'
}

/** "3xx is an error." */
async function get(world: World, url: string): Promise<Response | undefined> {
  try {
    if (isLoopback(url) && !world.settings.loopbackOk) return undefined
    const response = await world.fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
    return response.status === 200 ? response : undefined
  } catch {
    return undefined
  }
}
