import type { Db } from '../../db/open.ts'
import type { Actor } from '../../people/person.ts'
import type { State } from '../delivery.ts'

export interface Filter {
  state?: State
  channel?: number
  post?: number
  publication?: number
  before?: number
  most: number
}

/** Deliveries of the actor's units with the address of their last copy, the newest first. */
export function deliveriesSeen(db: Db, by: Pick<Actor, 'id'>, filter: Filter, only?: number) {
  let query = db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('remote')
          .select(['remote.remote', 'remote.url'])
          .whereRef('remote.delivery_id', '=', 'delivery.id')
          .orderBy('remote.id', 'desc')
          .limit(1)
          .as('copy'),
      join => join.onTrue(),
    )
    .select([
      'delivery.id',
      'delivery.post_id',
      'delivery.publication_id',
      'delivery.unit_id',
      'delivery.channel_id',
      'channel.network',
      'channel.name as channel_name',
      'delivery.state',
      'delivery.content',
      'delivery.digest',
      'delivery.urgent',
      'delivery.due_at',
      'delivery.not_after',
      'delivery.attempts',
      'delivery.awaits',
      'delivery.look_at',
      'delivery.ask_at',
      'delivery.why',
      'delivery.live_at',
      'delivery.changed_at',
      'copy.remote',
      'copy.url',
    ])
    .where('delivery.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', by.id))
  if (only !== undefined) query = query.where('delivery.id', '=', only)
  if (filter.state) query = query.where('delivery.state', '=', filter.state)
  if (filter.channel !== undefined) query = query.where('delivery.channel_id', '=', filter.channel)
  if (filter.post !== undefined) query = query.where('delivery.post_id', '=', filter.post)
  if (filter.publication !== undefined) query = query.where('delivery.publication_id', '=', filter.publication)
  if (filter.before !== undefined) query = query.where('delivery.id', '<', filter.before)
  return query.orderBy('delivery.id', 'desc').limit(filter.most).execute()
}
