import type { Db, Trx } from '../db/open.ts'
import type { UnitTable } from '../db/tables/people.ts'

/** The top of the tree; the oldest where there are several. */
export const findRoot = (db: Db) =>
  db.selectFrom('unit').select(['id', 'name']).where('parent_id', 'is', null).orderBy('id').executeTakeFirst()

/** Units a person may act in with one of the roles, by name. */
export const unitsOf = (db: Db, person: number) =>
  db
    .selectFrom('unit')
    .select(['id', 'name', 'parent_id'])
    .where('id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .orderBy('name')
    .execute()

export const findUnit = (db: Db, unit: number) =>
  db.selectFrom('unit').select(['id', 'name']).where('id', '=', unit).executeTakeFirst()

export const addUnit = (trx: Trx, unit: { name: string; kind: UnitTable['kind']; parent?: number }) =>
  trx
    .insertInto('unit')
    .values({ name: unit.name, kind: unit.kind, parent_id: unit.parent ?? null, from_at: null, until_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
