/** The judge reads the network's ledger and compares it with what our rows say. Our rows are never the evidence. */
import type { Db } from '../../../src/db/open.ts'

export interface LedgerRow {
  account: string
  postId: string
  message: string | null
  visible: boolean
  pending: boolean
  removed: boolean
}

export interface Verdict {
  deliveries: number
  visibleOnce: number
  duplicates: string[]
  losses: string[]
  falseStates: string[]
  /** Rows that wait for a person, counted and shown. */
  waits: string[]
  /** Rows that still moved when patience ended. */
  unquiet: string[]
  /** Copies on the network that belong to no delivery. */
  strays: string[]
  attempts: number
  /** Deliveries that went through a doubt and were settled by reading. */
  settledByReading: number
}

const final = ['live', 'failed', 'cancelled', 'removed', 'gone']

export async function judge(db: Db, ledger: readonly LedgerRow[]): Promise<Verdict> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select(['delivery.id', 'delivery.state', 'delivery.content', 'delivery.attempts', 'delivery.ask_at'])
    .select(['delivery.why', 'channel.account'])
    .orderBy('delivery.id')
    .execute()
  const remotes = await db.selectFrom('remote').select(['delivery_id', 'remote']).execute()
  const read = await db
    .selectFrom('answer')
    .innerJoin('attempt', 'attempt.id', 'answer.attempt_id')
    .select('attempt.delivery_id')
    .distinct()
    .where('answer.step', '=', 'reconcile')
    .where('answer.is', '=', 'live')
    .execute()
  const holds = await db
    .selectFrom('hold')
    .select(['delivery_id', 'channel_id', 'network', 'reason'])
    .where('lifted_at', 'is', null)
    .execute()
  const verdict: Verdict = {
    deliveries: rows.length,
    visibleOnce: 0,
    duplicates: [],
    losses: [],
    falseStates: [],
    waits: holds.map(hold => `a hold: ${JSON.stringify(hold)}`),
    unquiet: [],
    strays: [],
    attempts: rows.reduce((sum, row) => sum + row.attempts, 0),
    settledByReading: read.length,
  }
  const owned = new Set<string>()
  for (const row of rows) {
    const { text } = row.content as { text: string }
    const said = `delivery ${row.id} (${row.state}, ${row.attempts} attempts, ${JSON.stringify(row.why)})`
    const copies = ledger.filter(post => post.account === row.account && post.message === text && !post.removed)
    for (const { postId } of copies) owned.add(postId)
    if (copies.length > 1) verdict.duplicates.push(`${said}: ${copies.map(copy => copy.postId).join(' ')}`)
    if (copies.length === 1) verdict.visibleOnce++
    if (copies.length === 0) verdict.losses.push(said)
    if (row.ask_at) verdict.waits.push(said)
    else if (!final.includes(row.state)) verdict.unquiet.push(said)
    const ours = remotes.filter(remote => remote.delivery_id === row.id).map(({ remote }) => remote)
    const isThere = copies.some(copy => ours.includes(copy.postId))
    if (row.state === 'live' && !isThere)
      verdict.falseStates.push(`${said} says live, the network shows none of ${ours}`)
    if (final.includes(row.state) && row.state !== 'live' && copies.length > 0)
      verdict.falseStates.push(`${said} says not live, the network shows it`)
  }
  verdict.strays = ledger.filter(post => !post.removed && !owned.has(post.postId)).map(post => post.postId)
  return verdict
}

export const isClean = (verdict: Verdict) =>
  [verdict.duplicates, verdict.losses, verdict.falseStates, verdict.unquiet, verdict.strays].every(
    found => found.length === 0,
  )

export const tell = (verdict: Verdict): string =>
  [
    `deliveries ${verdict.deliveries} · attempts ${verdict.attempts} · settled by reading ${verdict.settledByReading}`,
    `visible once ${verdict.visibleOnce}`,
    ...(['duplicates', 'losses', 'falseStates', 'waits', 'unquiet', 'strays'] as const).map(
      name => `${name} ${verdict[name].length}${verdict[name].map(line => `\n  ${line}`).join('')}`,
    ),
  ].join('\n')
