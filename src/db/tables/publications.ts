import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { Jsonb, NullableJsonb } from './columns.ts'

/** What portals published. */
export interface PublicationsTables {
  publication: PublicationTable
  publication_alias: PublicationAliasTable
  sketch: SketchTable
  copy: CopyTable
  revision: RevisionTable
  push_event: PushEventTable
}

export interface PublicationTable {
  id: GeneratedAlways<number>
  portal_id: number
  source_id: number
  unit_id: number
  key: string
  url: string
  kind: Generated<'news' | 'urgent' | 'document' | 'infographic' | 'photos' | 'video' | 'longform'>
  section: string | null
  language: Generated<string>
  title: string
  state: 'baseline' | 'new' | 'held' | 'ignored' | 'posted' | 'withdrawn'
  state_why: string | null
  published_at: Date | null
  seen_at: Date
  revision_id: number | null
  unread: NullableJsonb
  entry: NullableJsonb
  listed: string | null
  look_at: Date | null
  looks: Generated<number>
  looking_until: Date | null
  pictures_at: Date | null
  pictures_until: ColumnType<Date | null, never, Date | null>
}

export interface PublicationAliasTable {
  portal_id: number
  alias: string
  publication_id: number
}

export interface SketchTable {
  publication_id: number
  at: Date
  pieces: number[]
}

export interface CopyTable {
  id: GeneratedAlways<number>
  copy_id: number
  of_id: number
  waits_id: number
  why: 'link' | 'text' | 'headline' | 'credit'
  likeness: number
  at: Date
  decided: Generated<'same' | 'different' | null>
  decided_by: Generated<number | null>
  decided_at: Generated<Date | null>
}

export interface RevisionTable {
  id: GeneratedAlways<number>
  publication_id: number
  number: number
  digest: string
  title: string
  lead: string
  content: Jsonb
  read_at: Date
}

export interface PushEventTable {
  source_id: number
  event: string
  at: Date
  url: string | null
  kind: Generated<'new' | 'changed' | 'removed'>
  done_at: Date | null
}
