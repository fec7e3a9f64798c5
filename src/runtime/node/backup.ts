import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import { z } from 'zod'
import { copyOut, type Query, readTables } from '../../db/copy.ts'
import { writeArchive } from './archive.ts'
import { folderFiles } from './files.ts'
import { packageVersion } from './root.ts'

export const manifestShape = z.object({
  lantoa: z.literal(1),
  version: z.string(),
  madeAt: z.iso.datetime(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ table: z.string(), column: z.string(), last: z.string() })),
  migrations: z.array(z.string()),
  /** The last attempt in it. */
  attempts: z.number(),
})
export type Manifest = z.infer<typeof manifestShape>

export interface BackedUp {
  tables: number
  rows: number
  files: number
  key: boolean
  /** Files that no longer hold what their name says, left out. */
  rotten: string[]
}

/** Rows of a table come in parts of this size, so that no table has to fit into memory. */
const partBytes = 8_000_000

/** Everything as it stood at one moment, while the service goes on; the secret key only when asked for. */
export async function backUp(given: { url: string; dataDir: string; to: string; withKey: boolean }): Promise<BackedUp> {
  const client = new pg.Client({ connectionString: given.url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const query: Query = (text, values) => client.query(text, values)
    const found = await readTables(query)
    const { rows } = await client.query<{ last: string }>('select coalesce(max(id), 0)::text as last from attempt')
    const manifest: Manifest = {
      lantoa: 1,
      version: packageVersion(),
      madeAt: new Date().toISOString(),
      ...found,
      attempts: Number(rows[0]?.last),
    }
    const done: BackedUp = { tables: found.tables.length, rows: 0, files: 0, key: given.withKey, rotten: [] }
    await writeArchive(given.to, async archive => {
      await archive.add('manifest.json', Buffer.from(JSON.stringify(manifest, null, 2)))
      for (const { name, columns } of found.tables) {
        const stream = client.query(to(copyOut(name, columns)))
        let part = 0
        for await (const bytes of parts(stream)) {
          part++
          await archive.add(`tables/${name}/${String(part).padStart(6, '0')}`, bytes)
        }
        done.rows += stream.rowCount
      }
      const files = folderFiles(given.dataDir)
      for (const digest of await digests(given.dataDir)) {
        const bytes = await files.read(digest).catch(() => undefined)
        if (!bytes) {
          done.rotten.push(digest)
          continue
        }
        await archive.add(`files/${digest}`, bytes)
        done.files++
      }
      if (given.withKey) await archive.add('secret-key', await readFile(join(given.dataDir, 'secret-key')))
    })
    return done
  } finally {
    await client.end()
  }
}

/** Cut between rows, each part a copy of its own: a line feed inside a value is written as two letters. */
async function* parts(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(0x0a) + 1
    if (length + end < partBytes || end === 0) {
      held.push(chunk)
      length += chunk.length
      continue
    }
    yield Buffer.concat([...held, chunk.subarray(0, end)])
    held = [chunk.subarray(end)]
    length = chunk.length - end
  }
  if (length) yield Buffer.concat(held)
}

async function digests(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'files')
  const found = await readdir(folder, { recursive: true }).catch(() => [] as string[])
  return found.map(path => path.split(/[\\/]/).at(-1) ?? '').filter(name => /^[0-9a-f]{64}$/.test(name))
}
