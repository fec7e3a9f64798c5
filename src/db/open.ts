import { type Kysely, Kysely as KyselyClass, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { preparing } from './prepared.ts'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>
export type Trx = Transaction<Schema>

/** `bigint` as a number: our own ids stay below 2^53, ids of networks are text. */
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)

export interface Opened {
  db: Db
  end(): Promise<void>
}

/** `most` is the number of connections; a Worker takes one context per request and few of them. */
export function openDatabase(url: string, most = 10): Opened {
  const pool = new pg.Pool({ connectionString: url, max: most, types, connectionTimeoutMillis: 10_000 })
  // A connection cut while idle is not an event: the next query opens another one.
  pool.on('error', () => {})
  // Cut between two queries of a transaction, a connection says so by itself: the next query fails, the process does not.
  pool.on('connect', client => void client.on('error', () => {}))
  const db = new KyselyClass<Schema>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  return { db, end: () => db.destroy() }
}
