import type { Db } from '../db/open.ts'

export const findUnitNamed = (db: Db, name: string) =>
  db.selectFrom('unit').select('id').where('name', '=', name).executeTakeFirst()

export const findSourceAt = (db: Db, url: string) =>
  db.selectFrom('source').select(['id', 'portal_id', 'baseline_at']).where('url', '=', url).executeTakeFirst()

/** True where people work for real: the demonstration would open their installation with passwords everybody knows. */
export async function hasPeople(db: Db): Promise<boolean> {
  return (await db.selectFrom('person').select('id').limit(1).executeTakeFirst()) !== undefined
}
