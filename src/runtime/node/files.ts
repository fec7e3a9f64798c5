import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files, KeptStream } from '../../ports/files.ts'

/** Under `<dataDir>/files/ab/<digest>`: named by what they hold, so never overwritten and safe to copy while running. */
export function folderFiles(dataDir: string): Files {
  const pathOf = (digest: string) => join(dataDir, 'files', digest.slice(0, 2), digest)
  return {
    async read(digest) {
      if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
      const bytes = await readFile(pathOf(digest)).catch(absent)
      if (!bytes) return undefined
      // What an approver saw is what goes out: a file that rotted on disk must not.
      if (hash(bytes) !== digest) throw new Error(`file ${digest} no longer holds what its name says`)
      return new Uint8Array(bytes)
    },
    async piece(digest, from, to) {
      if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
      const handle = await open(pathOf(digest), 'r').catch(absent)
      if (!handle) return undefined
      try {
        const bytes = new Uint8Array(Math.max(0, to - from))
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from)
        return bytes.subarray(0, bytesRead)
      } finally {
        await handle.close()
      }
    },
    async size(digest) {
      if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
      return (await stat(pathOf(digest)).catch(absent))?.size
    },
    async keepStream(parts, most) {
      const folder = join(dataDir, 'files', '.parts')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await forgetOld(folder)
      const fresh = join(folder, randomBytes(8).toString('hex'))
      try {
        const written = await write(fresh, parts, most)
        if (written.is === 'too_big') return written
        const path = pathOf(written.digest)
        await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
        await link(fresh, path).catch(already)
        await using entries = await open(join(path, '..'), 'r')
        await entries.sync().catch(() => {})
        return written
      } finally {
        await rm(fresh, { force: true })
      }
    },
    async keep(bytes) {
      const digest = hash(bytes)
      const path = pathOf(digest)
      if (await stat(path).catch(absent)) return digest
      const folder = join(path, '..')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const fresh = join(folder, `.${randomBytes(8).toString('hex')}`)
      try {
        await using handle = await open(fresh, 'wx', 0o600)
        await handle.writeFile(bytes)
        await handle.sync()
        // Two that keep the same bytes at once: the first one's file stays.
        await link(fresh, path).catch(already)
        await using entries = await open(folder, 'r')
        await entries.sync().catch(() => {})
      } finally {
        await rm(fresh, { force: true })
      }
      return digest
    },
  }
}

async function write(path: string, parts: AsyncIterable<Uint8Array>, most: number): Promise<KeptStream> {
  const sum = createHash('sha256')
  let bytes = 0
  await using handle = await open(path, 'wx', 0o600)
  for await (const part of parts) {
    bytes += part.length
    if (bytes > most) return { is: 'too_big' }
    sum.update(part)
    await handle.writeFile(part)
  }
  await handle.sync()
  return { is: 'kept', digest: sum.digest('hex'), bytes }
}

const day = 86_400_000

/** What a process left that ended in the middle. */
async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const made = await stat(path).catch(absent)
    if (made && Date.now() - made.mtimeMs > day) await rm(path, { force: true })
  }
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function absent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause
}

function already(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EEXIST') throw cause
}
