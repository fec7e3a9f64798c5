/** One run: four networks, installations with two workers each, faults, kills, restarts, people, quiet, judgement. */
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as pathOf } from 'node:path'
import { sql } from 'kysely'
import { startPostgres } from '../../../src/runtime/node/embedded-postgres.ts'
import { atEnd, endWithUs } from '../../support/at-end.ts'
import { type Counted, countFaults, pressed } from './count.ts'
import { type Installation, install, start } from './installation.ts'
import { type Bench, join, judge, type Verdict } from './judge.ts'
import { type Deeds, work } from './people.ts'
import { listsLateBy, makeRandom, type Plan, type Sabotage } from './plan.ts'
import type { Control, Copy, Side } from './side.ts'
import { sides } from './sides/index.ts'
import { patient, pause, storm } from './storm.ts'

export interface Ran {
  verdict: Verdict
  faults: Counted[]
  deeds: Deeds[]
  takenOver: number
  days: number
  seconds: number
}

const hour = 3_600_000

export async function runFaults(plan: Plan, sabotage?: Sabotage, say: (line: string) => void = () => {}): Promise<Ran> {
  const began = Date.now()
  const folder = await mkdtemp(pathOf(tmpdir(), 'lantoa-faults-'))
  const children = new Set<ChildProcess>()
  const endChildren = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  const ended = [atEnd(endChildren), endWithUs(folder)]
  // Durable, as in production: fsync and synchronous_commit are what the server has by itself.
  const server = await startPostgres(folder)
  const houses: Installation[] = []
  try {
    const epoch = Date.now()
    const network = await start(children, 'network.ts', { EPOCH: epoch, SPEED: plan.speed, SEED: plan.seed })
    const { urls } = network.said as { urls: Record<string, string> }
    const controls = new Map(sides.map(({ id }) => [id, controlOf(urls[id] ?? '')]))
    const key = randomBytes(32).toString('hex')
    for (let place = 0; place < plan.installations; place++) {
      const random = makeRandom(plan.seed + 1_000 * place)
      const given = { plan, random, controls, key, folder, epoch, share: plan.installations, place }
      houses.push(await install({ ...given, server: server.url, urls, sabotage, children }))
    }
    for (const side of sides) for (const { lever } of side.ways) await controls.get(side.id)?.('levers', lever)
    say(`furnished after ${Math.round((Date.now() - began) / 1000)} s`)
    await Promise.all(houses.flatMap(house => [house.startWorker(0), house.startWorker(1)]))

    let day = 0
    const ending = new AbortController()
    let broken: unknown
    const people = keepWorking(houses, controls, plan, () => day, ending.signal).catch(cause => {
      broken = cause
    })
    const { done, stops } = await storm(plan, houses, controls, children, say)
    const faults = await countFaults(controls, done)
    for (const control of controls.values()) await control('levers', undefined, 'DELETE')
    // What was told to wait a day, and what a person has to be asked about, is over on the next.
    const until = Date.now() + plan.patience
    for (; ; day++) {
      const left = await rest(houses, until)
      say(`day ${day + 1}: ${left} rows left`)
      if (left === 0 || Date.now() > until || day >= 3) break
      const offset = (day + 1) * 25 * hour
      const moved = once(network.child, 'message')
      network.child.send({ offset })
      await moved
      for (const house of houses) house.skip(offset)
      await pause(1_000)
    }
    // A copy may still be on its way; the judge waits until nothing can appear any more.
    await pause((listsLateBy * 3) / plan.speed)
    ending.abort()
    await people
    if (broken !== undefined) throw broken
    const benches = new Map<string, Bench>()
    for (const side of sides) {
      const control = controls.get(side.id)
      if (control) benches.set(side.id, { ...side, copies: await side.copies(control) })
    }
    const verdict = join(await Promise.all(houses.map(house => judge(house.db, benches))))
    for (const { deeds } of houses) verdict.falseStates.push(...deeds.wrong, ...neverLegitimate(deeds))
    verdict.falseStates.push(...(await pressed(controls, stops)))
    return {
      verdict,
      faults: [...faults],
      deeds: houses.map(house => house.deeds),
      takenOver: houses.reduce((sum, house) => sum + house.takenOver, 0),
      days: day + 1,
      seconds: Math.round((Date.now() - began) / 1000),
    }
  } finally {
    endChildren()
    for (const house of houses) await house.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    for (const off of ended) off()
  }
}

/** A question that the network's own lists could have answered. */
function neverLegitimate(deeds: Deeds): string[] {
  const legitimate = new Set(sides.flatMap(side => side.asks))
  return [...deeds.asked].flatMap(([id, why]) =>
    legitimate.has(why) ? [] : [`delivery ${id} asked a person (${why}) although its network could tell`],
  )
}

/** The people of all installations, and those with the networks' apps in their hands, until the end. */
async function keepWorking(
  houses: readonly Installation[],
  controls: ReadonlyMap<string, Control>,
  plan: Plan,
  day: () => number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(1_000)
    for (const side of sides) {
      const control = controls.get(side.id)
      if (control) await side.person?.(control, day(), plan.seed)
    }
    const read = new Map<Side, Promise<Copy[]>>()
    const copiesOf = (side: Side) => {
      const control = controls.get(side.id)
      const known = read.get(side) ?? (control ? side.copies(control) : Promise.resolve([]))
      read.set(side, known)
      return known
    }
    for (const { opened, furnished, apps, deeds } of houses)
      await patient(() => work({ ctx: opened.ctx, furnished, controls, apps }, deeds, copiesOf))
  }
}

/** Waits until no row is due, now or within minutes; how many are not final. */
async function rest(houses: readonly Installation[], until: number): Promise<number> {
  for (;;) {
    let moving = 0
    let open = 0
    for (const { db, opened } of houses) {
      const now = opened.ctx.now()
      const soon = new Date(now.getTime() + 3 * 60_000)
      const count = sql<{ moving: number; open: number }>`select
        count(*) filter (where state = 'publishing'
          or (state = 'queued' and due_at < ${soon} and coalesce(channel.rest_until, ${soon}) <= ${soon})
          or (state in ('settling', 'unknown') and look_at < case awaits when 'person' then ${now}::timestamptz else ${soon}::timestamptz end
            and coalesce(channel.rest_until, ${now}) <= ${now}))::int as moving,
        count(*) filter (where state in ('queued', 'publishing', 'settling', 'unknown') or state = 'failed')::int as open
        from delivery join channel on channel.id = delivery.channel_id`
      const { rows } = await patient(() => count.execute(db))
      moving += rows[0]?.moving ?? 0
      open += rows[0]?.open ?? 0
    }
    if (open === 0 || moving === 0 || Date.now() > until) return open
    await pause(500)
  }
}

const controlOf =
  (url: string): Control =>
  async (path, body, method) => {
    const reply = await fetch(`${url}/_sandbox/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      // A connection kept for the next call may be cut by the other side at the very moment of it.
      headers: { connection: 'close', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`the sandbox refused ${path} ${JSON.stringify(body)}: ${await reply.text()}`)
    return reply.json()
  }
