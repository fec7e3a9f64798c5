/** One run: a network, two workers, faults, kills, restarts, quiet, judgement. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { facebook } from '../../../adapters/facebook/index.ts'
import { sealCredential } from '../../../src/channels/credential.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { type Db, openDatabase } from '../../../src/db/open.ts'
import { makeSealer } from '../../../src/kit/sealer.ts'
import type { Content } from '../../../src/ports/network.ts'
import { startPostgres } from '../../../src/runtime/node/embedded-postgres.ts'
import { folderFiles } from '../../../src/runtime/node/files.ts'
import { addApprovedPost, addChannel, addDelivery, addPerson, addUnit } from '../../support/build.ts'
import { png } from '../../support/pictures.ts'
import { breakDatabase } from './breaking.ts'
import { judge, type LedgerRow, type Verdict } from './judge.ts'
import {
  between,
  blockMinutes,
  levers,
  listsLateBy,
  makeRandom,
  type Plan,
  pace,
  type Random,
  type Sabotage,
} from './plan.ts'

export interface Ran {
  verdict: Verdict
  killed: number
  frozen: number
  takenOver: number
  seconds: number
}

const here = import.meta.dirname
const pause = (ms: number) => new Promise(done => setTimeout(done, ms))

export async function runFaults(plan: Plan, sabotage?: Sabotage, say: (line: string) => void = () => {}): Promise<Ran> {
  const began = Date.now()
  const random = makeRandom(plan.seed)
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-faults-'))
  // Durable, as in production: fsync and synchronous_commit are what the server has by itself.
  const server = await startPostgres(folder)
  const opened = openDatabase(server.url, 4)
  const children = new Set<ChildProcess>()
  try {
    await migrate(opened.db)
    const epoch = Date.now()
    const network = await start(children, 'network.ts', { EPOCH: epoch, SPEED: plan.speed, SEED: plan.seed })
    const { url } = network.said as { url: string }
    const control = controlOf(url)
    const app = (await control('apps', {})) as { id: string; secret: string }
    const key = randomBytes(32).toString('hex')
    const pages = await furnish(opened.db, plan, random, { control, app, key, folder, epoch })
    if (sabotage) await breakDatabase(opened.db, sabotage)
    for (const lever of levers) await control('levers', lever)
    await control('levers', { what: 'slowLists', ms: listsLateBy })

    const run = { database: server.url, network: url, epoch, speed: plan.speed, key, folder, app, sabotage }
    let takenOver = 0
    const workerOf = async () => {
      const { child } = await start(children, 'worker.ts', { RUN: JSON.stringify(run) })
      child.stderr?.on('data', (chunk: Buffer) => {
        takenOver += chunk.toString().split('delivery.taken_over').length - 1
      })
      return child
    }
    const workers = [await workerOf(), await workerOf()]
    const happenings = [
      ...Array.from({ length: plan.kills }, () => 'kill' as const),
      ...Array.from({ length: plan.freezes }, () => 'freeze' as const),
    ]
      .map(what => ({ what, at: between(random, 2_500, plan.spread) }))
      .sort((a, b) => a.at - b.at)
    const started = Date.now()
    const limited = limit(plan, pages, control)
    const thaws: Promise<void>[] = []
    const frozen = new Set<number>()
    const done = { kill: 0, freeze: 0 }
    for (const { what, at } of happenings) {
      await pause(Math.max(0, at - (Date.now() - started)))
      if (frozen.size === workers.length) await Promise.all(thaws)
      const drawn = Math.floor(random() * workers.length)
      // A frozen one is left alone: that it wakes is the point of freezing it.
      const index = frozen.has(drawn) ? workers.length - 1 - drawn : drawn
      const victim = workers[index]
      if (!victim) continue
      done[what]++
      say(`${((Date.now() - started) / 1000).toFixed(1)} s: ${what} of worker ${index + 1}`)
      if (what === 'kill') {
        // A process that does nothing is easy to kill: wait until something is on its way.
        await inFlight(opened.db)
        const ended = once(victim, 'exit')
        victim.kill('SIGKILL')
        await ended
        children.delete(victim)
        workers[index] = await workerOf()
      } else {
        await inFlight(opened.db)
        victim.kill('SIGSTOP')
        frozen.add(index)
        // Past its claim and past the other's takeover.
        const thaw = async () => {
          await pause(pace.requestLimit * 4)
          victim.kill('SIGCONT')
          frozen.delete(index)
        }
        thaws.push(thaw())
      }
    }
    await Promise.all([...thaws, limited])
    await quiet(opened.db, plan.patience - (Date.now() - started))
    // A copy may still be on its way; the judge waits until nothing can appear any more.
    await pause((listsLateBy * 3) / plan.speed)
    const ledger = (await (await fetch(`${url}/_sandbox/ledger`)).json()) as LedgerRow[]
    const verdict = await judge(opened.db, ledger)
    return {
      verdict,
      killed: done.kill,
      frozen: done.freeze,
      takenOver,
      seconds: Math.round((Date.now() - began) / 1000),
    }
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await opened.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** F12 at random moments. Its own randomness, so that a seed's kills stay where they were. */
async function limit(plan: Plan, pages: readonly string[], control: Furniture['control']): Promise<void> {
  const random = makeRandom(plan.seed + 12)
  const drawn = () => pages[Math.floor(random() * pages.length)] ?? ''
  const at = (moment: number, act: () => Promise<unknown>) => pause(moment).then(act)
  await Promise.all(
    Array.from({ length: plan.blocks }, () => {
      const lever = { what: 'block', page: drawn(), minutes: blockMinutes }
      return at(between(random, 1_000, plan.spread), () => control('levers', lever))
    }),
  )
}

async function inFlight(db: Db): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const { rows } = await sql`select 1 from delivery where state = 'publishing' limit 1`.execute(db)
    if (rows.length > 0) return
    await pause(20)
  }
}

/** No row is due: every delivery is final, or waits for a person. */
async function quiet(db: Db, patience: number): Promise<void> {
  const until = Date.now() + patience
  while (Date.now() < until) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from delivery
      where state in ('queued', 'publishing', 'settling', 'unknown') and ask_at is null`.execute(db)
    if (rows[0]?.n === 0) return
    await pause(500)
  }
}

interface Furniture {
  control(path: string, body: unknown): Promise<unknown>
  app: { id: string; secret: string }
  key: string
  folder: string
  epoch: number
}

/** The ids of the pages, in the order of their channels. */
async function furnish(db: Db, plan: Plan, random: Random, given: Furniture): Promise<string[]> {
  const { control, app } = given
  const sealer = await makeSealer(new Uint8Array(Buffer.from(given.key, 'hex')))
  const unit = await addUnit(db)
  const author = await addPerson(db, { unit, role: 'editor' })
  const approver = await addPerson(db, { unit, role: 'approver' })
  const bytes = png(40, 30)
  const digest = await folderFiles(given.folder).keep(bytes)
  const picture = { digest, mime: 'image/png', width: 40, height: 30, bytes: bytes.length, alt: 'Hội nghị' }
  const clerk = (await control('people', { kind: 'system' })) as { id: string }
  const channels: number[] = []
  const pages: string[] = []
  for (let n = 0; n < plan.channels; n++) {
    const tasks = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE']
    const page = (await control('pages', { name: `Trang ${n}`, engaged: 100_000, roles: { [clerk.id]: tasks } })) as {
      id: string
    }
    const token = (await control('tokens', { app: app.id, person: clerk.id, page: page.id, life: 'never' })) as {
      value: string
    }
    pages.push(page.id)
    const seal = (id: number) => sealCredential({ sealer }, id, { token: token.value })
    channels.push((await addChannel(db, { unit, network: facebook.about.id, account: page.id, seal })).id)
  }
  const at = new Date(given.epoch)
  for (let n = 0; n < plan.deliveries; n++) {
    const drawn = random()
    const text = `Tin số ${n + 1}: lịch tiếp công dân của xã ${Math.floor(random() * 1e9)}`
    const content: Content =
      drawn < 0.5
        ? { form: 'text', text, pictures: [] }
        : drawn < 0.75
          ? { form: 'link', text, link: `https://cong.tinh.example/tin/${n + 1}`, pictures: [] }
          : { form: drawn < 0.85 ? 'photo' : 'album', text, pictures: drawn < 0.85 ? [picture] : [picture, picture] }
    const post = await addApprovedPost(db, { unit, author: author.id, approver: approver.id, at })
    const channel = channels[n % channels.length] ?? 0
    const due = new Date(given.epoch + (1_000 + between(random, 0, plan.spread)) * plan.speed)
    await addDelivery(db, { ...post, unit, channel, content, at, due, urgent: random() < 0.1 })
  }
  return pages
}

const controlOf = (url: string) => async (path: string, body: unknown) => {
  const reply = await fetch(`${url}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`the sandbox refused ${path}: ${await reply.text()}`)
  return reply.json()
}

async function start(children: Set<ChildProcess>, file: string, environment: Record<string, unknown>) {
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]))
  const child = fork(join(here, file), {
    env: { PATH: process.env.PATH, ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  children.add(child)
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4_000)
  })
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${file} ended at its start: ${complaint}`)
  })
  const [said] = (await Promise.race([once(child, 'message'), gone])) as [unknown]
  gone.catch(() => {})
  return { child, said }
}
