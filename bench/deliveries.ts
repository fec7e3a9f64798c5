/**
 * Deliveries a second over 40 channels with a network that takes no time, in one process, with intention and audit rows,
 * beside graphile-worker doing bare POSTs: the same server, database, size of the pool and calls open at a time, one
 * after the other in turns of which each begins every second one, after a round of both that is not counted. The server is
 * durable: fsync and synchronous_commit are on for both. The peer keeps no order within a channel (its queues would slow
 * it), leaves nothing behind and logs nothing; both are done when their tables say so, and ours only when intention, answer, copy
 * and audit row of each are there.
 *
 * November 2026, two cores: 0.68 of the peer at first, 0.87 to 1.17 with prepared statements and endings in groups,
 * 1.80 to 1.91 since claims are large and go on while the last ones are called (rounds from 1.07 to 2.29 at load 8; 1.26
 * at load 17). For 1,200 deliveries PostgreSQL is busy for 410 ms with claims and groups of 16
 * and for 730 ms with those of 8; two claims side by side over halves of the channels, which wait less for a commit and
 * look at every channel as often, were no quicker. Per delivery, process and PostgreSQL together: 0.9 ms, the peer's
 * 2.1 ms. Earlier, of PostgreSQL's 2,300 ms for 2,000: 1,150 ms planning, 300 ms a statement and a commit of its own for
 * the intention; of the process's 1,450 ms: 10 % opening credentials again, 5 % abort signals.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import { sealCredential } from '../src/channels/credential.ts'
import type { Ctx } from '../src/context.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Db, openDatabase } from '../src/db/open.ts'
import { deliverDue } from '../src/deliveries/deliver.ts'
import { makeSealer } from '../src/kit/sealer.ts'
import type { Fetch } from '../src/ports/network.ts'
import { storedDigest } from '../src/posts/digest.ts'
import { startPostgres } from '../src/runtime/node/embedded-postgres.ts'
import { endWithUs } from '../tests/support/at-end.ts'
import { addApprovedPost, addChannel, addPerson, addUnit } from '../tests/support/build.ts'
import { testContext } from '../tests/support/context.ts'
import { toy } from '../tests/support/toy/index.ts'

const channels = 40
const deliveries = 2000
const rounds = 5
const pool = 10
const concurrency = 16

export default async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-bench-'))
  const ended = endWithUs(folder)
  const server = await startPostgres(folder)
  const network = await listen()
  const opened = openDatabase(server.url, pool)
  try {
    await migrate(opened.db)
    const { rows } = await sql<{ name: string; setting: string }>`select name, setting from pg_settings
      where name in ('fsync', 'synchronous_commit')`.execute(opened.db)
    console.log(rows.map(({ name, setting }) => `${name} ${setting}`).join(' · '))
    const ctx = await contextOf(opened.db, network.url)
    const stock = await stockOf(server.url)
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const we = async () => ours.push(await ourRound(ctx, round))
      const they = async () => theirs.push(await stock.round(network.url))
      for (const run of round % 2 === 0 ? [we, they] : [they, we]) await run()
      const said = `lantoa ${rounded(ours)} a second · graphile-worker ${rounded(theirs)} a second`
      console.log(round === 0 ? `to warm up: ${said}` : `round ${round}: ${said}`)
      if (round === 0) for (const figures of [ours, theirs]) figures.pop()
    }
    await stock.end()
    console.log(`posts that arrived: ${network.posts()} of ${2 * (rounds + 1) * deliveries}`)
    console.log(`ratio of the medians: ${(median(ours) / median(theirs)).toFixed(2)} (above 1 is the target)`)
  } finally {
    await opened.end()
    await network.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    ended()
  }
}

const rounded = (figures: readonly number[]) => Math.round(figures.at(-1) ?? 0)
const median = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0

/** Answers at once and keeps nothing but a count. */
async function listen() {
  let posts = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      posts++
      response.writeHead(201, { 'content-type': 'application/json' }).end(`{"id":"${posts}"}`)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts: () => posts,
    close: () =>
      new Promise<void>(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function contextOf(db: Db, url: string): Promise<Ctx> {
  const out: Fetch = (input, init) => fetch(url + new URL(input).pathname, init)
  const ctx = await testContext(db, {
    now: () => new Date(),
    networks: new Map([['toy', toy]]),
    outbound: { networks: out, portals: out },
    sealer: await makeSealer(new Uint8Array(randomBytes(32))),
  })
  const unit = await addUnit(db)
  for (let n = 0; n < channels; n++)
    await addChannel(db, { unit, network: 'toy', seal: id => sealCredential(ctx, id, { token: `token-${n}` }) })
  return ctx
}

async function ourRound(ctx: Ctx, round: number): Promise<number> {
  const { db } = ctx
  const unit = await db.selectFrom('unit').select('id').executeTakeFirstOrThrow()
  const author = await addPerson(db, { unit: unit.id, role: 'editor' })
  const approver = await addPerson(db, { unit: unit.id, role: 'approver' })
  const post = await addApprovedPost(db, { unit: unit.id, author: author.id, approver: approver.id })
  const waiting = await Promise.all(
    (await db.selectFrom('channel').select(['id', 'network', 'account', 'settings']).execute()).flatMap(channel =>
      Array.from({ length: deliveries / channels }, async (_, n) => {
        const content = { form: 'text', text: `Tin ${round}-${n}`, pictures: [] }
        const digest = await storedDigest({ ...channel, content, options: {} })
        return { channel: channel.id, slot: n + 1, content, digest }
      }),
    ),
  )
  await sql`insert into delivery (post_id, approval_id, channel_id, unit_id, slot, content, digest, state, due_at,
      created_at, changed_at)
    select ${post.post}, ${post.approval}, channel, ${unit.id}, slot, content, digest, 'queued', now(), now(), now()
    from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb)
      as t (channel integer, slot integer, content jsonb, digest text)
    order by slot, channel`.execute(db)
  await sql`analyze delivery`.execute(db)
  const began = performance.now()
  await deliverDue(ctx, { items: deliveries, signal: new AbortController().signal })
  const seconds = (performance.now() - began) / 1000
  const { rows } = await sql<{ live: number; intentions: number; audited: number }>`
    select (select count(*)::int from delivery where post_id = ${post.post} and state = 'live') as live,
      (select count(*)::int from attempt a join delivery d on d.id = a.delivery_id where d.post_id = ${post.post})
        as intentions,
      (select count(*)::int from audit join delivery d on d.id = subject_id and d.post_id = ${post.post}
        where verb = 'delivery.live') as audited`.execute(db)
  const counted = rows[0]
  if (counted?.live !== deliveries || counted.intentions !== deliveries || counted.audited !== deliveries)
    throw new Error(`not everything was written: ${JSON.stringify(counted)}`)
  return deliveries / seconds
}

/** The peer as it is quickest: without a queue of its own for each channel. A job is one POST and nothing else. */
async function stockOf(url: string) {
  const pgPool = new pg.Pool({ connectionString: url, max: pool })
  const utils = await makeWorkerUtils({ pgPool, logger: new Logger(() => () => {}) })
  await utils.migrate()
  return {
    round: async (network: string): Promise<number> => {
      const jobs = Array.from({ length: deliveries }, (_, n) => ({
        identifier: 'post',
        payload: { channel: n % channels, text: `Tin ${n}` },
      }))
      await utils.addJobs(jobs)
      await pgPool.query('analyze')
      let left = deliveries
      let done: () => void = () => {}
      const all = new Promise<void>(resolve => {
        done = resolve
      })
      const began = performance.now()
      const runner = await run({
        pgPool,
        concurrency,
        // A line a job would be a handicap: the peer works in silence, as we do.
        logger: new Logger(() => () => {}),
        noHandleSignals: true,
        pollInterval: 100,
        taskList: {
          post: async payload => {
            const reply = await fetch(`${network}/v1/posts`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(payload),
            })
            await reply.json()
            if (--left === 0) done()
          },
        },
      })
      await all
      // The last jobs are done when the queue says so too.
      const count = 'select count(*)::int as n from graphile_worker._private_jobs'
      while ((await pgPool.query<{ n: number }>(count)).rows[0]?.n !== 0);
      const seconds = (performance.now() - began) / 1000
      await runner.stop()
      return deliveries / seconds
    },
    end: async () => {
      await utils.release()
      await pgPool.end()
    },
  }
}
