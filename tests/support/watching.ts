import { readers } from '../../adapters/portals/index.ts'
import { watch } from '../../jobs/watch.ts'
import type { SourceKind } from '../../src/sources/source.ts'
import { addPerson, addUnit, someTime } from './build.ts'
import { testContext } from './context.ts'
import { freshDatabase } from './database.ts'
import { openPortal } from './portal.ts'

/** A portal, one source of it and the job that watches, on a clock the test moves. */
export async function setWatch(given: { settings?: Record<string, unknown>; path?: string; kind?: SourceKind } = {}) {
  const { db } = await freshDatabase()
  const portal = await openPortal()
  const clock = { at: someTime.getTime(), wall: someTime.getTime() }
  const nudged: string[] = []
  const ctx = await testContext(db, {
    now: () => new Date(clock.at),
    wall: () => clock.wall,
    readers,
    outbound: { networks: portal.fetch, portals: portal.fetch },
    nudge: name => void nudged.push(name),
  })
  const unit = await addUnit(db)
  const admin = await addPerson(db, { unit, role: 'admin' })
  const { id: portalId } = await db
    .insertInto('portal')
    .values({ unit_id: unit, name: 'Cổng thông tin', base_url: portal.url })
    .returning('id')
    .executeTakeFirstOrThrow()
  const addSource = async (path = '/rss', kind: SourceKind = 'feed') =>
    (
      await db
        .insertInto('source')
        .values({
          portal_id: portalId,
          unit_id: unit,
          name: `Nguồn ${path}`,
          kind,
          url: `${portal.url}${path}`,
          due_at: someTime,
          settings: JSON.stringify(given.settings ?? {}),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id
  const source = await addSource(given.path, given.kind)

  return {
    db,
    ctx,
    portal,
    portalId,
    unit,
    admin,
    source,
    addSource,
    clock,
    nudged,
    /** Moves the clock and runs the job until nothing is due. */
    turn: async (after = 0) => {
      clock.at += after
      const budget = { items: 1000, signal: new AbortController().signal }
      while ((await watch.run(ctx, budget)).more);
    },
    publications: () =>
      db
        .selectFrom('publication')
        .select(['id', 'key', 'title', 'state', 'state_why', 'revision_id', 'unread', 'url'])
        .orderBy('id')
        .execute(),
    revisions: (publication: number) =>
      db.selectFrom('revision').selectAll().where('publication_id', '=', publication).orderBy('number').execute(),
    reads: (id = source) =>
      db.selectFrom('source_read').selectAll().where('source_id', '=', id).orderBy('id').execute(),
    sourceRow: (id = source) => db.selectFrom('source').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  }
}
