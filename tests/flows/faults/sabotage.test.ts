/**
 * The judge is judged: each defence is taken away, from outside, in the one story where it matters, and the judge must
 * see the harm; with the defence in place the same story is clean.
 */
import { describe, expect, test } from 'vitest'
import { deliverDue } from '../../../src/deliveries/deliver.ts'
import { settleDue } from '../../../src/deliveries/settle.ts'
import type { AnyNetwork, Content, Published } from '../../../src/ports/network.ts'
import { approved, minutes, type Stage, seconds, setStage } from '../../support/stage.ts'
import { toy } from '../../support/toy/index.ts'
import { breakDatabase, breakNetwork } from './breaking.ts'
import { isClean, judge, type Seen, type Verdict } from './judge.ts'
import type { Sabotage } from './plan.ts'

const budget = () => ({ items: 100, signal: new AbortController().signal })

const verdictOf = (stage: Stage): Promise<Verdict> => {
  const copies = stage.toy.posts.map(
    (post): Seen => ({
      account: post.account,
      mark: post.text,
      ids: [post.id],
      is: post.removed ? 'removed' : 'visible',
    }),
  )
  return judge(stage.db, new Map([['toy', { copies, markOf: (content: Content) => content.text, mends: [] }]]))
}

async function rest(stage: Stage) {
  for (let n = 0; n < 6; n++) await stage.tick({ after: minutes(2) })
}

/** A gate that a call waits at, and the moment it got there. */
function gate() {
  let open: () => void = () => {}
  let arrive: () => void = () => {}
  const opened = new Promise<void>(done => {
    open = done
  })
  const arrived = new Promise<void>(done => {
    arrive = done
  })
  const pass = () => {
    arrive()
    return opened
  }
  return { open, arrived, pass }
}

const stories: Record<Sabotage, (sabotage?: Sabotage) => Promise<Verdict>> = {
  /** Killed between the network's answer and our commit. */
  intent_removed: async sabotage => {
    const stage = await setStage({ post: approved({ on: 'toy' }) })
    if (sabotage) await breakDatabase(stage.db, sabotage)
    const dead = gate()
    const killed: AnyNetwork = {
      ...toy,
      publish: async (...given): Promise<Published> => {
        const answer = await toy.publish(...given)
        await dead.pass()
        return answer
      },
    }
    void deliverDue({ ...stage.ctx, networks: new Map([['toy', killed]]) }, budget())
    await dead.arrived
    await stage.endClaims()
    await rest(stage)
    return verdictOf(stage)
  },

  /** The reply is lost, the post is there. */
  timeout_is_unsent: async sabotage => {
    const stage = await setStage({ post: approved({ on: 'toy' }), toy: breakNetwork(toy, sabotage) })
    stage.toy.loseReplies(1)
    await stage.tick()
    await rest(stage)
    return verdictOf(stage)
  },

  /** A frozen worker wakes with "busy, not sent" while another one's second attempt is on its way. */
  guard_skipped: async sabotage => {
    const stage = await setStage({ post: approved({ on: 'toy' }) })
    if (sabotage) await breakDatabase(stage.db, sabotage)
    const first = gate()
    const second = gate()
    const stale: AnyNetwork = {
      ...toy,
      publish: async (): Promise<Published> => {
        await first.pass()
        return { is: 'unsent', why: { code: 'toy.busy' }, retryAfter: 0 }
      },
    }
    const slow: AnyNetwork = {
      ...toy,
      publish: async (...given): Promise<Published> => {
        const answer = await toy.publish(...given)
        await second.pass()
        return answer
      },
    }
    const frozen = deliverDue({ ...stage.ctx, networks: new Map([['toy', stale]]) }, { ...budget(), items: 1 })
    await first.arrived
    await stage.endClaims()
    await settleDue(stage.ctx, budget())
    const later = { ...stage.ctx, now: () => new Date(stage.now().getTime() + minutes(5)) }
    await settleDue(later, budget())
    const other = deliverDue({ ...later, networks: new Map([['toy', slow]]) }, { ...budget(), items: 1 })
    await second.arrived
    first.open()
    await frozen
    await stage.tick({ after: minutes(6) })
    second.open()
    await other
    await rest(stage)
    return verdictOf(stage)
  },

  /** The request timed out, the post appears a little later. */
  absent_at_once: async sabotage => {
    const stage = await setStage({ post: approved({ on: 'toy' }), toy: breakNetwork(toy, sabotage) })
    stage.toy.next({ is: 'late', milliseconds: seconds(15) })
    await stage.tick()
    await stage.tick({ after: seconds(6) })
    await rest(stage)
    return verdictOf(stage)
  },
}

describe.each(Object.entries(stories) as [Sabotage, (typeof stories)[Sabotage]][])('%s', (sabotage, story) => {
  test('is convicted', async () => {
    const verdict = await story(sabotage)
    expect(isClean(verdict)).toBe(false)
    expect(verdict.duplicates).toHaveLength(1)
  })

  test('and as it ships the same story leaves one post and a true state', async () => {
    const verdict = await story()
    expect(verdict).toMatchObject({
      visibleOnce: 1,
      duplicates: [],
      losses: [],
      falseStates: [],
      unquiet: [],
      strays: [],
    })
  })
})
