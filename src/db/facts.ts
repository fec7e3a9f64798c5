import type { Db } from './open.ts'

/** Stands where the demonstration put its people, whose passwords everybody knows. */
export const demoFact = 'demo'

/** Undefined where nobody has written it; parsed by the caller. */
export async function findFact(db: Db, key: string): Promise<unknown> {
  const row = await db.selectFrom('fact').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value
}

/** Keeps the first: of two that write at once, both read the same afterwards. */
export const addFact = (db: Db, key: string, value: unknown) =>
  db
    .insertInto('fact')
    .values({ key, value: JSON.stringify(value) })
    .onConflict(conflict => conflict.column('key').doNothing())
    .execute()

export const setFact = (db: Db, key: string, value: unknown) =>
  db
    .insertInto('fact')
    .values({ key, value: JSON.stringify(value) })
    .onConflict(conflict => conflict.column('key').doUpdateSet({ value: JSON.stringify(value) }))
    .execute()
