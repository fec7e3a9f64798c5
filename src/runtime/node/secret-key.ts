import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sealer } from '../../context.ts'
import type { Db } from '../../db/open.ts'
import { findSealedWith, openSeal } from '../seal.ts'

/** `why` is a sentence for the operator. Nothing has been written when it comes. */
export type Unlocked = { is: 'sealer'; sealer: Sealer; key: string } | { is: 'wrong'; why: string }

/**
 * The key that seals credentials: from LANTOA_SECRET_KEY, else from `<dataDir>/secret-key`, made at first start. A
 * database that was written with another key is refused before anything is sealed or opened with the wrong one.
 */
export async function unlock(db: Db, dataDir: string, given: string | undefined): Promise<Unlocked> {
  const path = join(dataDir, 'secret-key')
  const known = await findSealedWith(db)
  let hex = given ?? (await readKey(path))
  if (!hex && known)
    return {
      is: 'wrong',
      why: `This database is sealed with key ${known}, but ${path} is missing: put the file back, or set LANTOA_SECRET_KEY.`,
    }
  hex ??= await makeKey(dataDir, path)
  if (!/^[0-9a-f]{64}$/.test(hex)) return { is: 'wrong', why: `${path} does not hold a key (64 hexadecimal digits).` }
  const opened = await openSeal(db, hex)
  if (opened.is === 'sealer') return { ...opened, key: hex }
  const from = given ? 'LANTOA_SECRET_KEY' : path
  return { is: 'wrong', why: `This database is sealed with key ${opened.written}; ${from} is key ${opened.given}.` }
}

async function readKey(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
  if (text === undefined) return undefined
  if ((await stat(path)).mode & 0o077) await chmod(path, 0o600)
  return text.trim()
}

/** Linked into place whole: of two first starts, the second takes the first one's. */
async function makeKey(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true })
  const fresh = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(fresh, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    await link(fresh, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    await rm(fresh, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}
