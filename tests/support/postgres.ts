/** Starts one real PostgreSQL for a test run, with a migrated template that each test's database is cloned from. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { startPostgres } from '../../src/runtime/node/embedded-postgres.ts'
import { endWithUs } from './at-end.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-test-'))
  // Durability is what the kill tests are about, and they run their own server; here only speed counts.
  const ended = endWithUs(folder)
  const server = await startPostgres(folder, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    max_connections: '200',
  })
  const opened = openDatabase(server.url, 1)
  const migrated = await migrate(opened.db)
  await opened.end()
  if (migrated.is !== 'done') throw new Error(`the template could not be migrated: ${JSON.stringify(migrated)}`)
  project.provide('postgres', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    ended()
  }
}
