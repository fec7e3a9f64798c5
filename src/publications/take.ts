import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { placeCause } from '../holds/queries.ts'
import type { Entry, Feed } from '../ports/portal.ts'
import { type Claimed, usualFlood } from '../sources/source.ts'
import { type Identity, identify } from './identity.ts'
import { listedDigest } from './merge.ts'
import { addAliases, addPublications, isHeld, type Known, knownBy, lockPortal, relist } from './queries/take.ts'

export interface Taken {
  state: 'baseline' | 'new' | 'held'
  added: number
  /** Rows of known items of which the list now says something else. */
  touched: number
  /** Rows that could not be told from others. */
  nameless: number
}

type Row = { entry: Entry; names: Identity; listed: string; known: Known | undefined }

/**
 * Records what a list shows: the first sight of a source is its baseline and starts nothing, more new items at once than
 * it ever brings wait for a person, everything else is new and its page is due. What is missing from the list says nothing.
 */
export async function take(ctx: Ctx, source: Claimed, feed: Feed, warnings: readonly string[] = []): Promise<Taken> {
  // Where the list's minutes are no minutes, the page is asked for the time.
  const keep = warnings.includes('feed.minutes_are_months')
    ? (entry: Entry) => JSON.stringify({ ...entry, publishedAt: null })
    : (entry: Entry) => JSON.stringify(entry)
  const now = ctx.now()
  const isBaseline = source.baseline_at === null
  return ctx.db.transaction().execute(async trx => {
    await lockPortal(trx, source.portal_id)
    const rows = await rowsOf(trx, source, feed.entries)
    const unknown = rows.filter(row => row.known === undefined)
    const touched = rows.filter(row => row.known !== undefined && row.known.listed !== row.listed)
    const flooded = unknown.length > (source.settings.floodAt ?? usualFlood)
    const state = isBaseline ? 'baseline' : flooded || (await isHeld(trx, source.id, now)) ? 'held' : 'new'
    if (flooded && !isBaseline) {
      const cause = { code: 'source.flood', with: { n: unknown.length } }
      await placeCause(trx, { scope: 'source', source: source.id }, 'source.flood', cause, now)
    }
    // Lists show the newest first; recorded in the order of their happening.
    const added = await addPublications(
      trx,
      unknown.toReversed().map(({ entry, names, listed }) => ({
        portal_id: source.portal_id,
        source_id: source.id,
        unit_id: source.unit_id,
        key: names.key,
        url: entry.url ?? source.url,
        title: entry.title,
        section: source.section ?? entry.categories[0] ?? null,
        state,
        state_why: state === 'held' ? (flooded ? 'source.flood' : 'source.held') : null,
        published_at: entry.publishedAt ? new Date(entry.publishedAt) : null,
        seen_at: now,
        entry: keep(entry),
        listed,
        look_at: state === 'new' || (state === 'held' && !flooded) ? now : null,
      })),
    )
    const aliases = rows.flatMap(({ names, known }) => {
      const id = known?.id ?? added.get(names.key)
      return id === undefined ? [] : names.aliases.map(alias => ({ alias, id }))
    })
    await addAliases(trx, source.portal_id, aliases)
    for (const { entry, listed, known } of touched)
      if (known) await relist(trx, known, { entry: keep(entry), listed, now })
    return { state, added: added.size, touched: touched.length, nameless: feed.entries.length - rows.length }
  })
}

async function rowsOf(trx: Trx, source: Claimed, entries: readonly Entry[]): Promise<Row[]> {
  const identities = identify(entries, source.id, source.settings)
  const known = await knownBy(trx, source.portal_id, [...new Set(identities.flatMap(names => names?.aliases ?? []))])
  const rows = new Map<string, Row>()
  for (const [at, entry] of entries.entries()) {
    const names = identities[at]
    if (!names) continue
    const match = names.aliases.map(alias => known.get(alias)).find(found => found !== undefined)
    // Two rows of one item, in one list: the first is the newer.
    const once = match ? `known:${match.id}` : names.key
    if (!rows.has(once) && !(match === undefined && sharesName(rows, names)))
      rows.set(once, { entry, names, listed: await listedDigest(entry), known: match })
  }
  return [...rows.values()]
}

function sharesName(rows: ReadonlyMap<string, Row>, names: Identity): boolean {
  return [...rows.values()].some(row => row.names.aliases.some(alias => names.aliases.includes(alias)))
}
