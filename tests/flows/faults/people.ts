/** The people of one installation, by script: who finishes drafts, mends refusals, answers questions, reconnects. */
import { sql } from 'kysely'
import { adoptByHand } from '../../../src/channels/connect.ts'
import type { Ctx } from '../../../src/context.ts'
import { confirmLive, discard, giveUp, retryFailed, sendAgain } from '../../../src/deliveries/decide.ts'
import { contentShape, problemShape } from '../../../src/ports/content.ts'
import type { Channel, Furnished } from './furnish.ts'
import type { App, Control, Copy, Side } from './side.ts'

export interface Deeds {
  mended: number
  confirmed: number
  resent: number
  gaveUp: number
  discarded: number
  reconnected: number
  /** A different account was offered, and was not taken. */
  otherRefused: number
  /** Whom the rows asked, with the reason: each must be legitimate. */
  asked: Map<number, string>
  wrong: string[]
}

export interface Office {
  ctx: Ctx
  furnished: Furnished
  controls: ReadonlyMap<string, Control>
  apps: Readonly<Record<string, App>>
}

export const noDeeds = (): Deeds => ({
  mended: 0,
  confirmed: 0,
  resent: 0,
  gaveUp: 0,
  discarded: 0,
  reconnected: 0,
  otherRefused: 0,
  asked: new Map(),
  wrong: [],
})

/** One round of everybody's work at the desk. */
export async function work(office: Office, deeds: Deeds, copiesOf: (side: Side) => Promise<Copy[]>): Promise<void> {
  await reconnect(office, deeds)
  await mend(office, deeds)
  await answer(office, deeds, copiesOf)
}

/** F16: first by mistake with another account of the same network, then with the right one. */
async function reconnect({ ctx, furnished, controls, apps }: Office, deeds: Deeds): Promise<void> {
  const { rows } = await sql<{ channel_id: number }>`select channel_id from hold
    where reason = 'channel.reconnect' and lifted_at is null`.execute(ctx.db)
  for (const { channel_id } of rows) {
    const channel = furnished.channels.find(({ id }) => id === channel_id)
    const control = channel && controls.get(channel.side.id)
    const app = channel && apps[channel.side.id]
    if (!channel || !control || !app) continue
    const connect = async (account: string) => {
      const { cred } = await channel.side.grant(control, app, account)
      return adoptByHand(ctx, furnished.admin, { network: channel.side.id, target: { channel: channel.id }, cred })
    }
    const other = furnished.channels.find(one => one.side === channel.side && one.id !== channel.id)
    // A grant of an account ends no other: networks that rotate tokens take them by grant.
    if (other && (deeds.otherRefused + channel.id) % 2 === 0) {
      const taken = await connect(other.account)
      if (taken.is === 'connected') deeds.wrong.push(`channel ${channel.id} took the account of channel ${other.id}`)
      if (taken.is === 'other_account') deeds.otherRefused++
    }
    if ((await connect(channel.account)).is === 'connected') deeds.reconnected++
  }
}

interface Row {
  id: number
  state: string
  channel_id: number
  content: unknown
  why: unknown
  awaits: string | null
  ask_at: Date | null
}

const rowsWhere = async (ctx: Ctx, condition: ReturnType<typeof sql>) =>
  (
    await sql<Row>`select id, state, channel_id, content, why, awaits, ask_at from delivery where ${condition}`.execute(
      ctx.db,
    )
  ).rows

/** What the network refused for a cause that lies outside: seen to, and sent again as it is. */
async function mend({ ctx, furnished }: Office, deeds: Deeds): Promise<void> {
  for (const row of await rowsWhere(ctx, sql`state = 'failed'`)) {
    const channel = furnished.channels.find(({ id }) => id === row.channel_id)
    const why = problemShape.safeParse(row.why).data?.code ?? ''
    if (!channel?.side.mends.includes(why)) continue
    if ((await retryFailed(ctx, furnished.approver, row.id, 'Đã sửa')).is === 'done') deeds.mended++
  }
}

/** Rows that wait for a person: somebody looks at the network, and says what is there. */
async function answer(office: Office, deeds: Deeds, copiesOf: (side: Side) => Promise<Copy[]>): Promise<void> {
  const { ctx, furnished } = office
  const waiting = await rowsWhere(
    ctx,
    sql`state in ('settling', 'unknown') and (ask_at is not null or awaits = 'person')`,
  )
  for (const row of waiting) {
    const channel = furnished.channels.find(({ id }) => id === row.channel_id)
    if (!channel) continue
    if (row.ask_at && !deeds.asked.has(row.id)) deeds.asked.set(row.id, reasonOf(row))
    const content = contentShape.parse(row.content)
    const mark = channel.side.markOf(content)
    const copies = (await copiesOf(channel.side)).filter(copy => copy.account === channel.account && copy.mark === mark)
    await tell(office, deeds, row, channel, copies)
  }
}

const reasonOf = (row: Row) =>
  row.awaits === 'person' ? 'draft' : (problemShape.safeParse(row.why).data?.code ?? row.state)

async function tell(
  { ctx, furnished }: Office,
  deeds: Deeds,
  row: Row,
  channel: Channel,
  copies: Copy[],
): Promise<void> {
  const { editor, approver } = furnished
  const has = (is: Copy['is']) => copies.find(copy => copy.is === is)
  const visible = has('visible')
  if (has('waiting') || has('hidden')) return
  if (has('discarded') && !visible) {
    // TikTok tells nobody: the person who threw it away says so.
    if (row.awaits === 'person' && (await discard(ctx, editor, row.id, 'Đã bỏ bản nháp')).is === 'done')
      deeds.discarded++
    else if (row.ask_at && (await giveUp(ctx, approver, row.id, 'Bản nháp đã bị bỏ')).is === 'done') deeds.gaveUp++
    return
  }
  if (!row.ask_at) return
  if (visible) {
    const told = await confirmLive(ctx, editor, row.id, visible.url)
    if (told.is === 'done') deeds.confirmed++
    // A worker may find it while the person still looks for its address: then there is nothing left to confirm.
    else if (told.is !== 'not_now' || told.state !== 'live')
      deeds.wrong.push(`delivery ${row.id} on channel ${channel.id}: the live copy was not taken (${told.is})`)
    return
  }
  const asked = await sendAgain(ctx, editor, row.id, 'Không thấy trên mạng')
  if (asked.is === 'asked' || asked.is === 'own')
    if ((await sendAgain(ctx, approver, row.id, 'Đã kiểm tra')).is === 'done') deeds.resent++
}

export function tellDeeds(all: readonly Deeds[]): string {
  const sum = (name: 'mended' | 'confirmed' | 'resent' | 'gaveUp' | 'discarded' | 'reconnected' | 'otherRefused') =>
    all.reduce((total, deeds) => total + deeds[name], 0)
  const asked = new Map<string, number>()
  for (const { asked: reasons } of all) for (const why of reasons.values()) asked.set(why, (asked.get(why) ?? 0) + 1)
  const reasons = [...asked].map(([why, times]) => `${why} ${times}`).join(', ')
  return [
    `people: reconnected ${sum('reconnected')} · other account refused ${sum('otherRefused')} · mended ${sum('mended')}`,
    `drafts thrown away and told ${sum('discarded')} · given up ${sum('gaveUp')} · confirmed live ${sum('confirmed')} · sent again by two ${sum('resent')}`,
    `asked of a person on the second day: ${reasons || 'nothing'}`,
  ].join('\n')
}
