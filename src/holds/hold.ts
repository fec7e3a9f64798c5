import type { Problem } from '../ports/network.ts'

/** What a hold covers. A hold on a unit covers the units below it too. */
export type Scope =
  | { scope: 'all' }
  | { scope: 'unit'; unit: number }
  | { scope: 'network'; network: string }
  | { scope: 'channel'; channel: number }
  | { scope: 'source'; source: number }
  | { scope: 'delivery'; delivery: number }

/** Reasons of the holds that nobody placed by hand; a person's hold carries their own words. */
export type Cause =
  /** The database comes from a backup: what was sent since then is not in it. */
  | 'database.restored'
  /** The network asks for the channel to be connected again. Lifted by reconnecting. */
  | 'channel.reconnect'
  /** Sends of which no byte left, several in a row. Lifted by a probe. */
  | 'network.unreachable'
  /** The network's clock and ours differ by more than five minutes. Lifted when they agree. */
  | 'network.clock'
  /** Past its `not_after`: a person says whether to send it anyway. */
  | 'delivery.too_late'
  /** The same rendition went live on this channel a short while ago. */
  | 'delivery.twin'
  /** Two copies may stand on the network: a person removes one. */
  | 'delivery.doubled'
  /** More new items at once than the source ever brings: a person lets them through or records them only. */
  | 'source.flood'

export interface Hold {
  id: number
  scope: Scope
  /** A cause, or a person's own words. */
  reason: string
  why: Problem | null
  person: { id: number; name: string } | null
  since: Date
  until: Date | null
}
