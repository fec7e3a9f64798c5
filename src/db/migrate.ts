import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import type { Db } from './open.ts'

/** The oldest server the SQL here is written for. */
export const oldestServer = 16

export type Migrated =
  | { is: 'done'; applied: string[] }
  | { is: 'too_old'; version: string }
  | { is: 'newer'; unknown: string }
  | { is: 'failed'; migration: string; cause: unknown }

/**
 * Forward only. A database that a newer version has migrated is left alone.
 * @param upTo the last migration to apply, for rows that were written at that time.
 */
export async function migrate(db: Db, upTo?: string): Promise<Migrated> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db)
  const version = rows[0]?.version ?? '0'
  if (Number.parseInt(version, 10) < oldestServer) return { is: 'too_old', version }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  })
  const unknown = await findUnknown(db)
  if (unknown) return { is: 'newer', unknown }
  const { error, results } = await (upTo ? migrator.migrateTo(upTo) : migrator.migrateToLatest())
  const failed = results?.find(result => result.status === 'Error')
  if (error) return { is: 'failed', migration: failed?.migrationName ?? 'start', cause: error }
  return { is: 'done', applied: (results ?? []).map(result => result.migrationName) }
}

async function findUnknown(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass('migration') is not null as found`.execute(db)
  if (!rows[0]?.found) return undefined
  const applied = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  return applied.rows.find(row => !(row.name in migrations))?.name
}
