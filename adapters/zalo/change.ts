import { afterSilence } from '../../src/kit/exchange.ts'
import type { Content, Remote, Removed, Session, Updated } from '../../src/ports/network.ts'
import { build, kindOf } from './article.ts'
import { type Kind, readArticle, removeArticle, type Seen, updateArticle, verifyJob } from './calls.ts'
import { walkJoined } from './list.ts'
import { type Bad, type OpenApi, openApi } from './openapi.ts'
import type { Cred } from './shape.ts'

/**
 * The whole article again, in the state it is in: a correction shows nothing that somebody hid. A video keeps its film,
 * and neither form becomes the other.
 */
export async function update(to: Session<Cred>, remote: Remote, content: Content): Promise<Updated> {
  const built = build(to, content)
  if (built.is === 'refused') return built
  const zalo = openApi(to, to.cred.access, to.note)
  const now = await readArticle(zalo, remote.id)
  if (now.is !== 'answer') return before(now)
  const { video_id: film } = now.value
  const kind = kindOf(content)
  if ((film !== undefined) !== (kind === 'video')) return { is: 'refused', why: { code: 'zalo.form_changed' } }
  const state = now.value.status
    ? { is: 'seen' as const, seen: now.value.status }
    : await stateIn(zalo, kind, remote.id)
  if (state.is !== 'seen') return state
  const sent = await updateArticle(zalo, remote.id, built.article(state.seen, { film }))
  if (sent.is !== 'answer') return afterWrite(sent)
  const job = await verifyJob(zalo, sent.value.token)
  if (job.is === 'answer') return { is: 'done' }
  if (job.is === 'fault' && job.fault.is === 'media') return { is: 'refused', why: job.fault.why }
  // Taken and not finished. Sent once more it comes to the same article.
  return { is: 'unknown', why: job.is === 'fault' ? job.fault.why : job.why }
}

/** What `status` of a video's detail means no page says for certain; the list says whether it is shown. */
async function stateIn(zalo: OpenApi, kind: Kind, id: string): Promise<{ is: 'seen'; seen: Seen } | Updated> {
  const list = await walkJoined(zalo, kind, page => page.some(row => row.id === id))
  const row = list.rows.find(one => one.id === id)
  if (row) return { is: 'seen', seen: row.status ?? 'show' }
  if (list.is === 'silence') return { is: 'unsent', why: list.why }
  return list.is === 'fault' ? before(list) : { is: 'unsent', why: { code: 'zalo.not_listed' } }
}

export async function remove(to: Session<Cred>, remote: Remote): Promise<Removed> {
  const zalo = openApi(to, to.cred.access, to.note)
  const answer = await removeArticle(zalo, remote.id)
  if (answer.is === 'answer') return { is: 'done' }
  if (answer.is === 'fault' && answer.fault.is === 'invalid') {
    // What a second removal is answered with no page says; whether it is gone, reading tells.
    const now = await readArticle(zalo, remote.id)
    if (now.is === 'fault' && now.fault.is === 'invalid') return { is: 'absent' }
  }
  return afterWrite(answer)
}

/** Nothing was asked of Zalo but to read. */
function before(answer: Bad): Updated {
  if (answer.is === 'silence') return { is: 'unsent', why: answer.why }
  if (answer.fault.is === 'invalid') return { is: 'absent' }
  const after = afterWrite(answer)
  return after.is === 'unknown' ? { is: 'unsent', why: after.why } : after
}

function afterWrite(answer: Bad): Updated {
  if (answer.is === 'silence') return afterSilence(answer)
  const { fault } = answer
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'quota':
      return { is: 'unsent', why: fault.why, retryAfter: fault.retryAfter }
    case 'processing':
    case 'transient':
      return { is: 'unknown', why: fault.why }
    case 'media':
    case 'invalid':
    case 'policy':
    case 'odd':
      return { is: 'refused', why: fault.why }
    default:
      return fault satisfies never
  }
}
