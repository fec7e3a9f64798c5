import { sql } from 'kysely'
import { deliver } from '../../jobs/deliver.ts'
import type { Job } from '../../jobs/index.ts'
import { settle } from '../../jobs/settle.ts'
import { sealCredential } from '../../src/channels/credential.ts'
import type { Ctx } from '../../src/context.ts'
import type { Db } from '../../src/db/open.ts'
import type { AnyNetwork, Content, Fetch, Networks } from '../../src/ports/network.ts'
import { addApprovedPost, addChannel, addDelivery, addPerson, addUnit, someTime } from './build.ts'
import { type Logged, testContext } from './context.ts'
import { freshDatabase } from './database.ts'
import { fetchOf } from './toy/fetch.ts'
import { toy } from './toy/index.ts'
import { createToyServer, type ToyServer } from './toy/sandbox.ts'

export const seconds = (n: number) => n * 1000
export const minutes = (n: number) => n * 60_000
export const hours = (n: number) => n * 3_600_000
export const days = (n: number) => n * 86_400_000

/** A post that two people agreed on, with a delivery on a channel of its own. */
export interface ApprovedStory {
  is: 'approved'
  on: string
  content?: Partial<Content>
  /** Milliseconds from the beginning of the story until it is due. */
  dueIn?: number
  notAfterIn?: number
  urgent?: boolean
}

export const approved = (given: Omit<ApprovedStory, 'is'>): ApprovedStory => ({ is: 'approved', ...given })

export interface StageSettings {
  post?: ApprovedStory
  /** More posts; each gets a channel of its own unless `sameChannel`. */
  posts?: readonly ApprovedStory[]
  sameChannel?: boolean
  /** Networks beside the toy one, and who answers for their hosts. */
  networks?: readonly AnyNetwork[]
  fetch?: Fetch
  /** Instead of the toy network as it is: a variant of it. */
  toy?: AnyNetwork
  jobs?: readonly Job[]
}

export interface Stage {
  db: Db
  url: string
  ctx: Ctx
  logged: readonly Logged[]
  toy: ToyServer
  unit: number
  author: Actor
  approver: Actor
  admin: Actor
  channels: readonly { id: number; account: string }[]
  deliveries: readonly number[]
  now(): Date
  /** Moves the clock, then runs the jobs until nothing more is due. */
  tick(given?: { after?: number }): Promise<void>
  /** The first delivery's row, or that of another one. */
  delivery(id?: number): Promise<Awaited<ReturnType<typeof readDelivery>>>
  /** As if the processes that hold claims had been gone for long. */
  endClaims(): Promise<void>
  /** One more channel, delivery or both. */
  addChannel(network?: string): Promise<{ id: number; account: string }>
  add(story: ApprovedStory, channel?: { id: number }): Promise<number>
}

type Actor = Awaited<ReturnType<typeof addPerson>>

/** A whole installation in small: a real database, the toy network, a clock that the test moves. */
export async function setStage(given: StageSettings = {}): Promise<Stage> {
  const { db, url } = await freshDatabase()
  const clock = { at: someTime.getTime() }
  const now = () => new Date(clock.at)
  const server = createToyServer(now)
  const networks: Networks = new Map([given.toy ?? toy, ...(given.networks ?? [])].map(one => [one.about.id, one]))
  const nudged = new Set<string>()
  const ctx = await testContext(db, {
    now,
    networks,
    outbound: { networks: given.fetch ?? fetchOf(server), portals: given.fetch ?? fetchOf(server) },
    nudge: name => void nudged.add(name),
  })
  const unit = await addUnit(db, { name: 'Tỉnh' })
  const author = await addPerson(db, { unit, role: 'editor', name: 'Biên tập viên' })
  const approver = await addPerson(db, { unit, role: 'approver', name: 'Người duyệt' })
  const admin = await addPerson(db, { unit, role: 'admin', name: 'Quản trị viên' })
  const jobs = given.jobs ?? [deliver, settle]
  const channels: { id: number; account: string }[] = []
  const deliveries: number[] = []

  async function newChannel(network = 'toy') {
    const channel = await addChannel(db, {
      unit,
      network,
      seal: (id, account) => sealCredential(ctx, id, { token: server.grant(account) }),
    })
    channels.push(channel)
    return channel
  }
  async function add(story: ApprovedStory, channel?: { id: number }) {
    const at = now()
    const on = channel ?? (await newChannel(story.on))
    const post = await addApprovedPost(db, { unit, author: author.id, approver: approver.id, at })
    const id = await addDelivery(db, {
      ...post,
      unit,
      channel: on.id,
      at,
      content: { form: 'text', text: `Hội nghị trực tuyến, tin ${post.post}`, pictures: [], ...story.content },
      due: new Date(at.getTime() + (story.dueIn ?? 0)),
      notAfter: story.notAfterIn === undefined ? undefined : new Date(at.getTime() + story.notAfterIn),
      urgent: story.urgent,
    })
    deliveries.push(id)
    return id
  }
  for (const story of [...(given.post ? [given.post] : []), ...(given.posts ?? [])])
    await add(story, given.sameChannel ? channels[0] : undefined)

  return {
    db,
    url,
    ctx,
    logged: ctx.logged,
    toy: server,
    unit,
    author,
    approver,
    admin,
    channels,
    deliveries,
    now,
    tick: async ({ after = 0 } = {}) => {
      clock.at += after
      await runJobs(ctx, jobs, nudged)
    },
    delivery: (id = deliveries[0]) => readDelivery(db, id ?? 0),
    endClaims: async () => {
      await sql`update delivery set claimed_until = clock_timestamp() - interval '1 second'
        where claimed_until is not null`.execute(db)
    },
    addChannel: newChannel,
    add,
  }
}

/** All of them, and then those that were nudged, until none is. */
export async function runJobs(ctx: Ctx, jobs: readonly Job[], nudged: Set<string>): Promise<void> {
  let due = jobs
  while (due.length > 0) {
    nudged.clear()
    for (const job of due) await runAll(ctx, job)
    due = jobs.filter(job => nudged.has(job.name))
  }
}

async function runAll(ctx: Ctx, job: Job): Promise<void> {
  const budget = { items: 1000, signal: new AbortController().signal }
  while ((await job.run(ctx, budget)).more);
}

const readDelivery = (db: Db, id: number) =>
  db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
