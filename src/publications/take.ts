import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { placeCause } from '../holds/queries.ts'
import type { Entry, Feed } from '../ports/portal.ts'
import type { Facts, Skipped } from '../sources/reading.ts'
import { type Claimed, listRulesOf, usualFlood } from '../sources/source.ts'
import { isOlder } from './history.ts'
import { type Identity, identify } from './identity.ts'
import { listedDigest } from './merge.ts'
import {
  addAliases,
  addPublications,
  isHeld,
  type Known,
  knownBy,
  lockPortal,
  type NewPublication,
  relist,
} from './queries/take.ts'

type Row = {
  entry: Entry
  names: Identity
  listed: string
  known: Known | undefined
  /** Known, and never seen at this address: from now on it is read there, the old one may be gone. */
  moved: boolean
}

/**
 * Records what a list shows: the first sight of a source is its baseline and starts nothing, more new items at once than
 * it ever brings wait for a person, everything else is new and its page is due. What is missing from the list says nothing.
 */
export async function take(
  ctx: Pick<Ctx, 'db' | 'now' | 'readers'>,
  source: Claimed,
  feed: Feed,
  warnings: readonly string[] = [],
): Promise<Facts> {
  // Where the list's minutes are no minutes, the page is asked for the time.
  const keep = warnings.includes('feed.minutes_are_months')
    ? (entry: Entry) => JSON.stringify({ ...entry, publishedAt: null })
    : (entry: Entry) => JSON.stringify(entry)
  const now = ctx.now()
  const isBaseline = source.baseline_at === null
  return ctx.db.transaction().execute(async trx => {
    await lockPortal(trx, source.portal_id)
    const { rows, skipped } = await rowsOf(trx, ctx, source, feed.entries)
    const unknown = rows.filter(row => row.known === undefined)
    const older = isBaseline ? [] : unknown.filter(({ entry }) => isOlder(entry, source.baseline_at))
    const fresh = isBaseline ? unknown : unknown.filter(row => !older.includes(row))
    const touched = rows.filter(row => row.known !== undefined && (row.known.listed !== row.listed || row.moved))
    const flooded = !isBaseline && (fresh.length > (source.settings.floodAt ?? usualFlood) || isStrange(source, rows))
    const state: NewPublication['state'] = isBaseline
      ? 'baseline'
      : flooded || (await isHeld(trx, source.id, now))
        ? 'held'
        : 'new'
    if (flooded) {
      const cause = { code: 'source.flood', with: { n: fresh.length } }
      await placeCause(trx, { scope: 'source', source: source.id }, 'source.flood', cause, now)
    }
    const asNew = ({ entry, names, listed }: Row): Omit<NewPublication, 'state' | 'state_why' | 'look_at'> => ({
      portal_id: source.portal_id,
      source_id: source.id,
      unit_id: source.unit_id,
      key: names.key,
      url: entry.url ?? source.url,
      title: entry.title,
      section: source.section ?? entry.categories[0] ?? null,
      published_at: entry.publishedAt ? new Date(entry.publishedAt) : null,
      seen_at: now,
      entry: keep(entry),
      listed,
    })
    // Lists show the newest first; recorded in the order of their happening.
    const added = await addPublications(trx, [
      ...older
        .toReversed()
        .map((row): NewPublication => ({ ...asNew(row), state: 'baseline', state_why: 'source.older', look_at: null })),
      ...fresh.toReversed().map(
        (row): NewPublication => ({
          ...asNew(row),
          state,
          state_why: state === 'held' ? (flooded ? 'source.flood' : 'source.held') : null,
          look_at: state === 'new' || (state === 'held' && !flooded) ? now : null,
        }),
      ),
    ])
    const aliases = rows.flatMap(({ names, known }) => {
      const id = known?.id ?? added.get(names.key)
      return id === undefined ? [] : names.aliases.map(alias => ({ alias, id }))
    })
    await addAliases(trx, source.portal_id, aliases)
    for (const { entry, listed, known } of touched)
      if (known) await relist(trx, known, { entry: keep(entry), listed, now })
    return {
      rows: feed.entries.length,
      added: fresh.length,
      as: state,
      touched: touched.length,
      known: rows.length - unknown.length,
      skipped: [...skipped, ...(older.length > 0 ? [{ code: 'row.older', n: older.length, some: someOf(older) }] : [])],
      warnings: [...warnings],
      titles: someOf(fresh),
      pages: 1,
    }
  })
}

/**
 * A list of which nothing is known any more: the portal moved to another host, or numbers its items anew. A source that
 * gives only what is new since yesterday is not one.
 */
const isStrange = ({ kind }: Claimed, rows: readonly Row[]): boolean =>
  (kind === 'feed' || kind === 'list') && rows.length >= 5 && rows.every(row => row.known === undefined)

const someOf = (rows: readonly { entry: Entry }[]) =>
  rows.slice(0, 5).map(({ entry }) => (entry.title || entry.url || '').slice(0, 200))

async function rowsOf(
  trx: Trx,
  { readers }: Pick<Ctx, 'readers'>,
  source: Claimed,
  entries: readonly Entry[],
): Promise<{ rows: Row[]; skipped: Skipped[] }> {
  const naming = { rules: listRulesOf(source.settings), identity: readers.identity }
  const identities = identify(entries, source.id, naming)
  const known = await knownBy(trx, source.portal_id, [...new Set(identities.flatMap(names => names?.aliases ?? []))])
  const rows: Row[] = []
  const nameless: { entry: Entry }[] = []
  const repeated: { entry: Entry }[] = []
  const taken = new Set<string>()
  for (const [at, entry] of entries.entries()) {
    const names = identities[at]
    if (!names) {
      nameless.push({ entry })
      continue
    }
    const match = names.aliases.map(alias => known.get(alias)).find(found => found !== undefined)
    // Two rows of one item, in one list: the first is the newer.
    const all = match ? [`known:${match.id}`] : names.aliases
    if (all.some(name => taken.has(name))) repeated.push({ entry })
    else {
      const moved = match !== undefined && names.aliases.some(name => name.startsWith('url:') && !known.has(name))
      rows.push({ entry, names, listed: await listedDigest(entry), known: match, moved })
    }
    for (const name of all) taken.add(name)
  }
  const skipped = [
    { code: 'row.nameless', n: nameless.length, some: someOf(nameless) },
    { code: 'row.repeated', n: repeated.length, some: someOf(repeated) },
  ]
  return { rows, skipped: skipped.filter(({ n }) => n > 0) }
}
