import { z } from 'zod'
import { addFact, findFact } from '../db/facts.ts'
import type { Db } from '../db/open.ts'

/**
 * The business clock. Faster than the machine's in demonstrations and tests: then it runs from one moment that stands in
 * the database, so that all processes and later starts agree and it never goes back.
 */
export async function businessClock(db: Db, speed: number): Promise<() => Date> {
  if (speed === 1) return () => new Date()
  await addFact(db, 'clock.origin', Date.now())
  const origin = z.number().parse(await findFact(db, 'clock.origin'))
  return () => new Date(origin + (Date.now() - origin) * speed)
}
