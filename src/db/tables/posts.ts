import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { DefaultJsonb, Jsonb, NullableJsonb } from './columns.ts'

/** Rules, posts and what each channel would show of them. */
export interface PostsTables {
  rule: RuleTable
  rule_version: RuleVersionTable
  post: PostTable
  hand: HandTable
  rendition: RenditionTable
  approval: ApprovalTable
  pass: PassTable
  video: VideoTable
  picture: PictureTable
  post_video: PostVideoTable
}

export interface RuleTable {
  id: GeneratedAlways<number>
  unit_id: number
  name: string
  place: Generated<number>
  ended_at: Date | null
}

export interface RuleVersionTable {
  rule_id: number
  version: number
  spec: Jsonb
  digest: string
  written_by: number
  written_at: Date
  approved_by: number | null
  approved_at: Date | null
  ended_at: Date | null
}

export interface PostTable {
  id: GeneratedAlways<number>
  unit_id: number
  publication_id: number | null
  revision_id: number | null
  author_id: number | null
  rule_id: number | null
  rule_version: number | null
  state: 'draft' | 'submitted' | 'approved' | 'returned' | 'expired' | 'dropped'
  brief: Jsonb
  digest: string
  urgent: Generated<boolean>
  due_at: Date | null
  not_after: Date | null
  note: string | null
  version: Generated<number>
  created_at: Date
  changed_at: Date
  submitted_at: Date | null
}

export interface HandTable {
  post_id: number
  person_id: number
  at: Date
}

export interface RenditionTable {
  id: GeneratedAlways<number>
  post_id: number
  channel_id: number
  state: 'fit' | 'unfit' | 'left_out'
  why: NullableJsonb
  content: NullableJsonb
  options: DefaultJsonb
  issues: DefaultJsonb
  edited: Generated<boolean>
  digest: string
  due_at: Date | null
  held: Generated<boolean>
}

export interface ApprovalTable {
  id: GeneratedAlways<number>
  post_id: number
  digest: string
  person_id: number | null
  rule_id: number | null
  rule_version: number | null
  at: Date
  voided_at: Date | null
}

export interface PassTable {
  id: GeneratedAlways<number>
  publication_id: number | null
  post_id: number | null
  rule: string
  count: number
  person_id: number
  reason: string
  at: Date
}

export interface VideoTable {
  id: GeneratedAlways<number>
  url: string
  state: 'wanted' | 'kept' | 'unfit'
  file: NullableJsonb
  why: NullableJsonb
  tries: Generated<number>
  got_bytes: ColumnType<number | null, never, number | null>
  total_bytes: ColumnType<number | null, never, number | null>
  look_at: Date
  claim: Generated<number>
  claimed_until: ColumnType<Date | null, never, Date | null>
}

export interface PictureTable {
  url: string
  file: NullableJsonb
  code: string | null
  at: Date
}

export interface PostVideoTable {
  post_id: number
  video_id: number
  told_at: ColumnType<Date | null, never, Date | null>
  /** How long the post's form waits for it, on the business clock. */
  until_at: ColumnType<Date | null, string | null, Date | null>
}
