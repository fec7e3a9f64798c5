import { type Kysely, sql } from 'kysely'

/** The ledger and what it stands on. States are repeated as CHECK constraints; what is due has a partial index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create extension if not exists unaccent`,

  // Units form a tree; they carry from and until because provinces merge and communes grow.
  `create table unit (
    id integer generated always as identity primary key,
    parent_id integer references unit,
    name text not null check (name <> ''),
    kind text not null check (kind in ('province', 'department', 'commune', 'other')),
    from_at timestamptz,
    until_at timestamptz
  )`,
  `create index unit_parent on unit (parent_id)`,
  // Every unit with itself and each unit above it.
  `create view unit_within as
    with recursive within as (
      select id as unit_id, id as ancestor_id from unit
      union
      select within.unit_id, unit.parent_id from within join unit on unit.id = within.ancestor_id
      where unit.parent_id is not null
    )
    select unit_id, ancestor_id from within`,

  `create table person (
    id integer generated always as identity primary key,
    auth_id text unique,
    name text not null check (name <> ''),
    email text not null unique check (email = lower(email)),
    language text not null default 'vi' check (language in ('vi', 'en')),
    created_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create table seat (
    person_id integer not null references person,
    unit_id integer not null references unit,
    role text not null check (role in ('editor', 'approver', 'leader', 'admin', 'contributor')),
    primary key (person_id, unit_id, role)
  )`,
  // A seat covers its unit and everything below it; a contributor's covers the unit alone.
  `create view scope as
    with recursive below as (
      select person_id, unit_id, role from seat
      union
      select below.person_id, unit.id, below.role from below join unit on unit.parent_id = below.unit_id
      where below.role <> 'contributor'
    )
    select person_id, unit_id, role from below`,
  // Shown once, kept as a hash; acts for its person, with one role and no more than the person has.
  `create table api_token (
    id integer generated always as identity primary key,
    person_id integer not null references person,
    name text not null,
    role text not null check (role in ('editor', 'approver', 'leader', 'admin', 'contributor')),
    hash text not null unique,
    created_at timestamptz not null,
    used_at timestamptz,
    ended_at timestamptz
  )`,

  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    person_id integer references person,
    via text not null check (via in ('desk', 'api', 'cli', 'rule', 'job')),
    verb text not null,
    subject text not null,
    subject_id bigint,
    unit_id integer references unit,
    detail jsonb not null default '{}'
  )`,
  `create index audit_subject on audit (subject, subject_id)`,
  `create index audit_at on audit (at desc)`,

  `create table channel (
    id integer generated always as identity primary key,
    unit_id integer not null references unit,
    network text not null,
    account text not null,
    name text not null,
    settings jsonb not null default '{}',
    rest_until timestamptz,
    rest_reading_until timestamptz,
    rest_why jsonb,
    next_at timestamptz,
    warnings jsonb not null default '[]',
    created_at timestamptz not null,
    inspected_at timestamptz,
    ended_at timestamptz,
    unique (network, account)
  )`,
  // Sealed with a key that is not in the database; one row a channel, replaced under the channel's claim.
  `create table credential (
    channel_id integer primary key references channel,
    sealed bytea not null,
    version integer not null default 1,
    expires_at timestamptz,
    stored_at timestamptz not null
  )`,
  // One consent in progress; the state token is kept as its hash.
  `create table consent (
    state_hash text primary key,
    network text not null,
    unit_id integer not null references unit,
    channel_id integer references channel,
    person_id integer not null references person,
    sealed bytea,
    begun_at timestamptz not null,
    finished_at timestamptz,
    used_at timestamptz
  )`,
  // How a network can be reached: sends in a row of which no byte left, and when to try one read.
  `create table reach (
    network text primary key,
    unsent integer not null default 0,
    probe_at timestamptz
  )`,

  `create table portal (
    id integer generated always as identity primary key,
    unit_id integer not null references unit,
    name text not null,
    base_url text not null unique,
    settings jsonb not null default '{}'
  )`,
  `create table source (
    id integer generated always as identity primary key,
    portal_id integer not null references portal,
    unit_id integer not null references unit,
    name text not null,
    kind text not null check (kind in ('feed', 'push')),
    url text not null,
    section text,
    settings jsonb not null default '{}',
    state text not null default 'watched' check (state in ('watched', 'stopped')),
    every_seconds integer not null default 300 check (every_seconds >= 1),
    due_at timestamptz not null,
    claim integer not null default 0,
    claimed_until timestamptz,
    baseline_at timestamptz,
    etag text,
    last_modified text,
    body_digest text,
    full_read_at timestamptz,
    read_at timestamptz,
    item_at timestamptz,
    failures integer not null default 0,
    problem jsonb,
    push_secret bytea,
    unique (portal_id, url)
  )`,
  `create index source_due on source (due_at) where state = 'watched'`,

  `create table publication (
    id bigint generated always as identity primary key,
    portal_id integer not null references portal,
    source_id integer not null references source,
    unit_id integer not null references unit,
    key text not null,
    url text not null,
    kind text not null default 'news'
      check (kind in ('news', 'urgent', 'document', 'infographic', 'photos', 'video', 'longform')),
    section text,
    language text not null default 'vi',
    title text not null,
    state text not null check (state in ('baseline', 'new', 'held', 'ignored', 'posted', 'withdrawn')),
    state_why text,
    published_at timestamptz,
    seen_at timestamptz not null,
    revision_id bigint,
    unread jsonb,
    unique (portal_id, key)
  )`,
  `create index publication_seen on publication (unit_id, seen_at desc)`,
  `create index publication_new on publication (seen_at desc) where state in ('new', 'held')`,
  `create table publication_alias (
    portal_id integer not null references portal,
    alias text not null,
    publication_id bigint not null references publication,
    primary key (portal_id, alias)
  )`,
  `create index alias_publication on publication_alias (publication_id)`,
  // Content as read once; a new row only when the digest changes.
  `create table revision (
    id bigint generated always as identity primary key,
    publication_id bigint not null references publication,
    number integer not null,
    digest text not null,
    title text not null,
    lead text not null,
    content jsonb not null,
    read_at timestamptz not null,
    unique (publication_id, number)
  )`,
  `alter table publication add foreign key (revision_id) references revision`,
  `create table push_event (
    source_id integer not null references source,
    event text not null,
    at timestamptz not null,
    primary key (source_id, event)
  )`,

  // A rule is content too: a version is written by one person and approved by another.
  `create table rule (
    id integer generated always as identity primary key,
    unit_id integer not null references unit,
    name text not null,
    place integer not null default 100,
    ended_at timestamptz
  )`,
  `create table rule_version (
    rule_id integer not null references rule,
    version integer not null,
    spec jsonb not null,
    digest text not null,
    written_by integer not null references person,
    written_at timestamptz not null,
    approved_by integer references person,
    approved_at timestamptz,
    ended_at timestamptz,
    primary key (rule_id, version),
    check (approved_by is null or approved_by <> written_by)
  )`,
  `create unique index rule_in_force on rule_version (rule_id) where approved_at is not null and ended_at is null`,

  `create table post (
    id bigint generated always as identity primary key,
    unit_id integer not null references unit,
    publication_id bigint references publication,
    revision_id bigint references revision,
    author_id integer references person,
    rule_id integer,
    rule_version integer,
    state text not null check (state in ('draft', 'submitted', 'approved', 'returned', 'expired', 'dropped')),
    brief jsonb not null,
    digest text not null,
    urgent boolean not null default false,
    due_at timestamptz,
    not_after timestamptz,
    note text,
    version integer not null default 1,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    submitted_at timestamptz,
    check (author_id is not null or rule_id is not null),
    foreign key (rule_id, rule_version) references rule_version (rule_id, version)
  )`,
  `create index post_state on post (unit_id, state, due_at)`,
  // Several rules on one publication make one post.
  `create unique index post_by_rule on post (publication_id) where rule_id is not null and state <> 'dropped'`,
  // Whose hands touched the text since the last approval.
  `create table hand (
    post_id bigint not null references post,
    person_id integer not null references person,
    at timestamptz not null,
    primary key (post_id, person_id)
  )`,
  `create table rendition (
    id bigint generated always as identity primary key,
    post_id bigint not null references post,
    channel_id integer not null references channel,
    state text not null check (state in ('fit', 'unfit', 'left_out')),
    why jsonb,
    content jsonb,
    options jsonb not null default '{}',
    issues jsonb not null default '[]',
    edited boolean not null default false,
    digest text not null,
    due_at timestamptz,
    held boolean not null default false,
    unique (post_id, channel_id)
  )`,
  // Who, when, and the digest of what they saw. Append-only; an edit voids it.
  `create table approval (
    id bigint generated always as identity primary key,
    post_id bigint not null references post,
    digest text not null,
    person_id integer references person,
    rule_id integer,
    rule_version integer,
    at timestamptz not null,
    voided_at timestamptz,
    check ((person_id is null) <> (rule_id is null)),
    foreign key (rule_id, rule_version) references rule_version (rule_id, version)
  )`,
  `create unique index approval_in_force on approval (post_id) where voided_at is null`,

  // A person let a finding of the guard go by, with a reason; more of the same kind is stopped again.
  `create table pass (
    id bigint generated always as identity primary key,
    publication_id bigint references publication,
    post_id bigint references post,
    rule text not null,
    count integer not null,
    person_id integer not null references person,
    reason text not null check (reason <> ''),
    at timestamptz not null,
    check ((publication_id is null) <> (post_id is null))
  )`,
  `create index pass_publication on pass (publication_id) where publication_id is not null`,
  `create index pass_post on pass (post_id) where post_id is not null`,

  // The duty to make one rendition live on one channel. The row is the job.
  `create table delivery (
    id bigint generated always as identity primary key,
    post_id bigint not null references post,
    channel_id integer not null references channel,
    unit_id integer not null references unit,
    approval_id bigint not null references approval,
    publication_id bigint references publication,
    slot integer not null default 1,
    by_rule boolean not null default false,
    content jsonb not null,
    options jsonb not null default '{}',
    digest text not null,
    state text not null check (state in
      ('queued', 'publishing', 'settling', 'unknown', 'failed', 'live', 'removed', 'gone', 'cancelled')),
    urgent boolean not null default false,
    due_at timestamptz not null,
    not_after timestamptz,
    claim integer not null default 0,
    claimed_until timestamptz,
    attempts integer not null default 0,
    looks integer not null default 0,
    look_at timestamptz,
    doubt_at timestamptz,
    awaits text check (awaits in ('network', 'person')),
    ask_at timestamptz,
    ticket jsonb,
    why jsonb,
    stop_asked_at timestamptz,
    stop_asked_by integer references person,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    live_at timestamptz
  )`,
  `create unique index delivery_slot on delivery (post_id, channel_id, slot)
    where state not in ('failed', 'cancelled', 'removed', 'gone')`,
  `create unique index delivery_by_rule on delivery (publication_id, channel_id)
    where by_rule and state not in ('failed', 'cancelled', 'removed', 'gone')`,
  `create index delivery_due on delivery (channel_id, urgent desc, due_at, id) where state = 'queued'`,
  // One in flight per channel: the claim skips busy channels, and this decides between two claims at once.
  `create unique index delivery_flight on delivery (channel_id) where state = 'publishing'`,
  `create index delivery_late on delivery (claimed_until) where state = 'publishing'`,
  `create index delivery_look on delivery (look_at) where state in ('settling', 'unknown')`,
  `create index delivery_board on delivery (unit_id, changed_at desc)`,
  // Apart, so that a question about the few in flight never walks through five years of live ones.
  `create index delivery_doubt on delivery (channel_id, digest) where state in ('publishing', 'settling', 'unknown')`,
  `create index delivery_live on delivery (channel_id, digest, live_at) where state = 'live'`,

  // The intention, written before the call; its ending is a row of its own. Both append-only.
  `create table attempt (
    id bigint generated always as identity primary key,
    delivery_id bigint not null references delivery,
    number integer not null,
    claim integer not null,
    began_at timestamptz not null,
    unique (delivery_id, number)
  )`,
  `create table answer (
    id bigint generated always as identity primary key,
    attempt_id bigint not null references attempt,
    step text not null check (step in ('publish', 'reconcile', 'person')),
    "is" text not null,
    why jsonb,
    remote text,
    took_ms integer,
    at timestamptz not null
  )`,
  `create index answer_attempt on answer (attempt_id)`,

  // The live copy on a network. (channel, remote) is unique for ever: adoption takes only what no delivery owns.
  `create table remote (
    id bigint generated always as identity primary key,
    channel_id integer not null references channel,
    remote text not null,
    delivery_id bigint not null references delivery,
    url text,
    live_at timestamptz not null,
    ended_at timestamptz,
    looked_at timestamptz,
    look_at timestamptz,
    missed_at timestamptz,
    counters jsonb not null default '{}',
    unique (channel_id, remote)
  )`,
  `create index remote_delivery on remote (delivery_id)`,
  `create index remote_live on remote (live_at)`,
  `create index remote_look on remote (look_at) where ended_at is null`,

  // Counters of one remote at one time; written only when one of them changed.
  `create table snapshot (
    remote_id bigint not null references remote,
    at timestamptz not null,
    "values" jsonb not null,
    primary key (remote_id, at)
  )`,

  // What an open hold covers is not claimed. Stop-everything is one row.
  `create table hold (
    id bigint generated always as identity primary key,
    scope text not null check (scope in ('all', 'unit', 'network', 'channel', 'source', 'delivery')),
    unit_id integer references unit,
    network text,
    channel_id integer references channel,
    source_id integer references source,
    delivery_id bigint references delivery,
    reason text not null,
    why jsonb,
    person_id integer references person,
    since timestamptz not null,
    until timestamptz,
    lifted_at timestamptz,
    lifted_by integer references person,
    check ((scope = 'unit') = (unit_id is not null)),
    check ((scope = 'network') = (network is not null)),
    check ((scope = 'channel') = (channel_id is not null)),
    check ((scope = 'source') = (source_id is not null)),
    check ((scope = 'delivery') = (delivery_id is not null))
  )`,
  `create index hold_open on hold (scope) where lifted_at is null`,
  // A hold that nobody placed by hand stands once, however often its cause is met.
  `create unique index hold_once on hold
    (reason, scope, coalesce(network, ''), coalesce(channel_id, 0), coalesce(delivery_id, 0))
    where lifted_at is null and person_id is null`,
  `create index hold_delivery on hold (delivery_id) where delivery_id is not null`,

  // A correction or removal of a live copy; one open per delivery.
  `create table change (
    id bigint generated always as identity primary key,
    delivery_id bigint not null references delivery,
    kind text not null check (kind in ('correction', 'removal')),
    state text not null check (state in
      ('proposed', 'approved', 'applying', 'done', 'failed', 'by_hand', 'dropped', 'superseded')),
    content jsonb,
    reason text not null,
    why jsonb,
    proposed_by integer references person,
    proposed_at timestamptz not null,
    approved_by integer references person,
    approved_at timestamptz,
    claim integer not null default 0,
    claimed_until timestamptz,
    due_at timestamptz,
    ended_at timestamptz
  )`,
  `create unique index change_open on change (delivery_id) where state in ('proposed', 'approved', 'applying')`,

  // The last turn of each job.
  `create table turn (
    job text primary key,
    began_at timestamptz,
    ended_at timestamptz,
    good_at timestamptz,
    items integer not null default 0,
    problem jsonb
  )`,

  // Answers to repeated form submissions: the second shows the first result.
  `create table operation (
    key text primary key,
    person_id integer not null references person,
    at timestamptz not null,
    location text not null
  )`,

  // Facts about this installation: the high-water mark beside the data, the body's name.
  `create table fact (key text primary key, value jsonb not null)`,
]
