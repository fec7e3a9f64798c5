import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx } from '../../context.ts'
import { lastAttempt } from '../../db/standing.ts'
import { placeCause } from '../../holds/queries.ts'

/**
 * How far this installation had come, beside the database: one that holds less has been put back from a backup, and
 * what it would send now may be on the networks already. Everything is held until a person has looked.
 */
export async function checkMark(ctx: Ctx): Promise<'fresh' | 'restored'> {
  const mark = await readMark(ctx.config.dataDir)
  const last = await lastAttempt(ctx.db)
  if (last >= mark) return 'fresh'
  await placeCause(ctx.db, { scope: 'all' }, 'database.restored', null, ctx.now())
  ctx.log.error('database.restored', { attempts: last, expected: mark })
  await writeMark(ctx.config.dataDir, last)
  return 'restored'
}

export async function raiseMark(ctx: Ctx): Promise<void> {
  const last = await lastAttempt(ctx.db)
  if (last > (await readMark(ctx.config.dataDir))) await writeMark(ctx.config.dataDir, last)
}

const pathOf = (dataDir: string) => join(dataDir, 'high-water')

async function readMark(dataDir: string): Promise<number> {
  const text = await readFile(pathOf(dataDir), 'utf8').catch(() => '')
  const mark = Number(text)
  return Number.isSafeInteger(mark) ? mark : 0
}

async function writeMark(dataDir: string, mark: number): Promise<void> {
  const fresh = `${pathOf(dataDir)}.${randomBytes(4).toString('hex')}`
  await writeFile(fresh, String(mark), { mode: 0o600 })
  await rename(fresh, pathOf(dataDir))
}
