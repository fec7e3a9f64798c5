import type { Ctx } from '../context.ts'
import { equalBytes } from '../kit/crypto.ts'
import type { AnyNetwork, App, Fetch, Io, Ledger, Notice, Problem, Session } from '../ports/network.ts'
import type { Connection } from './channel.ts'
import { openCredential } from './credential.ts'
import { closeAllowance, spendAllowance } from './queries-allowance.ts'

export type Opened =
  | { is: 'open'; session: Session<unknown>; notices: readonly Notice[] }
  /** The credential is missing or does not open: the channel has to be connected again. */
  | { is: 'unreadable' }

/** What one turn has opened, by channel and sealed bytes: a tenth of the process's time went into opening it again. */
export type Credentials = Map<number, { cred: unknown; sealed: Uint8Array }>

/**
 * What an adapter gets to act on one channel. Its remarks gather in `notices`; the caller keeps them with
 * `keepNotices` after the call, whatever its answer.
 */
export async function openSession(
  ctx: Ctx,
  network: AnyNetwork,
  channel: Connection,
  signal: AbortSignal,
  fetch: Fetch = ctx.outbound.networks,
  credentials?: Credentials,
): Promise<Opened> {
  if (!channel.sealed) return { is: 'unreadable' }
  const known = credentials?.get(channel.channel_id)
  const opened =
    known && equalBytes(known.sealed, channel.sealed)
      ? known
      : await openCredential(ctx, network, channel.channel_id, channel.sealed)
  if (opened && opened !== known) credentials?.set(channel.channel_id, { cred: opened.cred, sealed: channel.sealed })
  const settings = network.shape.settings.safeParse(channel.settings)
  if (!opened || !settings.success) return { is: 'unreadable' }
  const notices: Notice[] = []
  const session: Session<unknown> = {
    ...ioOf(ctx, network.about.id, signal, fetch),
    cred: opened.cred,
    account: channel.account,
    settings: settings.data,
    files: ctx.files,
    note: notice => void notices.push(notice),
  }
  return { is: 'open', session, notices }
}

/** What an adapter gets before there is a channel: to finish a consent or check a credential given by hand. */
export function ioOf(ctx: Ctx, network: string, signal: AbortSignal, fetch: Fetch = ctx.outbound.networks): Io {
  const app = findApp(ctx, network) ?? noApp
  const owner = { network, app: app.id }
  const ledger: Ledger = {
    spend: (of, units) => spendAllowance(ctx.db, owner, of, units, ctx.now()),
    close: of => closeAllowance(ctx.db, owner, of),
  }
  return { app, fetch, now: ctx.now, signal, ledger }
}

export const findApp = (ctx: Ctx, network: string): App | undefined => ctx.config.apps.get(network)

/** Networks that need no registered application never look at it. */
const noApp: App = { id: '', secret: '' }

/** The last line of defence before a network's words are stored: what unlocks a channel never stands in them. */
export function scrub(problem: Problem, session: Pick<Session<unknown>, 'cred' | 'app'>): Problem {
  if (!problem.detail) return problem
  let detail = problem.detail
  for (const secret of secretsIn([session.cred, session.app.secret])) detail = detail.replaceAll(secret, '…')
  return { ...problem, detail: detail.slice(0, 500) }
}

/** Strings long enough to be a secret; a credential's short fields are kinds and flags. */
function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 12 ? [value] : []
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(secretsIn)
  return []
}
