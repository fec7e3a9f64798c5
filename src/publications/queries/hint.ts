import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'

export interface Hint {
  source_id: number
  event: string
  url: string | null
  kind: 'new' | 'changed' | 'removed'
  portal_id: number
  unit_id: number
  section: string | null
  source_settings: unknown
  portal_settings: unknown
  base_url: string
}

/** Hints not yet followed, locked for this transaction; another worker takes others. */
export async function lockHints(trx: Trx, most: number): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    select e.source_id, e.event, e.url, e.kind, s.portal_id, s.unit_id, s.section, s.settings as source_settings,
      portal.settings as portal_settings, portal.base_url
    from push_event e join source s on s.id = e.source_id join portal on portal.id = s.portal_id
    where e.done_at is null order by e.at, e.event limit ${most} for update of e skip locked`.execute(trx)
  return rows
}

export const endHint = (trx: Trx, source: number, event: string, at: Date) =>
  trx
    .updateTable('push_event')
    .set({ done_at: at })
    .where('source_id', '=', source)
    .where('event', '=', event)
    .execute()

export const lookNow = (db: Db, id: number, at: Date) =>
  db
    .updateTable('publication')
    .set({ look_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['new', 'held', 'posted'])
    .execute()

/** Moves what a flood kept back; `at` makes the pages due. */
export const releaseHeld = (trx: Trx, source: number, to: 'new' | 'ignored', at: Date | null) =>
  trx
    .updateTable('publication')
    .set({ state: to, ...(at ? { look_at: at, state_why: null } : { look_at: null }) })
    .where('source_id', '=', source)
    .where('state', '=', 'held')
    .where('state_why', 'in', ['source.flood', 'source.held'])
    .returning('id')
    .execute()
