import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { DefaultJsonb, Jsonb, NullableJsonb } from './columns.ts'

/** What goes out, what became of it, and what is changed of it afterwards. */
export interface DeliveriesTables {
  delivery: DeliveryTable
  shown_file: ShownFileTable
  announcement: AnnouncementTable
  attempt: AttemptTable
  answer: AnswerTable
  remote: RemoteTable
  snapshot: SnapshotTable
  change: ChangeTable
  completion: CompletionTable
}

export interface CompletionTable {
  delivery_id: number
  state: 'open' | 'done' | 'given_up'
  tries: Generated<number>
  due_at: Date
  claimed_until: ColumnType<Date | null, never, Date | null>
  ticket: NullableJsonb
  why: Jsonb
  changed_at: Date
}

export interface DeliveryTable {
  id: GeneratedAlways<number>
  post_id: number
  channel_id: number
  unit_id: number
  approval_id: number
  publication_id: number | null
  slot: Generated<number>
  by_rule: Generated<boolean>
  content: Jsonb
  options: DefaultJsonb
  digest: string
  state: 'queued' | 'publishing' | 'settling' | 'unknown' | 'failed' | 'live' | 'removed' | 'gone' | 'cancelled'
  urgent: Generated<boolean>
  due_at: Date
  not_after: Date | null
  claim: Generated<number>
  claimed_until: Date | null
  attempts: Generated<number>
  looks: Generated<number>
  look_at: Date | null
  doubt_at: Date | null
  awaits: 'network' | 'person' | null
  ask_at: Date | null
  sent_bytes: ColumnType<number | null, never, number | null>
  total_bytes: ColumnType<number | null, never, number | null>
  ticket: NullableJsonb
  why: NullableJsonb
  stop_asked_at: Date | null
  stop_asked_by: number | null
  created_at: Date
  changed_at: Date
  live_at: Date | null
  earlier_live_at: ColumnType<Date | null, never, Date | null>
  resend_by: ColumnType<number | null, never, number | null>
  resend_at: ColumnType<Date | null, never, Date | null>
  resend_why: ColumnType<string | null, never, string | null>
}

export interface ShownFileTable {
  digest: string
  delivery_id: number
}

export interface AttemptTable {
  id: GeneratedAlways<number>
  delivery_id: number
  number: number
  claim: number
  began_at: Date
}

export interface AnswerTable {
  id: GeneratedAlways<number>
  attempt_id: number
  step: 'publish' | 'reconcile' | 'person'
  is: string
  why: NullableJsonb
  remote: string | null
  took_ms: number | null
  at: Date
}

export interface RemoteTable {
  id: GeneratedAlways<number>
  channel_id: number
  remote: string
  delivery_id: number
  url: string | null
  live_at: Date
  ended_at: Date | null
  looked_at: Date | null
  look_at: Date | null
  /** When the network first said that it is not there. */
  missed_at: Date | null
  /** The last known value of each counter: what the snapshots, laid over one another in their order, come to. */
  counters: DefaultJsonb
}

export interface SnapshotTable {
  remote_id: number
  at: Date
  values: Jsonb
}

export interface ChangeTable {
  id: GeneratedAlways<number>
  delivery_id: number
  kind: 'correction' | 'removal'
  state: 'proposed' | 'approved' | 'applying' | 'done' | 'failed' | 'by_hand' | 'dropped' | 'superseded'
  content: NullableJsonb
  reason: string
  why: NullableJsonb
  proposed_by: number | null
  proposed_at: Date
  approved_by: number | null
  approved_at: Date | null
  claim: Generated<number>
  claimed_until: Date | null
  due_at: Date | null
  ended_at: Date | null
}

export interface AnnouncementTable {
  id: GeneratedAlways<number>
  channel_id: number
  unit_id: number
  state: Generated<'draft' | 'approved' | 'sending' | 'sent' | 'refused' | 'unknown' | 'dropped'>
  items: Jsonb
  audience: DefaultJsonb
  digest: string
  due_at: Date
  day: string
  written_by: number
  written_at: Date
  approved_by: number | null
  approved_at: Date | null
  send_at: Date | null
  claim: Generated<number>
  claimed_until: Date | null
  began_at: Date | null
  ended_at: Date | null
  message: string | null
  why: NullableJsonb
}
