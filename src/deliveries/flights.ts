/** A claimed delivery, to be carried to its end. */
export interface Flight {
  network: string
  /** `called` is told when its call to the network is over; what is left is to write down what came of it. */
  fly(called: () => void): Promise<void>
}

export interface Work {
  /** Not more than `most`, nor more of a network than `left` says, nor two of one channel. */
  claim(most: number, left: (network: string) => number): Promise<readonly Flight[]>
  /** Before the first claim, and before one that follows a wake. */
  prepare(): Promise<void>
  /** Deliveries at the most. */
  items: number
  signal: AbortSignal
  /** Calls `wake` when something became due meanwhile; returns how to end that. */
  heed?(wake: () => void): () => void
}

/** Calls to networks that one turn has open at a time, of those that have not become long. */
const abreast = 16
/** Milliseconds after which a call is a long one: a film on its way, or a network that does not answer. */
const patience = 2_000
/** Claimed while all places are taken, so that a place that becomes free is filled at once. */
const inHand = 24
/**
 * Milliseconds such a one may wait for its place. What is claimed when the process ends costs a reading of the network,
 * and where none can tell, a person's look: the slower the calls, the fewer are in hand.
 */
const soonEnough = 100
/** Deliveries under way at a time, long calls and those whose ends are being written down among them. */
const underWay = 56
/** Of these as many of one network: one that hangs leaves room for the others. */
const ofOneNetwork = 40
/** What one claim, or one group of endings, should come to; a small one costs nearly as much as a large one. */
export const worthwhile = 16
/** Milliseconds for which less than that waits for more. */
export const gathering = 15

/**
 * Claims and carries until nothing is due or the budget is used; returns how many were carried. Claims go one at a time,
 * and while one waits for its commit, what the last one brought is on the wire. A claim follows when a delivery has
 * ended, for its channel is free, or when the last one came back full.
 */
export async function flyDue(work: Work): Promise<number> {
  const flying = new Map<string, number>()
  /** Claimed, without a place yet. */
  const waiting: Flight[] = []
  const callTakes = average()
  const faults: unknown[] = []
  let items = 0
  let flights = 0
  /** Calls that hold a place. */
  let calls = 0
  /** Something may be due that was not when it was asked last. */
  let hungry = true
  /** A claim is under way, or what comes before one. */
  let busy = false
  let woken = true
  let ended = false
  let soon: Timer | undefined
  let late: Timer | undefined
  const { promise: end, resolve: over } = Promise.withResolvers<void>()

  function fill(waited = false): void {
    if (busy || ended) return
    if (woken) return void alone(prepare)
    const room = Math.min(abreast - calls + ahead() - waiting.length, underWay - flights, work.items - items)
    if (hungry && room > 0 && !work.signal.aborted && faults.length === 0) {
      if (waited || calls === 0 || room >= worthwhile) void alone(() => claim(room))
      else late ??= setTimeout(fillLate, gathering)
    }
    if (busy || flights > 0) return
    ended = true
    over()
  }

  /** None before the first call has told how long they take. */
  const ahead = () => (callTakes.value > 0 ? Math.min(inHand, Math.floor((abreast * soonEnough) / callTakes.value)) : 0)

  function fillLate(): void {
    late = undefined
    fill(true)
  }

  /** What was written down together ends together: one claim then fills all the places. */
  function fillSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      fill()
    }, 0)
  }

  async function alone(step: () => Promise<void>): Promise<void> {
    busy = true
    try {
      await step()
    } catch (cause) {
      faults.push(cause)
    }
    busy = false
    fill()
  }

  async function claim(room: number): Promise<void> {
    hungry = false
    const claimed = await work.claim(room, network => ofOneNetwork - (flying.get(network) ?? 0))
    if (claimed.length === room) hungry = true
    items += claimed.length
    flights += claimed.length
    for (const { network } of claimed) flying.set(network, (flying.get(network) ?? 0) + 1)
    waiting.push(...claimed)
    depart()
  }

  function depart(): void {
    while (calls < abreast) {
      const next = waiting.shift()
      if (!next) return
      void carry(next)
    }
  }

  async function carry(flight: Flight): Promise<void> {
    calls++
    const began = performance.now()
    let placed = true
    const leave = () => {
      clearTimeout(long)
      if (!placed) return
      placed = false
      calls--
      callTakes.add(performance.now() - began)
      depart()
      fillSoon()
    }
    const long = setTimeout(leave, patience)
    try {
      await flight.fly(leave)
    } catch (cause) {
      // What could not be written down is found again when its claim ends.
      faults.push(cause)
    }
    leave()
    flights--
    flying.set(flight.network, (flying.get(flight.network) ?? 1) - 1)
    hungry = true
    fillSoon()
  }

  async function prepare(): Promise<void> {
    woken = false
    await work.prepare()
    hungry = true
  }

  const deaf = work.heed?.(() => {
    woken = true
    fill()
  })
  fill()
  await end
  deaf?.()
  clearTimeout(soon)
  clearTimeout(late)
  if (faults.length > 0) throw faults[0]
  return items
}

/** Of the last few: each counts an eighth. */
function average() {
  let value = 0
  return {
    get value() {
      return value
    },
    add: (one: number) => {
      value += (one - value) / (value === 0 ? 1 : 8)
    },
  }
}

type Timer = ReturnType<typeof setTimeout>
