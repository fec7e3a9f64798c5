import { createHash } from 'node:crypto'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderFiles } from '../../src/runtime/node/files.ts'
import { freshFolder } from '../support/folder.ts'

const bytes = new TextEncoder().encode('Quyết định số 12/QĐ-UBND')
const digest = createHash('sha256').update(bytes).digest('hex')

test('bytes are kept once, under their digest, also when kept by several at once', async () => {
  const folder = await freshFolder()
  const files = folderFiles(folder)
  const digests = await Promise.all(Array.from({ length: 8 }, () => files.keep(bytes)))
  expect(new Set(digests)).toEqual(new Set([digest]))
  expect(await readdir(join(folder, 'files', digest.slice(0, 2)))).toEqual([digest])
  expect(await files.read(digest)).toEqual(new Uint8Array(bytes))
})

test('what is not there, or is no digest, is not found', async () => {
  const files = folderFiles(await freshFolder())
  expect(await files.read('0'.repeat(64))).toBeUndefined()
  expect(await files.read('../../etc/passwd')).toBeUndefined()
  expect(await files.read('')).toBeUndefined()
})

test('a file that no longer holds what its name says is not handed out', async () => {
  const folder = await freshFolder()
  const files = folderFiles(folder)
  await files.keep(bytes)
  await writeFile(join(folder, 'files', digest.slice(0, 2), digest), 'something else')
  await expect(files.read(digest)).rejects.toThrow('no longer holds')
})

test('a copy too large to hold is read in pieces', async () => {
  const files = folderFiles(await freshFolder())
  const kept = await files.keep(bytes)
  expect(await files.piece(kept, 5, 11)).toEqual(new Uint8Array(bytes.slice(5, 11)))
  expect(await files.piece(kept, bytes.length - 2, bytes.length + 100)).toEqual(new Uint8Array(bytes.slice(-2)))
  expect(await files.piece('0'.repeat(64), 0, 1)).toBeUndefined()
  expect(await files.piece('../../etc/passwd', 0, 1)).toBeUndefined()
})

test('a stream is kept under its digest, the same as bytes at once, and too long a one leaves nothing', async () => {
  const folder = await freshFolder()
  const files = folderFiles(folder)
  async function* parts() {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7)
  }
  expect(await files.keepStream?.(parts(), 10)).toEqual({ is: 'too_big' })
  expect(await files.size?.(digest)).toBeUndefined()
  expect(await files.keepStream?.(parts(), 1000)).toEqual({ is: 'kept', digest, bytes: bytes.length })
  expect(await files.keepStream?.(parts(), 1000)).toMatchObject({ is: 'kept' })
  expect(await files.size?.(digest)).toBe(bytes.length)
  expect(await files.read(digest)).toEqual(new Uint8Array(bytes))
  expect(await readdir(join(folder, 'files', '.parts'))).toEqual([])
})

test('a stream that breaks off leaves nothing behind, and what a dead process left is swept away', async () => {
  const folder = await freshFolder()
  const files = folderFiles(folder)
  async function* broken() {
    yield bytes
    throw new Error('the line went dead')
  }
  await expect(files.keepStream?.(broken(), 1000)).rejects.toThrow('dead')
  const left = join(folder, 'files', '.parts', 'abc')
  await writeFile(left, 'x')
  const old = new Date(Date.now() - 2 * 86_400_000)
  await utimes(left, old, old)
  await expect(files.keepStream?.(broken(), 1000)).rejects.toThrow('dead')
  expect(await readdir(join(folder, 'files', '.parts'))).toEqual([])
})
