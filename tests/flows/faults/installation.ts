/** One installation in a run: a database of its own, applications of its own, two workers, and the people at its desk. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join as pathOf } from 'node:path'
import { Hono } from 'hono'
import { sql } from 'kysely'
import { migrate } from '../../../src/db/migrate.ts'
import { type Db, openDatabase } from '../../../src/db/open.ts'
import { isShown } from '../../../src/deliveries/queries/shown.ts'
import { serve } from '../../support/serve.ts'
import { breakDatabase } from './breaking.ts'
import { type Opened, openContext, type Run } from './context.ts'
import { type Furnished, furnish, type Given } from './furnish.ts'
import { type Deeds, noDeeds } from './people.ts'
import type { Plan } from './plan.ts'
import type { App } from './side.ts'
import { sides } from './sides/index.ts'

export interface Installation {
  db: Db
  furnished: Furnished
  apps: Readonly<Record<string, App>>
  opened: Opened
  deeds: Deeds
  /** Undefined while one starts. */
  workers: (ChildProcess | undefined)[]
  /** Workers that are stopped right now, by their place. */
  frozen: Set<number>
  takenOver: number
  startWorker(place: number): Promise<void>
  skip(offset: number): void
  end(): Promise<void>
}

const here = import.meta.dirname
/** Workers are started again and again: the second start of a file reads what the first compiled. */
const compiled = pathOf(tmpdir(), 'lantoa-faults-compiled')

export async function install(
  given: Omit<Given, 'apps' | 'sides'> & {
    server: string
    urls: Readonly<Record<string, string>>
    plan: Plan
    sabotage: Run['sabotage']
    children: Set<ChildProcess>
  },
): Promise<Installation> {
  const { place, plan, controls, server, children } = given
  const database = new URL(server)
  database.pathname = `/installation_${place + 1}`
  const outer = openDatabase(server, 1)
  await sql.raw(`create database installation_${place + 1}`).execute(outer.db)
  await outer.end()
  const first = openDatabase(database.href, 2)
  await migrate(first.db)
  await first.end()
  const apps: Record<string, App> = {}
  for (const side of sides) {
    const control = controls.get(side.id)
    if (control) apps[side.id] = await side.app(control)
  }
  // What networks fetch from us, under the rule that ships: only what was sent is there.
  let opened: Opened | undefined
  const media = await serve(
    new Hono().get('/media/:digest', async c => {
      const digest = c.req.param('digest')
      const shown = opened && (await isShown(opened.ctx.db, digest))
      const bytes = shown ? await opened?.ctx.files.read(digest) : undefined
      return bytes ? c.body(bytes, 200, { 'content-type': 'image/jpeg' }) : c.text('', 404)
    }),
  )
  const run: Run = {
    database: database.href,
    urls: given.urls,
    apps,
    media: media.url,
    epoch: given.epoch,
    speed: plan.speed,
    offset: 0,
    key: given.key,
    folder: given.folder,
    ...(given.sabotage && { sabotage: given.sabotage }),
  }
  const quietly = () => {}
  opened = await openContext(run, { info: quietly, warn: quietly, error: quietly }, quietly, 4)
  const { db } = opened.ctx
  const furnished = await furnish(db, { ...given, apps, sides })
  if (given.sabotage) await breakDatabase(db, given.sabotage)
  const ending = opened
  const made: Installation = {
    db,
    furnished,
    apps,
    opened,
    deeds: noDeeds(),
    workers: [],
    frozen: new Set(),
    takenOver: 0,
    async startWorker(at) {
      const { child } = await start(children, 'worker.ts', { RUN: JSON.stringify(run) })
      child.stderr?.on('data', (chunk: Buffer) => {
        made.takenOver += chunk.toString().split('delivery.taken_over').length - 1
        if (process.env.FAULT_LOG) process.stderr.write(chunk)
      })
      made.workers[at] = child
    },
    skip(offset) {
      run.offset = offset
      ending.skip(offset)
      for (const child of made.workers) child?.send({ offset })
    },
    async end() {
      await media.close()
      await ending.end()
    },
  }
  return made
}

/** A process of this run; resolves with the first thing it says. */
export async function start(children: Set<ChildProcess>, file: string, environment: Record<string, unknown>) {
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]))
  const child = fork(pathOf(here, file), {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compiled, ...env },
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
