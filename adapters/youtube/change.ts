import { afterSilence } from '../../src/kit/exchange.ts'
import type { Content, Remote, Removed, Session, Updated } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import type { Bad } from './bad.ts'
import { readVideos, removeVideo, updateSnippet } from './calls.ts'
import { fileUnder, setStill } from './dress.ts'
import { addressOf, playlistOf } from './manner.ts'
import { type Cred, settingsShape } from './shape.ts'

/**
 * Title, description and tags; the film itself cannot be replaced. What is left out of a part is deleted, so what is
 * there is read and sent again. The still and the list come with it: that is how one that failed is mended.
 */
export async function update(to: Session<Cred>, remote: Remote, content: Content): Promise<Updated> {
  const api = apiOf(to, to.cred, to.settings)
  const settings = settingsShape.parse(to.settings)
  const read = await readVideos(api, [remote.id])
  if (read.is !== 'answer') return before(read)
  const [video] = read.value
  if (!video) return { is: 'absent' }
  const { categoryId, defaultLanguage, defaultAudioLanguage } = video.snippet ?? {}
  const sent = await updateSnippet(api, remote.id, {
    title: (content.title ?? '').normalize('NFC').trim(),
    description: content.text.normalize('NFC'),
    tags: [...(content.tags ?? video.snippet?.tags ?? [])],
    categoryId: categoryId ?? settings.category,
    ...(defaultLanguage !== undefined && { defaultLanguage }),
    ...(defaultAudioLanguage !== undefined && { defaultAudioLanguage }),
  })
  if (sent.is !== 'answer') return afterWrite(sent)
  const list = playlistOf(content, {}, to.settings)
  const beside = [
    ...(content.pictures.length > 0 && settings.thumbnails && content.form === 'video'
      ? [{ code: 'youtube.thumbnail_failed', done: await setStill(api, to, content, remote.id) }]
      : []),
    ...(list ? [{ code: 'youtube.playlist_failed', done: await fileUnder(api, list, remote.id) }] : []),
  ]
  for (const { code, done } of beside)
    if (done.is === 'silence' || (done.is === 'fault' && done.fault.is !== 'done')) {
      const { detail } = done.is === 'fault' ? done.fault.why : done.why
      to.note({ is: 'warning', why: { code, with: { url: addressOf(remote.id, content) }, ...(detail && { detail }) } })
    }
  return { is: 'done' }
}

export async function remove(to: Session<Cred>, remote: Remote): Promise<Removed> {
  const answer = await removeVideo(apiOf(to, to.cred, to.settings), remote.id)
  return answer.is === 'answer' ? { is: 'done' } : afterWrite(answer)
}

/** Nothing was asked of YouTube but to read. */
function before(bad: Bad): Updated {
  if (bad.is === 'silence') return { is: 'unsent', why: bad.why }
  const after = afterWrite(bad)
  return after.is === 'refused' ? { is: 'unsent', why: after.why } : after
}

function afterWrite(bad: Bad): Updated {
  if (bad.is === 'silence') return afterSilence(bad)
  const { fault } = bad
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'quota':
      return { is: 'unsent', why: fault.why, retryAfter: fault.retryAfter }
    case 'missing':
      return { is: 'absent' }
    case 'channel':
    case 'done':
    case 'invalid':
    case 'forbidden':
    case 'odd':
      return { is: 'refused', why: fault.why }
    default:
      return fault satisfies never
  }
}
