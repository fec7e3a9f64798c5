import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { DefaultJsonb, NullableJsonb } from './columns.ts'

/** Portals and their lists, and manners toward the machines that serve them. */
export interface SourcesTables {
  portal: PortalTable
  source: SourceTable
  source_part: SourcePartTable
  source_read: SourceReadTable
  source_sight: SourceSightTable
  installation: InstallationTable
  origin: OriginTable
}

export interface PortalTable {
  id: GeneratedAlways<number>
  unit_id: number
  name: string
  base_url: string
  settings: DefaultJsonb
  /** The source that is being read, under its claim. */
  reading: ColumnType<number | null, never, number | null>
  reading_until: ColumnType<Date | null, never, Date | null>
}

export interface SourceTable {
  id: GeneratedAlways<number>
  portal_id: number
  unit_id: number
  name: string
  kind: 'feed' | 'wordpress' | 'sitemap' | 'list' | 'push'
  url: string
  section: string | null
  settings: DefaultJsonb
  state: Generated<'watched' | 'stopped'>
  every_seconds: Generated<number>
  due_at: Date
  claim: Generated<number>
  claimed_until: Date | null
  baseline_at: Date | null
  etag: string | null
  last_modified: string | null
  body_digest: string | null
  full_read_at: Date | null
  read_at: Date | null
  item_at: Date | null
  failures: Generated<number>
  problem: NullableJsonb
  push_secret: Uint8Array | null
  baseline_why: 'address' | 'kind' | 'rules' | 'asked' | null
  rhythm: NullableJsonb
  silent_after: Date | null
  hints: NullableJsonb
  moved_to: string | null
  moved_times: Generated<number>
}

export interface SourcePartTable {
  source_id: number
  url: string
  etag: string | null
  last_modified: string | null
  body_digest: string | null
  told_at: Date | null
  read_at: Date
}

export interface SourceReadTable {
  id: GeneratedAlways<number>
  source_id: number
  outcome: 'list' | 'unchanged' | 'gone' | 'failed'
  at: Date
  until_at: Date
  times: Generated<number>
  facts: DefaultJsonb
  problem: NullableJsonb
}

export interface SourceSightTable {
  read_id: number
  place: number
  url: string
  code: number
  type: string | null
  size: number
  cut: boolean
  bytes: Uint8Array
}

export interface InstallationTable {
  key: string
  claim: Generated<number>
  claimed_until: Date | null
  next_at: Date
}

export interface OriginTable {
  origin: string
  installation_key: string
  resolved_at: Date
  robots: 'open' | 'rules' | 'unreachable' | null
  robots_text: string | null
  robots_due_at: Date | null
}
