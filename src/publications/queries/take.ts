import { sql } from 'kysely'
import type { Db, Trx } from '../../db/open.ts'
import type { PublicationTable } from '../../db/tables/publications.ts'

/** Two lists of one portal may show one item under two ids at the same moment: whoever records comes one after the other. */
export const lockPortal = (trx: Trx, portal: number) =>
  trx.selectFrom('portal').select('id').where('id', '=', portal).forNoKeyUpdate().execute()

export interface Known {
  alias: string
  id: number
  state: PublicationTable['state']
  listed: string | null
}

/** Publications of a portal that go by one of these names. */
export async function knownBy(db: Db, portal: number, aliases: readonly string[]): Promise<Map<string, Known>> {
  if (aliases.length === 0) return new Map()
  const rows = await db
    .selectFrom('publication_alias')
    .innerJoin('publication', 'publication.id', 'publication_alias.publication_id')
    .select(['publication_alias.alias', 'publication.id', 'publication.state', 'publication.listed'])
    .where('publication_alias.portal_id', '=', portal)
    // One parameter, whatever the number: a sitemap names 50,000 pages.
    .where('publication_alias.alias', '=', sql<string>`any(${aliases}::text[])`)
    .execute()
  return new Map(rows.map(row => [row.alias, row]))
}

export interface NewPublication {
  portal_id: number
  source_id: number
  unit_id: number
  key: string
  url: string
  title: string
  section: string | null
  state: 'baseline' | 'new' | 'held'
  state_why: string | null
  published_at: Date | null
  seen_at: Date
  entry: string
  listed: string
  look_at: Date | null
}

/** A statement takes 65,535 parameters at the most. */
const atOnce = 1000

/** Ids by key; a key that somebody else recorded meanwhile is left out. */
export async function addPublications(trx: Trx, rows: readonly NewPublication[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (let at = 0; at < rows.length; at += atOnce) {
    const added = await trx
      .insertInto('publication')
      .values(rows.slice(at, at + atOnce))
      .onConflict(conflict => conflict.columns(['portal_id', 'key']).doNothing())
      .returning(['id', 'key'])
      .execute()
    for (const { id, key } of added) ids.set(key, id)
  }
  return ids
}

export async function addAliases(trx: Trx, portal: number, aliases: readonly { alias: string; id: number }[]) {
  for (let at = 0; at < aliases.length; at += atOnce)
    await trx
      .insertInto('publication_alias')
      .values(aliases.slice(at, at + atOnce).map(({ alias, id }) => ({ portal_id: portal, alias, publication_id: id })))
      .onConflict(conflict => conflict.columns(['portal_id', 'alias']).doNothing())
      .execute()
}

/** The list says something else of it than before: its page is looked at now, where anybody cares. */
export const relist = (trx: Trx, known: Known, given: { entry: string; listed: string; now: Date }) =>
  trx
    .updateTable('publication')
    .set({
      entry: given.entry,
      listed: given.listed,
      ...(['new', 'held', 'posted'].includes(known.state) ? { look_at: given.now } : {}),
    })
    .where('id', '=', known.id)
    .execute()

/** Whether anything, a flood or a person, keeps this source's items from going out by themselves. */
export async function isHeld(db: Db, source: number, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('hold')
    .select('id')
    .where('scope', '=', 'source')
    .where('source_id', '=', source)
    .where('lifted_at', 'is', null)
    .where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>', now)]))
    .executeTakeFirst()
  return row !== undefined
}
