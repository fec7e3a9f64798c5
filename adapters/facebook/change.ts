import { afterSilence } from '../../src/kit/exchange.ts'
import type { Content, Remote, Removed, Session, Updated } from '../../src/ports/network.ts'
import { deletePost, editPost, readOwner } from './calls.ts'
import { messageOf } from './check.ts'
import type { Fault } from './errors.ts'
import { saidOf } from './filming.ts'
import { type Answer, type Graph, graphOf } from './graph.ts'
import { isVideo } from './remote.ts'
import type { Cred } from './shape.ts'
import { editVideo } from './videos.ts'

/** The words of a post or a video. Its link and its pictures cannot be changed (PagePost has no parameter for them). */
export async function update(to: Session<Cred>, remote: Remote, content: Content): Promise<Updated> {
  const message = messageOf(content)
  if (isVideo(remote)) {
    const graph = graphOf(to, to.cred.token, to.note)
    return outcome(to, graph, remote, await editVideo(graph, remote.id, saidOf(content)))
  }
  if (message === '') return { is: 'refused', why: { code: 'facebook.edit_empty' } }
  const graph = graphOf(to, to.cred.token, to.note)
  return outcome(to, graph, remote, await editPost(graph, remote.id, message))
}

export async function remove(to: Session<Cred>, remote: Remote): Promise<Removed> {
  const graph = graphOf(to, to.cred.token, to.note)
  return outcome(to, graph, remote, await deletePost(graph, remote.id))
}

async function outcome(
  to: Session<Cred>,
  graph: Graph,
  remote: Remote,
  answer: Answer<{ success: true }>,
): Promise<Updated> {
  switch (answer.is) {
    case 'answer':
      return { is: 'done' }
    case 'silence':
      return afterSilence(answer)
    case 'fault':
      return afterFault(to, graph, remote, answer.fault)
    default:
      return answer satisfies never
  }
}

async function afterFault(to: Session<Cred>, graph: Graph, remote: Remote, fault: Fault): Promise<Updated> {
  const { why } = fault
  switch (fault.is) {
    case 'gone':
      return { is: 'absent' }
    case 'auth':
      return { is: 'reconnect', why }
    case 'throttle':
    case 'blocked':
      return { is: 'unsent', why, retryAfter: fault.retryAfter }
    case 'transient':
    case 'too_heavy':
    case 'upload':
      return { is: 'unknown', why }
    case 'permission':
      if (why.code === 'facebook.not_ours') return { is: 'refused', why }
      return (await isOurs(to, graph, remote)) ? { is: 'reconnect', why } : NOT_OURS
    case 'invalid':
    case 'odd':
      return (await isOurs(to, graph, remote)) ? { is: 'refused', why } : NOT_OURS
    case 'duplicate':
    case 'link':
    case 'media':
    case 'policy':
      return { is: 'refused', why }
    default:
      return fault satisfies never
  }
}

/**
 * An app may change only what it made (Pages API, posts guide). The text of that refusal is not written down, so the
 * post itself is asked who made it; where it does not say, the refusal stands as it was given.
 */
async function isOurs(to: Session<Cred>, graph: Graph, remote: Remote): Promise<boolean> {
  // A video has no field for it; its own refusal says so (1363005).
  if (isVideo(remote)) return true
  const owner = await readOwner(graph, remote.id)
  return owner.is !== 'answer' || owner.value.application?.id === to.app.id
}

const NOT_OURS: Updated = { is: 'refused', why: { code: 'facebook.not_ours' } }
