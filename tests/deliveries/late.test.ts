/**
 * A worker is frozen while its attempt makes a copy; the network's list does not show it, and a second attempt begins.
 * The first answer then arrives before, during or after the end of the second: two copies are an alarm, one never is.
 */
import { describe, expect, test } from 'vitest'
import { deliverDue } from '../../src/deliveries/deliver.ts'
import { settleDue } from '../../src/deliveries/settle.ts'
import type { AnyNetwork, Published } from '../../src/ports/network.ts'
import { addDelivery } from '../support/build.ts'
import { approved, minutes, type Stage, setStage } from '../support/stage.ts'
import type { ToySession } from '../support/toy/calls.ts'
import { toy } from '../support/toy/index.ts'

const budget = () => ({ items: 1, signal: new AbortController().signal })

function gate() {
  let open: () => void = () => {}
  let arrive: () => void = () => {}
  const opened = new Promise<void>(done => {
    open = done
  })
  const arrived = new Promise<void>(done => {
    arrive = done
  })
  return {
    open,
    arrived,
    pass: () => {
      arrive()
      return opened
    },
  }
}

const busy: Published = { is: 'unsent', why: { code: 'toy.busy' }, retryAfter: 0 }
const refused: Published = { is: 'refused', why: { code: 'toy.refused' } }
const silent: Published = { is: 'unknown', why: { code: 'net.timeout' } }

interface Story {
  /** What the second attempt does at the network, and what it is told. */
  second: AnyNetwork['publish']
  /** When the answer of the first attempt arrives. */
  late: 'while the second is under way' | 'after the second ended'
}

/** The second attempt makes a copy of its own, and its answer arrives or does not. */
const makesAnother =
  (told?: Published): Story['second'] =>
  async (to, ...given) => {
    const answer = await toy.publish(to as ToySession, ...given)
    return told ?? answer
  }
/** A handle that works once: the network names the copy that stands there already. */
const findsTheFirst: Story['second'] = async (to, ...given) => {
  const found = await toy.reconcile(to as ToySession, ...given)
  if (found.is !== 'live') throw new Error(`the first copy is ${found.is}`)
  return found
}
const says =
  (told: Published): Story['second'] =>
  async () =>
    told

async function play({ second, late }: Story): Promise<Stage> {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const first = gate()
  const open = gate()
  const frozen: AnyNetwork = {
    ...toy,
    publish: async (...given): Promise<Published> => {
      const answer = await toy.publish(...(given as Parameters<typeof toy.publish>))
      await first.pass()
      return answer
    },
  }
  const blind: AnyNetwork = {
    ...toy,
    reconcile: async () => ({ is: 'absent' }),
    publish: async (...given) => {
      const answer = await second(...given)
      await open.pass()
      return answer
    },
  }
  const one = deliverDue({ ...stage.ctx, networks: new Map([['toy', frozen]]) }, budget())
  await first.arrived
  await stage.endClaims()
  await settleDue(stage.ctx, budget())
  const later = { ...stage.ctx, now: () => new Date(stage.now().getTime() + minutes(5)) }
  const unseeing = { ...later, networks: new Map([['toy', blind]]) }
  await settleDue(unseeing, budget())
  const two = deliverDue(unseeing, budget())
  await open.arrived
  const arrive = async () => {
    first.open()
    await one
  }
  if (late === 'while the second is under way') await arrive()
  open.open()
  await two
  if (late !== 'while the second is under way') await arrive()
  for (let n = 0; n < 4; n++) await stage.tick({ after: minutes(6) })
  return stage
}

async function seen(stage: Stage) {
  const { state, attempts, earlier_live_at } = await stage.delivery()
  const holds = await stage.db.selectFrom('hold').select('reason').where('lifted_at', 'is', null).execute()
  const copies = await stage.db.selectFrom('remote').select('remote').orderBy('id').execute()
  return {
    state,
    attempts,
    noted: earlier_live_at !== null,
    holds: holds.map(({ reason }) => reason),
    copies: copies.map(({ remote }) => remote).sort(),
    posts: stage.toy.posts.map(({ id }) => id).sort(),
  }
}

const moments = ['while the second is under way', 'after the second ended'] as const

describe.each(moments)('a late live answer %s', late => {
  test.each([
    ['was busy', says(busy)],
    ['was refused', says(refused)],
  ])('is the truth where the second %s: live once, not sent again, no alarm', async (_name, second) => {
    const stage = await play({ second, late })
    const { posts, ...rest } = await seen(stage)
    expect(posts).toHaveLength(1)
    expect(rest).toEqual({ state: 'live', attempts: 2, noted: false, holds: [], copies: posts })
  })

  test('is no alarm where the second came to the same copy', async () => {
    const stage = await play({ second: findsTheFirst, late })
    const { posts, ...rest } = await seen(stage)
    expect(posts).toHaveLength(1)
    expect(rest).toEqual({ state: 'live', attempts: 2, noted: false, holds: [], copies: posts })
  })

  test('is an alarm where the second made another copy, and the ledger has both', async () => {
    const stage = await play({ second: makesAnother(), late })
    const { posts, ...rest } = await seen(stage)
    expect(posts).toHaveLength(2)
    expect(rest).toEqual({ state: 'live', attempts: 2, noted: false, holds: ['delivery.doubled'], copies: posts })
    expect(stage.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'delivery.doubled' }))
  })

  test('is no alarm where nobody knows what the second did and the lists show one copy', async () => {
    const stage = await play({ second: says(silent), late })
    const { posts, ...rest } = await seen(stage)
    expect(posts).toHaveLength(1)
    expect(rest).toEqual({ state: 'live', attempts: 2, noted: false, holds: [], copies: posts })
  })

  test('is an alarm where nobody knew what the second did and the lists show another copy', async () => {
    const stage = await play({ second: makesAnother(silent), late })
    const { posts, ...rest } = await seen(stage)
    expect(posts).toHaveLength(2)
    expect(rest).toEqual({ state: 'live', attempts: 2, noted: false, holds: ['delivery.doubled'], copies: posts })
  })
})

test('a late live answer holds back what was to go out in the place of a delivery that was taken for refused', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const first = gate()
  const frozen: AnyNetwork = {
    ...toy,
    publish: async (...given): Promise<Published> => {
      const answer = await toy.publish(...(given as Parameters<typeof toy.publish>))
      await first.pass()
      return answer
    },
  }
  const one = deliverDue({ ...stage.ctx, networks: new Map([['toy', frozen]]) }, budget())
  await first.arrived
  await stage.endClaims()
  await settleDue(stage.ctx, budget())
  const mistaken: AnyNetwork = { ...toy, reconcile: async () => ({ is: 'refused', why: { code: 'toy.refused' } }) }
  const later = { ...stage.ctx, now: () => new Date(stage.now().getTime() + minutes(5)) }
  await settleDue({ ...later, networks: new Map([['toy', mistaken]]) }, budget())
  const { state, post_id: post, approval_id: approval, channel_id: channel } = await stage.delivery()
  expect(state).toBe('failed')
  const at = stage.now()
  const second = await addDelivery(stage.db, { post, approval, channel, unit: stage.unit, at })
  first.open()
  await one
  for (let n = 0; n < 3; n++) await stage.tick({ after: minutes(6) })
  const { holds, copies, posts } = await seen(stage)
  expect(posts).toHaveLength(1)
  expect({ holds, copies }).toEqual({ holds: ['delivery.doubled'], copies: posts })
  expect((await stage.delivery(second)).state).toBe('queued')
  expect(stage.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'delivery.doubled' }))
})
