import { type Kysely, sql } from 'kysely'

/** Four ways in beside the push, what each reading of a source saw, and names of items that carry their host. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table source drop constraint source_kind_check,
    add constraint source_kind_check check (kind in ('feed', 'wordpress', 'sitemap', 'list', 'push'))`,
  // Why its next sight is a baseline again; null for the first one.
  `alter table source add column baseline_why text check (baseline_why in ('address', 'kind', 'rules', 'asked'))`,
  // Sitemaps come in many files: what each answered last. The source's own columns are its first address.
  `create table source_part (
    source_id integer not null references source,
    url text not null,
    etag text,
    last_modified text,
    body_digest text,
    told_at timestamptz,
    read_at timestamptz not null,
    primary key (source_id, url)
  )`,
  // Readings that found nothing new are one row with their number.
  `create table source_read (
    id bigint generated always as identity primary key,
    source_id integer not null references source,
    outcome text not null check (outcome in ('list', 'unchanged', 'gone', 'failed')),
    at timestamptz not null,
    until_at timestamptz not null,
    times integer not null default 1,
    facts jsonb not null default '{}',
    problem jsonb
  )`,
  `create index source_read_newest on source_read (source_id, id desc)`,
  // The bytes as they came, compressed; of the last readings only.
  `create table source_sight (
    read_id bigint not null references source_read on delete cascade,
    place integer not null,
    url text not null,
    code integer not null,
    type text,
    size integer not null,
    cut boolean not null,
    bytes bytea not null,
    primary key (read_id, place)
  )`,
  `create index publication_source on publication (source_id, seen_at desc)`,
  // Names of items carry their host from now on, and a guid that is not unique in the world its list: the names that
  // items were recorded under are kept beside.
  `insert into publication_alias (portal_id, alias, publication_id)
    select portal_id, 'url:https://' || regexp_replace(substr(alias, 5), '^www\\.', ''), publication_id
    from publication_alias where alias like 'url:%' and alias not like 'url:http%' on conflict do nothing`,
  `insert into publication_alias (portal_id, alias, publication_id)
    select a.portal_id, 'id:' || regexp_replace(regexp_replace(p.base_url, '^https?://(www\\.)?', ''), ':(80|443)$', '')
      || '/' || substr(a.alias, 4), a.publication_id
    from publication_alias a join portal p on p.id = a.portal_id
    where a.alias like 'id:%' and a.alias not like 'id:%/%' on conflict do nothing`,
  `insert into publication_alias (portal_id, alias, publication_id)
    select a.portal_id, 'guid:' || p.source_id || ':' || substr(a.alias, 6), a.publication_id
    from publication_alias a join publication p on p.id = a.publication_id
    where a.alias like 'guid:%' and a.alias !~ '^guid:\\d+:' on conflict do nothing`,
]
