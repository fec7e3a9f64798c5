import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { z } from 'zod'

/** One compressed tar file whose last entry lists the digests of all others: cut short or altered, it shows. */
const lastEntry = 'checksums.json'

export interface Writing {
  add(name: string, bytes: Uint8Array): Promise<void>
}

/** Stands under its name only when it is whole, readable by us alone. */
export async function writeArchive(path: string, fill: (archive: Writing) => Promise<void>): Promise<void> {
  const partial = `${path}.partial`
  const tar = pack()
  const digests: Record<string, string> = {}
  const add = (name: string, bytes: Uint8Array) =>
    new Promise<void>((done, fail) => {
      if (name !== lastEntry) digests[name] = digestOf(bytes)
      const entry = tar.entry({ name, size: bytes.length, mode: 0o600 }, error => (error ? fail(error) : done()))
      entry.on('error', fail).end(bytes)
    })
  try {
    const written = pipeline(tar, createGzip(), createWriteStream(partial, { flags: 'w', mode: 0o600 }))
    const filled = (async () => {
      await fill({ add })
      await add(lastEntry, Buffer.from(JSON.stringify(digests)))
      tar.finalize()
    })().catch((cause: Error) => {
      tar.destroy(cause)
      throw cause
    })
    await Promise.all([filled, written])
    await using handle = await open(partial, 'r+')
    await handle.sync()
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    throw cause
  }
}

/** The entries in their order. Throws where the bytes are no archive. */
export async function* readArchive(path: string): AsyncGenerator<{ name: string; bytes: Buffer<ArrayBuffer> }> {
  const entries = extract()
  const reading = pipeline(createReadStream(path), createGunzip(), entries)
  reading.catch(() => {})
  for await (const entry of entries) {
    const parts: Buffer[] = []
    for await (const part of entry as AsyncIterable<Buffer>) parts.push(part)
    yield { name: entry.header.name, bytes: Buffer.concat(parts) }
  }
  await reading
}

export type Verified = { is: 'whole'; entries: number } | { is: 'broken'; why: string }

/** Reads all of it before anything is done with it. */
export async function verifyArchive(path: string): Promise<Verified> {
  const seen: Record<string, string> = {}
  let listed: Record<string, string> | undefined
  try {
    for await (const { name, bytes } of readArchive(path)) {
      if (name === lastEntry) listed = z.record(z.string(), z.string()).parse(JSON.parse(bytes.toString()))
      else seen[name] = digestOf(bytes)
    }
  } catch (cause) {
    return { is: 'broken', why: `cannot be read to its end (${cause instanceof Error ? cause.message : cause})` }
  }
  if (!listed) return { is: 'broken', why: 'is cut short' }
  const wrong = [...new Set([...Object.keys(listed), ...Object.keys(seen)])].find(name => listed[name] !== seen[name])
  return wrong === undefined
    ? { is: 'whole', entries: Object.keys(seen).length }
    : { is: 'broken', why: `has an altered or missing part (${wrong})` }
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
