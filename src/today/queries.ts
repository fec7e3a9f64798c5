import type { Db } from '../db/open.ts'
import type { Frame } from '../http/env.ts'
import type { Actor } from '../people/person.ts'
import type { OpenHold } from '../ui/holdbar.tsx'

/** Units where the actor holds one of the roles; an API token's one role narrows it. */
const unitsOf = (db: Db, by: Actor, roles?: readonly ('editor' | 'approver' | 'admin' | 'contributor')[]) => {
  let units = db.selectFrom('scope').select('unit_id').where('person_id', '=', by.id)
  if (by.role) units = units.where('role', '=', by.role)
  return roles ? units.where('role', 'in', roles) : units
}

/** Open holds that concern a unit of the actor's, widest first. */
export async function openHolds(db: Db, by: Actor, now: Date): Promise<OpenHold[]> {
  const units = unitsOf(db, by)
  return db
    .selectFrom('hold')
    .leftJoin('person', 'person.id', 'hold.person_id')
    .leftJoin('unit', 'unit.id', 'hold.unit_id')
    .leftJoin('channel', 'channel.id', 'hold.channel_id')
    .leftJoin('source', 'source.id', 'hold.source_id')
    .leftJoin('delivery', 'delivery.id', 'hold.delivery_id')
    .select(e => [
      'hold.id',
      'hold.scope',
      'hold.reason',
      'hold.since',
      'person.name as person',
      e.fn.coalesce('unit.name', 'channel.name', 'source.name', 'hold.network').as('name'),
    ])
    .where('hold.lifted_at', 'is', null)
    .where(e => e.or([e('hold.until', 'is', null), e('hold.until', '>', now)]))
    .where(e =>
      e.or([
        e('hold.scope', 'in', ['all', 'network']),
        e('hold.unit_id', 'in', units),
        e('channel.unit_id', 'in', units),
        e('source.unit_id', 'in', units),
        e('delivery.unit_id', 'in', units),
      ]),
    )
    .orderBy(e => e.case('hold.scope').when('all').then(0).when('network').then(1).when('unit').then(2).else(3).end())
    .orderBy('hold.since', 'desc')
    .limit(20)
    .execute()
}

/** The numbers in the menu: work waiting for this very person. */
export async function waitingFor(db: Db, by: Actor, now: Date): Promise<Frame['waiting']> {
  const writing = unitsOf(db, by, ['editor', 'admin', 'contributor'])
  const approving = unitsOf(db, by, ['approver'])
  const working = unitsOf(db, by, ['editor', 'approver', 'admin', 'contributor'])
  const { rows } = await db.executeQuery<{ publications: number; approvals: number; deliveries: number }>(
    db
      .selectNoFrom(e => [
        e
          .selectFrom('publication')
          .select(count => count.fn.countAll<number>().as('n'))
          .where('state', 'in', ['new', 'held'])
          .where('unit_id', 'in', writing)
          .as('publications'),
        e
          .selectFrom('post')
          .select(count => count.fn.countAll<number>().as('n'))
          .where('state', '=', 'submitted')
          .where('unit_id', 'in', approving)
          .where(own =>
            own.not(
              own.exists(
                own
                  .selectFrom('hand')
                  .select('hand.post_id')
                  .whereRef('hand.post_id', '=', 'post.id')
                  .where('hand.person_id', '=', by.id),
              ),
            ),
          )
          .as('approvals'),
        e
          .selectFrom('delivery')
          .select(count => count.fn.countAll<number>().as('n'))
          .where('unit_id', 'in', working)
          .where(needs =>
            needs.or([
              needs('state', '=', 'failed'),
              needs.and([needs('state', '=', 'settling'), needs('awaits', '=', 'person')]),
              needs.and([needs('state', 'in', ['settling', 'unknown']), needs('ask_at', '<=', now)]),
            ]),
          )
          .as('deliveries'),
      ])
      .compile(),
  )
  return rows[0] ?? {}
}

/** That the database answers and is migrated. */
export const isMigrated = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('turn').select('job').limit(1).execute()).length >= 0
