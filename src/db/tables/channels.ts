import type { Generated, GeneratedAlways } from 'kysely'
import type { DefaultJsonb, NullableJsonb } from './columns.ts'

/** Accounts on networks, what lets us act there, what networks allow, and what is held. */
export interface ChannelsTables {
  channel: ChannelTable
  credential: CredentialTable
  consent: ConsentTable
  reach: ReachTable
  allowance: AllowanceTable
  hook_day: HookDayTable
  hold: HoldTable
  knock: { network: string; key: string; at: Date }
}

export interface ChannelTable {
  id: GeneratedAlways<number>
  unit_id: number
  network: string
  account: string
  name: string
  settings: DefaultJsonb
  rest_until: Date | null
  rest_reading_until: Date | null
  rest_why: NullableJsonb
  /** How far the list that tells its counters was read, and until when reading goes on from there. */
  mark: NullableJsonb
  mark_until: Date | null
  /** Not before this on the business clock: the network's spacing. */
  next_at: Date | null
  warnings: DefaultJsonb
  created_at: Date
  inspected_at: Date | null
  ended_at: Date | null
}

export interface CredentialTable {
  channel_id: number
  sealed: Uint8Array
  version: Generated<number>
  expires_at: Date | null
  stored_at: Date
  /** Somebody renews it until then, on the database's clock. */
  claimed_until: Generated<Date | null>
  /** Not renewed before. */
  renew_at: Generated<Date | null>
}

export interface ConsentTable {
  state_hash: string
  network: string
  unit_id: number
  channel_id: number | null
  person_id: number
  sealed: Uint8Array | null
  begun_at: Date
  finished_at: Date | null
  used_at: Date | null
}

export interface AllowanceTable {
  network: string
  app: string
  bucket: string
  until_at: Date
  spent: number
  most: number
}

export interface ReachTable {
  network: string
  unsent: Generated<number>
  probe_at: Date | null
}

export interface HookDayTable {
  network: string
  day: string
  heard: Generated<number>
  repeated: Generated<number>
  forged: Generated<number>
  forged_at: Date | null
}

export interface HoldTable {
  id: GeneratedAlways<number>
  scope: 'all' | 'unit' | 'network' | 'channel' | 'source' | 'delivery'
  unit_id: number | null
  network: string | null
  channel_id: number | null
  source_id: number | null
  delivery_id: number | null
  reason: string
  why: NullableJsonb
  person_id: number | null
  since: Date
  until: Date | null
  lifted_at: Date | null
  lifted_by: number | null
}
