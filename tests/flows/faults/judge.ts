/** The judge reads the networks' ledgers and compares them with what our rows say. Our rows are never the evidence. */
import type { Db } from '../../../src/db/open.ts'
import { contentShape } from '../../../src/ports/content.ts'
import type { Content } from '../../../src/ports/network.ts'

export interface Seen {
  account: string
  mark: string
  ids: readonly string[]
  is: 'visible' | 'hidden' | 'removed' | 'waiting' | 'discarded'
}

/** What the judge has to know of a network. */
export interface Bench {
  copies: readonly Seen[]
  markOf(content: Content): string
  /** Refusals that may stand. */
  mends: readonly string[]
}

export interface Verdict {
  deliveries: number
  visibleOnce: number
  duplicates: string[]
  losses: string[]
  falseStates: string[]
  /** Never visible, and the row says so: refused, or thrown away by the person it waited for. */
  never: string[]
  /** Rows and channels that wait for a person, counted and shown. */
  waits: string[]
  /** Rows that still moved when patience ended. */
  unquiet: string[]
  /** Copies on a network that belong to no delivery. */
  strays: string[]
  /** Listed apart: copies that nobody sees, and ones that were taken down or thrown away. */
  apart: { hidden: number; removed: number; discarded: number }
  attempts: number
  /** Deliveries that went through a doubt and were settled by reading. */
  settledByReading: number
}

export const emptyVerdict = (): Verdict => ({
  deliveries: 0,
  visibleOnce: 0,
  duplicates: [],
  losses: [],
  falseStates: [],
  never: [],
  waits: [],
  unquiet: [],
  strays: [],
  apart: { hidden: 0, removed: 0, discarded: 0 },
  attempts: 0,
  settledByReading: 0,
})

const final = ['live', 'failed', 'cancelled', 'removed', 'gone']
const standing = (copy: Seen) => copy.is === 'visible' || copy.is === 'hidden' || copy.is === 'waiting'

/** One database against the ledgers of the networks it posted to. */
export async function judge(db: Db, benches: ReadonlyMap<string, Bench>): Promise<Verdict> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select(['delivery.id', 'delivery.state', 'delivery.content', 'delivery.attempts', 'delivery.ask_at'])
    .select(['delivery.why', 'channel.account', 'channel.network'])
    .orderBy('delivery.id')
    .execute()
  const remotes = await db.selectFrom('remote').select(['delivery_id', 'remote']).execute()
  const verdict: Verdict = {
    ...emptyVerdict(),
    deliveries: rows.length,
    waits: (await openHolds(db)).map(hold => `a hold: ${JSON.stringify(hold)}`),
    attempts: rows.reduce((sum, row) => sum + row.attempts, 0),
    settledByReading: (await settledByReading(db)).length,
  }
  const accounts = new Set(rows.map(row => `${row.network} ${row.account}`))
  const owned = new Set<Seen>()
  for (const row of rows) {
    const bench = benches.get(row.network)
    if (!bench) throw new Error(`nobody knows ${row.network}`)
    const why = (row.why as { code?: string } | null)?.code
    const mark = bench.markOf(contentShape.parse(row.content))
    const said = `${row.network} delivery ${row.id} (${row.state}, ${row.attempts} attempts, ${JSON.stringify(row.why)})`
    const copies = bench.copies.filter(copy => copy.account === row.account && copy.mark === mark)
    for (const copy of copies) owned.add(copy)
    const there = copies.filter(standing)
    const visible = copies.filter(copy => copy.is === 'visible')
    const discarded = copies.some(copy => copy.is === 'discarded')
    const ours = remotes.filter(remote => remote.delivery_id === row.id).map(({ remote }) => remote)
    if (there.length > 1)
      verdict.duplicates.push(
        `${said}: ${there.map(copy => `${copy.ids[0]} ${copy.is}`).join(', ')}\n${await historyOf(db, row.id)}`,
      )
    if (visible.length === 1) verdict.visibleOnce++
    if (row.ask_at) verdict.waits.push(said)
    else if (!final.includes(row.state)) verdict.unquiet.push(said)
    const refused = row.state === 'failed' && bench.mends.includes(why ?? '')
    const thrown = row.state === 'cancelled' && discarded
    if (visible.length === 0) {
      if (refused || thrown) verdict.never.push(said)
      else verdict.losses.push(said)
    }
    if (row.state === 'live' && !visible.some(copy => copy.ids.some(id => ours.includes(id))))
      verdict.falseStates.push(`${said} says live, the network shows none of ${ours}`)
    if (final.includes(row.state) && row.state !== 'live' && there.length > 0)
      verdict.falseStates.push(`${said} says not live, the network shows it`)
  }
  for (const [network, { copies }] of benches)
    for (const copy of copies) {
      if (!accounts.has(`${network} ${copy.account}`)) continue
      if (copy.is in verdict.apart) verdict.apart[copy.is as keyof Verdict['apart']]++
      if (standing(copy) && !owned.has(copy)) verdict.strays.push(`${network} ${copy.ids[0]}`)
    }
  return verdict
}

const openHolds = (db: Db) =>
  db
    .selectFrom('hold')
    .select(['delivery_id', 'channel_id', 'network', 'reason', 'why'])
    .where('lifted_at', 'is', null)
    .execute()

const settledByReading = (db: Db) =>
  db
    .selectFrom('answer')
    .innerJoin('attempt', 'attempt.id', 'answer.attempt_id')
    .select('attempt.delivery_id')
    .distinct()
    .where('answer.step', '=', 'reconcile')
    .where('answer.is', '=', 'live')
    .execute()

/** Every attempt of one delivery with what was answered and read, for whoever has to find out. */
async function historyOf(db: Db, delivery: number): Promise<string> {
  const rows = await db
    .selectFrom('attempt')
    .leftJoin('answer', 'answer.attempt_id', 'attempt.id')
    .select(['attempt.number', 'attempt.began_at', 'answer.step', 'answer.is', 'answer.why', 'answer.at'])
    .where('attempt.delivery_id', '=', delivery)
    .orderBy('attempt.id')
    .orderBy('answer.id')
    .execute()
  return rows
    .map(
      ({ number, began_at, step, is, why, at }) =>
        `    ${number} begun ${began_at.toISOString()}: ${step} ${is} ${at?.toISOString()} ${JSON.stringify(why)}`,
    )
    .join('\n')
}

/** Several installations as one. */
export function join(verdicts: readonly Verdict[]): Verdict {
  const all = emptyVerdict()
  for (const one of verdicts) {
    for (const name of ['deliveries', 'visibleOnce', 'attempts', 'settledByReading'] as const) all[name] += one[name]
    for (const name of lists) all[name].push(...one[name])
    for (const name of ['hidden', 'removed', 'discarded'] as const) all.apart[name] += one.apart[name]
  }
  return all
}

const lists = ['duplicates', 'losses', 'falseStates', 'never', 'waits', 'unquiet', 'strays'] as const

export const isClean = (verdict: Verdict) =>
  [verdict.duplicates, verdict.losses, verdict.falseStates, verdict.unquiet, verdict.strays].every(
    found => found.length === 0,
  )

export const tell = (verdict: Verdict): string =>
  [
    `deliveries ${verdict.deliveries} · attempts ${verdict.attempts} · settled by reading ${verdict.settledByReading}`,
    `visible once ${verdict.visibleOnce} · apart: ${JSON.stringify(verdict.apart)}`,
    ...lists.map(name => `${name} ${verdict[name].length}${verdict[name].map(line => `\n  ${line}`).join('')}`),
  ].join('\n')
