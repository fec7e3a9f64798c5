import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Flight, flyDue, type Work } from '../../src/deliveries/flights.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Queued {
  network: string
  /** Milliseconds of its call; never ends while undefined. */
  takes?: number
}

/** A ledger without a database: claims hand out what is queued, calls last as long as they are told to. */
function ledger(queue: Queued[], given: Partial<Work> = {}) {
  const seen = {
    claims: [] as number[],
    claiming: 0,
    together: 0,
    open: 0,
    mostOpen: 0,
    inHand: 0,
    prepared: 0,
    done: 0,
  }
  const hanging: (() => void)[] = []
  const flight = ({ network, takes }: Queued): Flight => ({
    network,
    fly: async called => {
      seen.inHand--
      seen.mostOpen = Math.max(seen.mostOpen, ++seen.open)
      await new Promise<void>(done => (takes === undefined ? void hanging.push(done) : void setTimeout(done, takes)))
      seen.open--
      called()
      await new Promise(done => setTimeout(done, 5))
      seen.done++
    },
  })
  const controller = new AbortController()
  const work: Work = {
    items: 1000,
    signal: controller.signal,
    prepare: async () => void seen.prepared++,
    claim: async (most, left) => {
      seen.together = Math.max(seen.together, ++seen.claiming)
      await new Promise(done => setTimeout(done, 5))
      seen.claiming--
      const taken: Queued[] = []
      for (const one of [...queue]) {
        const same = taken.filter(({ network }) => network === one.network).length
        if (taken.length >= most || same >= left(one.network)) continue
        taken.push(one)
        queue.splice(queue.indexOf(one), 1)
      }
      seen.claims.push(taken.length)
      seen.inHand += taken.length
      return taken.map(flight)
    },
    ...given,
  }
  return { work, seen, hanging, abort: () => controller.abort() }
}

const many = (count: number, one: Queued): Queued[] => Array.from({ length: count }, () => ({ ...one }))

test('one claim at a time, sixteen calls open, and everything is carried to its end', async () => {
  const { work, seen } = ledger(many(300, { network: 'a', takes: 20 }))
  const turn = flyDue(work)
  await vi.runAllTimersAsync()
  expect(await turn).toBe(300)
  expect(seen).toMatchObject({ together: 1, mostOpen: 16, done: 300, inHand: 0 })
  // Calls of 20 ms: what waits for a place waits for a moment, so claims are few and large.
  expect(seen.claims.length).toBeLessThan(300 / 8)
})

test('where calls are slow no more is claimed than has a place, or nearly', async () => {
  const { work, seen } = ledger(many(120, { network: 'a', takes: 1_600 }))
  const turn = flyDue(work)
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, seen.inHand)
  }, 20)
  await vi.advanceTimersByTimeAsync(30_000)
  clearInterval(watch)
  expect(await turn).toBe(120)
  expect(most).toBeLessThanOrEqual(1)
  expect(seen.mostOpen).toBe(16)
})

test('a network that hangs keeps its calls, and the others go on', async () => {
  const queue = [...many(80, { network: 'hangs' }), ...many(30, { network: 'well', takes: 20 })]
  const { work, seen, hanging } = ledger(queue)
  const turn = flyDue(work)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(seen.done).toBe(30)
  expect(hanging).toHaveLength(40)
  expect(queue).toEqual(many(40, { network: 'hangs' }))
  const free = setInterval(() => {
    for (const end of hanging.splice(0)) end()
  }, 10)
  await vi.advanceTimersByTimeAsync(10_000)
  clearInterval(free)
  expect(await turn).toBe(110)
})

test('what becomes due while a call lasts is sent when the turn is woken, after the checks before a claim', async () => {
  let wake: () => void = () => {}
  let heard = 0
  const queue = [{ network: 'film' }] as Queued[]
  const { work, seen, hanging } = ledger(queue, {
    heed: one => {
      wake = one
      heard++
      return () => void heard--
    },
  })
  const turn = flyDue(work)
  await vi.advanceTimersByTimeAsync(600_000)
  queue.push({ network: 'urgent', takes: 20 })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(seen).toMatchObject({ done: 0, prepared: 1 })
  wake()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(seen).toMatchObject({ done: 1, prepared: 2 })
  hanging[0]?.()
  await vi.runAllTimersAsync()
  expect(await turn).toBe(2)
  expect(heard).toBe(0)
})

test('checks that fail before a claim end the turn with nothing claimed', async () => {
  const { work, seen } = ledger(many(3, { network: 'a', takes: 1 }), {
    prepare: async () => {
      throw new Error('clocks differ')
    },
  })
  await expect(flyDue(work)).rejects.toThrow('clocks differ')
  expect(seen.claims).toEqual([])
})

test('an ending that fails ends the turn when the others have ended, and nothing more is claimed', async () => {
  const { work, seen } = ledger(many(100, { network: 'a', takes: 20 }))
  let first = true
  const claim: Work['claim'] = async (most, left) => {
    const flights = await work.claim(most, left)
    if (!first) return flights
    first = false
    return flights.map((flight, at) => ({
      ...flight,
      fly: async called => {
        await flight.fly(called)
        if (at === 0) throw new Error('not written')
      },
    }))
  }
  const turn = expect(flyDue({ ...work, claim })).rejects.toThrow('not written')
  await vi.runAllTimersAsync()
  await turn
  expect(seen.done).toBe(seen.claims.reduce((sum, one) => sum + one, 0))
  expect(seen.done).toBeLessThan(100)
})

test('a budget is kept, and an end that was asked for claims nothing more', async () => {
  const short = ledger(many(100, { network: 'a', takes: 20 }), { items: 21 })
  const turn = flyDue(short.work)
  await vi.runAllTimersAsync()
  expect(await turn).toBe(21)
  const stopped = ledger(many(100, { network: 'a', takes: 20 }))
  const other = flyDue(stopped.work)
  await vi.advanceTimersByTimeAsync(10)
  stopped.abort()
  await vi.runAllTimersAsync()
  expect(await other).toBe(16)
})
