import { describe, expect, test } from 'vitest'
import {
  absentFrom,
  askAfter,
  askUnreadAfter,
  later,
  type Standing,
  type State,
  states,
} from '../../src/deliveries/delivery.ts'
import { again, type Event, move } from '../../src/deliveries/moves.ts'
import type { Found } from '../../src/ports/network.ts'

const at = new Date('2026-11-23T02:00:00Z')
const why = { code: 'toy.why' }

const standing = (state: State, given: Partial<Standing> = {}): Standing => ({
  state,
  attempts: 1,
  looks: 0,
  doubtAt: at,
  askAt: null,
  awaitsPerson: false,
  stopAsked: false,
  inForce: true,
  withdrawn: false,
  notAfter: null,
  earlierLiveAt: null,
  ...given,
})

const remote = { id: '900719925474099300' }

/** Every event with the states it moves from, and to where. What is not named is illegal. */
const table: Record<string, { event: Event; asked?: true; awaits?: true; moves: Partial<Record<State, State>> }> = {
  claimed: { event: { is: 'claimed' }, moves: { queued: 'publishing' } },
  'answered live': {
    event: { is: 'answered', answer: { is: 'live', remote, at } },
    moves: { publishing: 'live' },
  },
  'answered accepted': {
    event: { is: 'answered', answer: { is: 'accepted', awaits: 'person', ticket: { a: 1 }, lookAfter: 1000 } },
    moves: { publishing: 'settling' },
  },
  'answered unsent': { event: { is: 'answered', answer: { is: 'unsent', why } }, moves: { publishing: 'queued' } },
  'answered refused': { event: { is: 'answered', answer: { is: 'refused', why } }, moves: { publishing: 'failed' } },
  'answered reconnect': {
    event: { is: 'answered', answer: { is: 'reconnect', why } },
    moves: { publishing: 'queued' },
  },
  'answered unknown': { event: { is: 'answered', answer: { is: 'unknown', why } }, moves: { publishing: 'unknown' } },
  unready: { event: { is: 'unready', why }, moves: { publishing: 'queued' } },
  'claim ended after an attempt began': {
    event: { is: 'claim_ended', begun: true },
    moves: { publishing: 'unknown' },
  },
  'claim ended before any attempt': { event: { is: 'claim_ended', begun: false }, moves: { publishing: 'queued' } },
  'found live': {
    event: { is: 'found', found: { is: 'live', remote, at }, absentFrom: at },
    moves: { settling: 'live', unknown: 'live' },
  },
  'found absent, proved': {
    event: { is: 'found', found: { is: 'absent' }, absentFrom: at },
    moves: { settling: 'queued', unknown: 'queued' },
  },
  'found absent, too early': {
    event: { is: 'found', found: { is: 'absent' }, absentFrom: later(at, 1) },
    moves: { settling: 'settling', unknown: 'unknown' },
  },
  'found absent where lists prove nothing': {
    event: { is: 'found', found: { is: 'absent' }, absentFrom: undefined },
    moves: { settling: 'settling', unknown: 'unknown' },
  },
  'found unfinished, whatever lists prove': {
    event: { is: 'found', found: { is: 'unfinished' }, absentFrom: undefined },
    moves: { settling: 'queued', unknown: 'queued' },
  },
  'found refused': {
    event: { is: 'found', found: { is: 'refused', why }, absentFrom: at },
    moves: { settling: 'failed', unknown: 'failed' },
  },
  'found pending': {
    event: { is: 'found', found: { is: 'pending', awaits: 'person', lookAfter: 1000 }, absentFrom: at },
    moves: { settling: 'settling', unknown: 'unknown' },
  },
  'found unproved': {
    event: { is: 'found', found: { is: 'unproved', why }, absentFrom: at },
    moves: { settling: 'settling', unknown: 'unknown' },
  },
  'found later': {
    event: { is: 'found', found: { is: 'later', retryAfter: 1000, why }, absentFrom: at },
    moves: { settling: 'settling', unknown: 'unknown' },
  },
  'found reconnect': {
    event: { is: 'found', found: { is: 'reconnect', why }, absentFrom: at },
    moves: { settling: 'settling', unknown: 'unknown' },
  },
  'late live': {
    event: { is: 'late' },
    moves: {
      queued: 'live',
      publishing: 'live',
      settling: 'live',
      unknown: 'live',
      failed: 'live',
      cancelled: 'live',
    },
  },
  'a person confirms': { event: { is: 'confirmed' }, moves: { settling: 'live', unknown: 'live' } },
  'a person sends again, unasked': { event: { is: 'send_again' }, moves: {} },
  'a person sends again, asked': {
    event: { is: 'send_again' },
    asked: true,
    moves: { settling: 'queued', unknown: 'queued' },
  },
  'a person gives up, unasked': { event: { is: 'give_up' }, moves: {} },
  'a person gives up, asked': {
    event: { is: 'give_up' },
    asked: true,
    moves: { settling: 'cancelled', unknown: 'cancelled' },
  },
  'the draft is thrown away, where none waits': { event: { is: 'discarded' }, moves: {} },
  'the draft that waits for a person is thrown away': {
    event: { is: 'discarded' },
    awaits: true,
    moves: { settling: 'cancelled' },
  },
  'a person retries': { event: { is: 'retry' }, moves: { failed: 'queued' } },
  'a person cancels': {
    event: { is: 'cancel' },
    moves: {
      queued: 'cancelled',
      failed: 'cancelled',
      publishing: 'publishing',
      settling: 'settling',
      unknown: 'unknown',
    },
  },
  'approval voided': { event: { is: 'voided' }, moves: { queued: 'cancelled' } },
  removed: { event: { is: 'removed' }, moves: { live: 'removed' } },
  vanished: { event: { is: 'vanished' }, moves: { live: 'gone' } },
}

describe('every pair of state and event', () => {
  for (const [name, { event, asked, awaits, moves }] of Object.entries(table))
    for (const state of states)
      test(`${state}: ${name}`, () => {
        const moved = move(standing(state, { askAt: asked ? at : null, awaitsPerson: awaits ?? false }), event, at)
        const expected = moves[state]
        if (!expected) expect(moved).toEqual({ is: 'illegal' })
        else expect(moved).toMatchObject({ is: 'moved', to: expected })
      })

  for (const [name, { event, asked, awaits, moves }] of Object.entries(table))
    for (const [state, to] of Object.entries(moves) as [State, State][])
      test(`${state} with a copy of an earlier attempt: ${name}`, () => {
        const given = { askAt: asked ? at : null, awaitsPerson: awaits ?? false, earlierLiveAt: later(at, -9) }
        const moved = move(standing(state, given), event, at)
        const known = to === 'queued' || to === 'failed' || to === 'cancelled'
        expect(moved).toMatchObject({ is: 'moved', to: known ? 'live' : to })
        if (known) expect(moved).toMatchObject({ patch: { live_at: later(at, -9) } })
      })

  test('no kind of event is left out of the table', () => {
    const kinds = new Set(Object.values(table).map(({ event }) => event.is))
    const all: Record<Event['is'], true> = {
      claimed: true,
      answered: true,
      unready: true,
      claim_ended: true,
      found: true,
      late: true,
      confirmed: true,
      send_again: true,
      give_up: true,
      discarded: true,
      retry: true,
      cancel: true,
      voided: true,
      removed: true,
      vanished: true,
    }
    expect([...kinds].sort()).toEqual(Object.keys(all).sort())
  })
})

describe('again', () => {
  test('what is still wanted is queued, not before the time the network named', () => {
    const moved = move(
      standing('publishing'),
      { is: 'answered', answer: { is: 'unsent', why, retryAfter: 90_000 } },
      at,
    )
    expect(moved).toMatchObject({ to: 'queued', patch: { due_at: later(at, 90_000), why } })
  })

  test.each([
    ['a stop was asked', { stopAsked: true }, 'delivery.stopped'],
    ['the approval was voided', { inForce: false }, 'delivery.approval_void'],
    ['the portal withdrew it', { withdrawn: true }, 'delivery.withdrawn'],
  ] as const)('it is cancelled when %s', (_name, given, code) => {
    expect(again(standing('publishing', given), at, 0, null)).toMatchObject({
      to: 'cancelled',
      patch: { why: { code } },
    })
  })

  test('past its last hour it is held with the reason, not dropped', () => {
    const moved = again(standing('unknown', { notAfter: later(at, -1) }), at, 0, null)
    expect(moved).toMatchObject({ to: 'queued', beside: [{ is: 'hold_delivery', why: { code: 'delivery.too_late' } }] })
  })

  test('waiting grows with each attempt and ends at an hour', () => {
    const waits = [0, 1, 2, 3, 20].map(attempts => {
      const { patch } = move(
        standing('publishing', { attempts }),
        { is: 'answered', answer: { is: 'unsent', why } },
        at,
      ) as {
        patch: { due_at: Date }
      }
      return patch.due_at.getTime() - at.getTime()
    })
    expect(waits).toEqual([15_000, 30_000, 60_000, 120_000, 3_600_000])
  })
})

describe('doubt', () => {
  test('after a day a person is asked, once, and looking goes on', () => {
    const found = { is: 'unproved', why } as const
    const look = (given: Partial<Standing>) =>
      move(standing('unknown', given), { is: 'found', found, absentFrom: undefined }, at)
    expect(look({ doubtAt: later(at, 1 - askAfter) })).not.toHaveProperty('patch.ask_at')
    expect(look({ doubtAt: later(at, -askAfter) })).toMatchObject({ to: 'unknown', patch: { ask_at: at } })
    const asked = look({ doubtAt: later(at, -askAfter), askAt: at })
    expect(asked).not.toHaveProperty('patch.ask_at')
    expect(asked).toMatchObject({ patch: { look_at: expect.any(Date) } })
  })

  test('a network that cannot be read asks a person after a second day, and a channel without connection never', () => {
    const look = (found: Found, doubtAt: Date) =>
      move(standing('unknown', { doubtAt, looks: 30 }), { is: 'found', found, absentFrom: at }, at)
    const unreadable = { is: 'later', why, retryAfter: 0 } as const
    expect(look(unreadable, later(at, 1 - askUnreadAfter))).not.toHaveProperty('patch.ask_at')
    expect(look(unreadable, later(at, -askUnreadAfter))).toMatchObject({ to: 'unknown', patch: { ask_at: at } })
    expect(look({ is: 'reconnect', why }, later(at, -9 * askAfter))).not.toHaveProperty('patch.ask_at')
  })

  test('a reading proves absence as of the moment it began, however late it ends', () => {
    const found = { is: 'absent' } as const
    const read = (readAt: Date) =>
      move(
        standing('unknown', { doubtAt: later(at, -60_000) }),
        { is: 'found', found, absentFrom: later(at, -1), readAt },
        at,
      )
    expect(read(later(at, -2))).toMatchObject({ to: 'unknown', patch: { why: { code: 'delivery.absent_too_early' } } })
    expect(read(later(at, -1))).toMatchObject({ to: 'queued' })
  })

  test('a stop that came too late becomes a proposal to remove what is live', () => {
    const event: Event = { is: 'found', found: { is: 'live', remote, at }, absentFrom: at }
    expect(move(standing('unknown', { stopAsked: true }), event, at)).toMatchObject({
      to: 'live',
      beside: [{ is: 'propose_removal' }],
    })
    expect(move(standing('cancelled'), { is: 'late' }, at)).toMatchObject({ beside: [{ is: 'propose_removal' }] })
  })

  test('a network that asks for a new connection holds its channel, from sending and from reading', () => {
    const sending = move(standing('publishing'), { is: 'answered', answer: { is: 'reconnect', why } }, at)
    const reading = move(standing('unknown'), { is: 'found', found: { is: 'reconnect', why }, absentFrom: at }, at)
    expect(sending).toMatchObject({ to: 'queued', beside: [{ is: 'hold_channel', why }] })
    expect(reading).toMatchObject({ to: 'unknown', beside: [{ is: 'hold_channel', why }] })
  })

  test('absence is proof only after the request and the lists had their time', () => {
    expect(absentFrom(at, { requestLimit: 5_000, listDelay: 20_000 })).toEqual(later(at, 25_000))
    expect(absentFrom(at, { requestLimit: 5_000 })).toBeUndefined()
  })
})

test('what a person finished on the network after days is waited for anew, and whoever was asked has nothing to do', () => {
  const dayLater = later(at, askAfter)
  const event: Event = {
    is: 'found',
    found: { is: 'pending', awaits: 'network', lookAfter: 1000 },
    absentFrom: undefined,
  }
  const asked = standing('settling', { awaitsPerson: true, askAt: at })
  expect(move(asked, event, dayLater)).toMatchObject({
    to: 'settling',
    patch: { awaits: 'network', doubt_at: dayLater, ask_at: null },
  })
  const stuck = standing('settling')
  expect(move(stuck, event, dayLater)).toMatchObject({ to: 'settling', patch: { ask_at: dayLater } })
})
