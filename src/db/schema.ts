import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/**
 * The tables as Kysely sees them. `bigint` ids are numbers (the driver is told so; they stay below 2^53, and ids of
 * networks are text). `jsonb` reads as unknown, because it is parsed with zod on the way in, and is written as JSON text.
 */
export interface Schema {
  unit: UnitTable
  person: PersonTable
  seat: SeatTable
  api_token: ApiTokenTable
  audit: AuditTable
  channel: ChannelTable
  credential: CredentialTable
  consent: ConsentTable
  reach: ReachTable
  allowance: AllowanceTable
  portal: PortalTable
  source: SourceTable
  source_part: SourcePartTable
  source_read: SourceReadTable
  source_sight: SourceSightTable
  installation: InstallationTable
  origin: OriginTable
  publication: PublicationTable
  publication_alias: PublicationAliasTable
  sketch: SketchTable
  copy: CopyTable
  revision: RevisionTable
  push_event: PushEventTable
  rule: RuleTable
  rule_version: RuleVersionTable
  post: PostTable
  hand: HandTable
  rendition: RenditionTable
  approval: ApprovalTable
  pass: PassTable
  delivery: DeliveryTable
  shown_file: ShownFileTable
  video: VideoTable
  announcement: AnnouncementTable
  knock: { network: string; key: string; at: Date }
  hook_day: HookDayTable
  post_video: PostVideoTable
  attempt: AttemptTable
  answer: AnswerTable
  remote: RemoteTable
  snapshot: SnapshotTable
  hold: HoldTable
  change: ChangeTable
  turn: TurnTable
  operation: OperationTable
  fact: FactTable
  auth_user: AuthUserTable
  auth_account: AuthAccountTable
  auth_session: AuthSessionTable
  sign_in_try: { key: string; at: Date }
  /** A view: every unit a person may act in, with the role there. */
  scope: { person_id: number; unit_id: number; role: Role }
  /** A view: every unit with itself and each unit above it. */
  unit_within: { unit_id: number; ancestor_id: number }
}

export type Role = 'editor' | 'approver' | 'leader' | 'admin' | 'contributor'

type Jsonb = ColumnType<unknown, string, string>
type DefaultJsonb = ColumnType<unknown, string | undefined, string>
type NullableJsonb = ColumnType<unknown, string | null | undefined, string | null>

export interface UnitTable {
  id: GeneratedAlways<number>
  parent_id: number | null
  name: string
  kind: 'province' | 'department' | 'commune' | 'other'
  from_at: Date | null
  until_at: Date | null
}

export interface PersonTable {
  id: GeneratedAlways<number>
  auth_id: string | null
  name: string
  email: string
  language: Generated<'vi' | 'en'>
  created_at: Date
  ended_at: Date | null
}

export interface SeatTable {
  person_id: number
  unit_id: number
  role: Role
}

export interface ApiTokenTable {
  id: GeneratedAlways<number>
  person_id: number
  name: string
  role: Role
  hash: string
  created_at: Date
  used_at: Date | null
  ended_at: Date | null
}

export interface AuditTable {
  id: GeneratedAlways<number>
  at: Date
  person_id: number | null
  via: 'desk' | 'api' | 'cli' | 'rule' | 'job'
  verb: string
  subject: string
  subject_id: number | null
  unit_id: number | null
  detail: DefaultJsonb
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

/** What was spent of a network's allowance until it counts anew; one row a window. */
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

/** Files that a network fetches from us, since a delivery that shows them went out. */
export interface ShownFileTable {
  digest: string
  delivery_id: number
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

export interface HookDayTable {
  network: string
  day: string
  heard: Generated<number>
  repeated: Generated<number>
  forged: Generated<number>
  forged_at: Date | null
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

export interface PostVideoTable {
  post_id: number
  video_id: number
  told_at: ColumnType<Date | null, never, Date | null>
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

export interface TurnTable {
  job: string
  began_at: Date | null
  ended_at: Date | null
  good_at: Date | null
  items: Generated<number>
  problem: NullableJsonb
}

export interface OperationTable {
  key: string
  person_id: number
  at: Date
  location: string
}

export interface FactTable {
  key: string
  value: Jsonb
}

/** Kept by better-auth (`people/auth.ts`); only what our own queries touch is written down here. */
export interface AuthUserTable {
  id: string
  name: string
  email: string
  email_verified: boolean
  two_factor_enabled: Generated<boolean | null>
  created_at: Date
  updated_at: Date
}

export interface AuthAccountTable {
  id: string
  user_id: string
  account_id: string
  provider_id: string
  password: string | null
  created_at: Date
  updated_at: Date
}

export interface AuthSessionTable {
  id: string
  user_id: string
}
