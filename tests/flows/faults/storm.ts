/** What falls on workers and accounts while the deliveries come due, at moments the seed draws. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import type { Db } from '../../../src/db/open.ts'
import type { FaultId } from './faults.ts'
import type { Installation } from './installation.ts'
import { between, makeRandom, type Plan, pace, type Random } from './plan.ts'
import type { Act, Control, Side } from './side.ts'

export interface Done {
  fault: FaultId
  network: string
  name: string
}

/** An account that its network told to stop for a day, or will at the next sending. */
export interface Stop {
  side: Side
  account: string
}

export interface Storm {
  done: Done[]
  stops: Stop[]
}

export const pause = (ms: number) => new Promise(done => setTimeout(done, ms))

/** For those who only watch: a machine with much to do may be slow to let them in, which is no finding. */
export async function patient<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return await ask()
    } catch (cause) {
      if (!(cause instanceof Error && /connect|terminated|timeout/i.test(cause.message))) throw cause
      await pause(500)
    }
  }
  return ask()
}

export async function storm(
  plan: Plan,
  houses: readonly Installation[],
  controls: ReadonlyMap<string, Control>,
  children: Set<ChildProcess>,
  say: (line: string) => void,
): Promise<Storm> {
  const made: Storm = { done: [], stops: [] }
  const random = makeRandom(plan.seed + 4)
  const began = Date.now()
  const at = (moment: number) => pause(Math.max(0, moment - (Date.now() - began)))
  const tell = (line: string) => say(`${((Date.now() - began) / 1000).toFixed(1)} s: ${line}`)
  const blows = [
    ...Array.from({ length: plan.kills }, () => 'kill' as const),
    ...Array.from({ length: plan.renewalKills }, () => 'kill_renewing' as const),
    ...Array.from({ length: plan.freezes }, () => 'freeze' as const),
  ]
    .map(what => ({ what, at: between(random, Math.min(2_500, plan.spread / 3), plan.spread) }))
    .sort((a, b) => a.at - b.at)
  const acting = act(plan, houses, controls, made, at, tell)
  const later: Promise<void>[] = []
  for (const blow of blows) {
    await at(blow.at)
    const house = houses[Math.floor(random() * houses.length)]
    if (!house) continue
    const place = await target(house, random)
    tell(`${blow.what} of worker ${place + 1} of installation ${houses.indexOf(house) + 1}`)
    switch (blow.what) {
      case 'kill':
        // A process that does nothing is easy to kill: wait until something is on its way.
        await until(house.db, `select 1 from delivery where state = 'publishing'`)
        later.push(kill(house, [place], children))
        made.done.push({ fault: 'F4', network: 'workers', name: 'killed' })
        break
      case 'kill_renewing':
        await until(house.db, 'select 1 from credential where claimed_until > clock_timestamp()')
        later.push(kill(house, alive(house), children))
        made.done.push({ fault: 'F11', network: 'workers', name: 'killed in the exchange of a token' })
        break
      case 'freeze':
        await until(house.db, `select 1 from delivery where state = 'publishing'`)
        later.push(freeze(house, place))
        made.done.push({ fault: 'F5', network: 'workers', name: 'frozen past its claim' })
        break
      default:
        blow.what satisfies never
    }
  }
  await Promise.all([...later, acting])
  await at(plan.spread)
  return made
}

/** Places of the workers that run: one that starts has nothing to lose, and a frozen one has to wake. */
const alive = (house: Installation): number[] =>
  house.workers.flatMap((worker, place) => (worker && !house.frozen.has(place) ? [place] : []))

async function target(house: Installation, random: Random): Promise<number> {
  for (;;) {
    const places = alive(house)
    const drawn = places[Math.floor(random() * places.length)]
    if (drawn !== undefined) return drawn
    await pause(50)
  }
}

/** Ended without a word, and started again. */
async function kill(house: Installation, places: readonly number[], children: Set<ChildProcess>): Promise<void> {
  const victims = places.flatMap(place => house.workers[place] ?? [])
  for (const place of places) house.workers[place] = undefined
  const ended = victims.map(victim => once(victim, 'exit'))
  for (const victim of victims) victim.kill('SIGKILL')
  await Promise.all(ended)
  for (const victim of victims) children.delete(victim)
  await Promise.all(places.map(place => house.startWorker(place)))
}

/** Past its claim and past the other's takeover. */
async function freeze(house: Installation, place: number): Promise<void> {
  const victim = house.workers[place]
  if (!victim) return
  house.frozen.add(place)
  victim.kill('SIGSTOP')
  await pause(pace.requestLimit * 4)
  victim.kill('SIGCONT')
  house.frozen.delete(place)
}

/** Every act of every network, each on accounts that the seed draws. */
async function act(
  plan: Plan,
  houses: readonly Installation[],
  controls: ReadonlyMap<string, Control>,
  made: Storm,
  at: (moment: number) => Promise<unknown>,
  tell: (line: string) => void,
): Promise<void> {
  const random = makeRandom(plan.seed + 12)
  const channels = houses.flatMap(house => house.furnished.channels)
  const drawn: Promise<void>[] = []
  const strike = async (side: Side, what: Act, account: string, moment: number, control: Control) => {
    await at(moment)
    await what.do(control, account, random)
    tell(`${side.id}: ${what.name} (${account})`)
    made.done.push({ fault: what.fault, network: side.id, name: what.name })
    if (what.stops) made.stops.push({ side, account })
  }
  for (const side of new Set(channels.map(channel => channel.side))) {
    const control = controls.get(side.id)
    const own = channels.filter(channel => channel.side === side)
    if (!control) continue
    for (const what of side.acts)
      for (let n = 0; n < Math.max(1, Math.round(what.often * plan.acts)); n++) {
        const account = own[Math.floor(random() * own.length)]?.account ?? ''
        drawn.push(strike(side, what, account, between(random, 1_000, plan.spread * 0.8), control))
      }
  }
  await Promise.all(drawn)
}

async function until(db: Db, query: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const { rows } = await patient(() => sql.raw(`${query} limit 1`).execute(db))
    if (rows.length > 0) return
    await pause(20)
  }
}
