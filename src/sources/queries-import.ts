import { sql } from 'kysely'
import type { Trx } from '../db/open.ts'
import { fold } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'

export interface Standing {
  /** By folded name; several where names repeat. */
  units: Map<string, { id: number }[]>
  /** The highest unit this person sets up. */
  root: number | undefined
  /** By origin. */
  portals: Map<string, { id: number; unit: number; urls: Set<string> }>
}

/** What is there of the units that this person may set up, and every portal: an origin belongs to one. */
export async function standing(trx: Trx, by: Actor): Promise<Standing> {
  const units = await sql<{ id: number; name: string; depth: number }>`
    select u.id, u.name, (select count(*) from unit_within w where w.unit_id = u.id)::int as depth
    from unit u where u.id in (select unit_id from scope where person_id = ${by.id} and role = 'admin')
    order by depth, u.id`.execute(trx)
  const named = Map.groupBy(units.rows, ({ name }) => fold(name))
  const portals = await trx.selectFrom('portal').select(['id', 'unit_id', 'base_url']).execute()
  const sources = await trx.selectFrom('source').select(['portal_id', 'url']).execute()
  const urls = Map.groupBy(sources, ({ portal_id }) => portal_id)
  return {
    units: new Map([...named].map(([name, all]) => [name, all.map(({ id }) => ({ id }))])),
    root: units.rows[0]?.id,
    portals: new Map(
      portals.map(({ id, unit_id, base_url }) => [
        base_url,
        { id, unit: unit_id, urls: new Set((urls.get(id) ?? []).map(({ url }) => url)) },
      ]),
    ),
  }
}
