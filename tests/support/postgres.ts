/** Starts one real PostgreSQL for a test run, with a migrated template that each test's database is cloned from. */
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { startPostgres } from '../../src/runtime/node/embedded-postgres.ts'
import { endWithUs } from './at-end.ts'
import { clearLeft, holdFolder, ours } from './left.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = await quickest()
  await clearLeft(parent)
  const folder = await mkdtemp(join(parent, ours))
  const ended = endWithUs(folder)
  await holdFolder(folder)
  // Durability is what the kill tests are about, and they run their own server; here only speed counts.
  const server = await startPostgres(folder, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    max_connections: '200',
    max_wal_size: '256MB',
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

/**
 * Memory where there is plenty: a database cloned and dropped costs 42 ms of a processor there, 87 ms on a disk. A run
 * takes 500 MB at most.
 */
async function quickest(): Promise<string> {
  const free = await statfs('/dev/shm').then(
    found => found.bavail * found.bsize,
    () => 0,
  )
  return free > 2_000_000_000 ? '/dev/shm' : tmpdir()
}
