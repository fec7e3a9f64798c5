import type { Generated, GeneratedAlways } from 'kysely'
import type { DefaultJsonb } from './columns.ts'

/** Units, people, what they may do, and what they did. */
export interface PeopleTables {
  unit: UnitTable
  person: PersonTable
  seat: SeatTable
  api_token: ApiTokenTable
  audit: AuditTable
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
