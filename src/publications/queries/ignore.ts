import type { Db, Trx } from '../../db/open.ts'

export const findPublication = (db: Db, person: number, id: number) =>
  db
    .selectFrom('publication')
    .select(['id', 'unit_id', 'title', 'state'])
    .where('id', '=', id)
    .where('unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
    .executeTakeFirst()

/** A held one may be ignored too; what became a post may not. */
export const markIgnored = (trx: Trx, id: number, why: string) =>
  trx
    .updateTable('publication')
    .set({ state: 'ignored', state_why: why })
    .where('id', '=', id)
    .where('state', 'in', ['new', 'held'])
    .returning('id')
    .executeTakeFirst()

export const markRestored = (trx: Trx, id: number) =>
  trx
    .updateTable('publication')
    .set({ state: 'new', state_why: null })
    .where('id', '=', id)
    .where('state', '=', 'ignored')
    .returning('id')
    .executeTakeFirst()
