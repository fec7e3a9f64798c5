import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { migrations } from '../../../migrations/index.ts'
import { copyIn, dropTables, isEmpty, type Query, setSequences, takeReferences } from '../../db/copy.ts'
import { setFact } from '../../db/facts.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import { placeCause } from '../../holds/queries.ts'
import { readArchive, verifyArchive } from './archive.ts'
import { type Manifest, manifestShape } from './backup.ts'
import { folderFiles } from './files.ts'

export type Restored =
  | { is: 'restored'; madeAt: string; rows: number; files: number; key: 'restored' | 'kept' | 'missing' }
  /** Nothing has been changed. */
  | { is: 'refused'; why: string }

/**
 * Into an empty database only. What was sent after the copy was made is not in it, so everything is held, as one row,
 * until a person has compared the channels with the board.
 */
export async function restore(given: { url: string; dataDir: string; from: string; now: Date }): Promise<Restored> {
  const verified = await verifyArchive(given.from)
  if (verified.is === 'broken') return { is: 'refused', why: `${given.from} ${verified.why}` }
  const manifest = await readManifest(given.from)
  if (!manifest) return { is: 'refused', why: `${given.from} is no safe copy of this program` }
  const unknown = manifest.migrations.find(name => !(name in migrations))
  if (unknown)
    return { is: 'refused', why: `${given.from} comes from a newer version (${unknown}): install that version` }
  const client = new pg.Client({ connectionString: given.url })
  client.on('error', () => {})
  await client.connect()
  try {
    const query: Query = (text, values) => client.query(text, values)
    if (!(await isEmpty(query))) return { is: 'refused', why: 'the database is not empty: restore into a new one' }
    const rows = await fill(client, query, given.url, manifest, given.from)
    const { files, key } = await putFiles(given.from, given.dataDir)
    await hold(given, manifest)
    return { is: 'restored', madeAt: manifest.madeAt, rows, files, key }
  } finally {
    await client.end()
  }
}

async function readManifest(path: string): Promise<Manifest | undefined> {
  for await (const { name, bytes } of readArchive(path))
    return name === 'manifest.json' ? manifestShape.safeParse(JSON.parse(bytes.toString())).data : undefined
}

/** Rows as they were, in tables as they were; then forward to this version. */
async function fill(client: pg.Client, query: Query, url: string, manifest: Manifest, path: string): Promise<number> {
  const opened = openDatabase(url, 1)
  try {
    const then = await migrate(opened.db, manifest.migrations.at(-1))
    if (then.is !== 'done') throw new Error(`the tables of then could not be made: ${then.is}`)
    await query('begin')
    const lay = await takeReferences(query)
    // Migrations may bring rows of their own; the copy holds them too.
    for (const table of manifest.tables) await query(`truncate "${table.name}" cascade`)
    let rows = 0
    for await (const { name, bytes } of readArchive(path)) {
      const table = manifest.tables.find(one => name.startsWith(`tables/${one.name}/`))
      if (!table) continue
      const stream = client.query(from(copyIn(table.name, table.columns)))
      await pipeline([bytes], stream)
      rows += stream.rowCount
    }
    await setSequences(query, manifest.sequences)
    await lay()
    await query('commit')
    const now = await migrate(opened.db)
    if (now.is !== 'done') throw new Error(`the tables could not be brought to this version: ${now.is}`)
    return rows
  } catch (cause) {
    await query('rollback')
    await dropTables(query)
    throw cause
  } finally {
    await opened.end()
  }
}

async function putFiles(path: string, dataDir: string) {
  const files = folderFiles(dataDir)
  const keyPath = join(dataDir, 'secret-key')
  let count = 0
  let key: 'restored' | 'kept' | 'missing' = await stat(keyPath).then(
    () => 'kept' as const,
    () => 'missing' as const,
  )
  for await (const { name, bytes } of readArchive(path)) {
    if (name.startsWith('files/')) {
      await files.keep(bytes)
      count++
    }
    if (name === 'secret-key' && key === 'missing') {
      await writeFile(keyPath, bytes, { mode: 0o600, flag: 'wx' })
      key = 'restored'
    }
  }
  return { files: count, key }
}

async function hold(given: { url: string; now: Date }, manifest: Manifest): Promise<void> {
  const opened = openDatabase(given.url, 1)
  try {
    await placeCause(opened.db, { scope: 'all' }, 'database.restored', null, given.now)
    await setFact(opened.db, 'restored', { at: given.now.toISOString(), madeAt: manifest.madeAt })
  } finally {
    await opened.end()
  }
}
