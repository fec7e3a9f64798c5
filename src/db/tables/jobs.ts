import type { Generated } from 'kysely'
import type { Jsonb, NullableJsonb } from './columns.ts'

/** Turns of jobs, and what the installation remembers. */
export interface JobsTables {
  turn: TurnTable
  operation: OperationTable
  fact: FactTable
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
