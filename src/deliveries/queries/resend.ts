import { sql } from 'kysely'
import { record } from '../../audit/queries.ts'
import type { Db } from '../../db/open.ts'
import type { Doer } from './move.ts'

/** Who asks for a delivery to be sent again; undefined while nobody does. */
export const resendAsked = (db: Db, delivery: number) =>
  db
    .selectFrom('delivery')
    .innerJoin('person', 'person.id', 'delivery.resend_by')
    .select(['person.id as person', 'person.name', 'delivery.resend_at as at', 'delivery.resend_why as reason'])
    .where('delivery.id', '=', delivery)
    .where('delivery.state', 'in', ['settling', 'unknown'])
    .executeTakeFirst()

/** What somebody else asked to have sent again, and this person may sign; the longest waiting first. */
export const resendsToSign = (db: Db, person: number, most: number) =>
  db
    .selectFrom('delivery')
    .innerJoin('post', 'post.id', 'delivery.post_id')
    .innerJoin('person', 'person.id', 'delivery.resend_by')
    .select(['delivery.id', 'person.name as asker', 'delivery.resend_at as at'])
    .select(sql<string>`post.brief ->> 'title'`.as('title'))
    .where('delivery.state', 'in', ['settling', 'unknown'])
    .where('delivery.resend_by', '<>', person)
    .where('delivery.unit_id', 'in', e =>
      e
        .selectFrom('scope')
        .select('unit_id')
        .where('person_id', '=', person)
        .where('role', 'in', ['approver', 'admin']),
    )
    .orderBy('delivery.resend_at')
    .limit(most)
    .execute()

/** False when somebody else asked first, or a person is not, or no longer, needed. */
export const askResend = (
  db: Db,
  given: { id: number; person: number; via: Doer['via']; reason: string; at: Date },
): Promise<boolean> =>
  db.transaction().execute(async trx => {
    const row = await trx
      .updateTable('delivery')
      .set({ resend_by: given.person, resend_at: given.at, resend_why: given.reason })
      .where('id', '=', given.id)
      .where('state', 'in', ['settling', 'unknown'])
      .where('ask_at', 'is not', null)
      .where('resend_by', 'is', null)
      .returning('unit_id')
      .executeTakeFirst()
    if (!row) return false
    await record(trx, {
      at: given.at,
      person: given.person,
      via: given.via,
      verb: 'delivery.resend_asked',
      subject: 'delivery',
      subjectId: given.id,
      unit: row.unit_id,
      detail: { reason: given.reason },
    })
    return true
  })
