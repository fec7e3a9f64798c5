import { type Kysely, sql } from 'kysely'

/** What better-auth keeps, under names of ours; a test compares them with what it asks for (src/people/auth.ts). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table auth_user (
    id text primary key,
    name text not null,
    email text not null unique,
    email_verified boolean not null default false,
    image text,
    two_factor_enabled boolean default false,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp
  )`,
  `create table auth_session (
    id text primary key,
    user_id text not null references auth_user on delete cascade,
    token text not null unique,
    ip_address text,
    user_agent text,
    expires_at timestamptz not null,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null
  )`,
  `create index auth_session_user_id_idx on auth_session (user_id)`,
  `create table auth_account (
    id text primary key,
    user_id text not null references auth_user on delete cascade,
    account_id text not null,
    provider_id text not null,
    password text,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null
  )`,
  `create index auth_account_user_id_idx on auth_account (user_id)`,
  `create table auth_verification (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp
  )`,
  `create index auth_verification_identifier_idx on auth_verification (identifier)`,
  `create table auth_two_factor (
    id text primary key,
    user_id text not null references auth_user on delete cascade,
    secret text not null,
    backup_codes text not null,
    verified boolean default true,
    failed_verification_count integer default 0,
    locked_until timestamptz
  )`,
  `create index auth_two_factor_user_id_idx on auth_two_factor (user_id)`,
  `create index auth_two_factor_secret_idx on auth_two_factor (secret)`,
  `alter table person add foreign key (auth_id) references auth_user`,

  // Sign-ins that failed lately, by a hash of whom they were for and whence; slows guessing without locking anybody out.
  `create table sign_in_try (key text not null, at timestamptz not null)`,
  `create index sign_in_try_key on sign_in_try (key, at)`,
]
