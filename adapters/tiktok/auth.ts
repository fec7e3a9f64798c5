import { afterSilence } from '../../src/kit/exchange.ts'
import type { App, Auth, Connected, Health, Io, Problem, Renewed, Session } from '../../src/ports/network.ts'
import { type Answer, apiOf } from './api.ts'
import { readUser } from './calls.ts'
import { DAY, HOUR } from './limits.ts'
import { consentAddress, ofCode, ofRefresh } from './oauth.ts'
import type { Cred } from './shape.ts'

export const auth: Auth<Cred> = { begin, finish, adopt, inspect, refresh }

async function begin(app: App, redirect: string, state: string): Promise<{ url: string }> {
  return { url: consentAddress({ app: app.id, redirect, state }) }
}

async function finish(io: Io, back: URLSearchParams, redirect: string): Promise<Connected<Cred>> {
  // Decoded once by whoever read the address: the code holds `*` and `!`.
  const code = back.get('code')
  if (back.get('error') === 'access_denied') return refused({ code: 'tiktok.consent_denied' })
  if (!code) return refused({ code: 'tiktok.consent_failed', detail: (back.get('error') ?? '').slice(0, 100) })
  // The person may have unticked some: what is missing is said now, not at night.
  const granted = back.get('scopes')?.split(',')
  if (granted && !granted.includes('video.upload')) return refused({ code: 'tiktok.scope_upload' })
  const pair = await ofCode(io, code, redirect)
  if (pair.is !== 'pair') return refused(pair.why)
  const scopes = granted ?? pair.cred.scopes
  return accountOf(io, { ...pair.cred, ...(scopes && { scopes }) }, pair.expiresAt, pair.account)
}

/** A pair given by hand. It is not spent by this look; its age nobody knows, so it is renewed soon. */
async function adopt(io: Io, cred: Cred): Promise<Connected<Cred>> {
  const expiresAt = new Date(cred.expiresAt ?? io.now().getTime() + HOUR)
  return accountOf(io, { ...cred, expiresAt: expiresAt.getTime() }, expiresAt)
}

async function accountOf(io: Io, cred: Cred, expiresAt: Date, expected?: string): Promise<Connected<Cred>> {
  const read = await readUser(apiOf(io, cred.access))
  if (read.is !== 'answer') return refused(whyOf(read))
  const { open_id: id, display_name } = read.value.user
  if (expected !== undefined && expected !== id) return refused({ code: 'tiktok.other_account' })
  if (cred.scopes && !cred.scopes.includes('video.upload')) return refused({ code: 'tiktok.scope_upload' })
  return {
    is: 'accounts',
    accounts: [{ id, name: display_name || id, cred, expiresAt, warnings: warningsOf(io, cred) }],
  }
}

async function inspect(to: Session<Cred>): Promise<Health> {
  const read = await readUser(apiOf(to, to.cred.access, to.note))
  if (read.is === 'fault' && read.fault.is === 'account') return { is: 'reconnect', why: read.fault.why }
  if (read.is !== 'answer') return { is: 'unknown', why: whyOf(read) }
  if (read.value.user.open_id !== to.account) return { is: 'reconnect', why: { code: 'tiktok.other_account' } }
  const end = to.cred.expiresAt === undefined ? {} : { expiresAt: new Date(to.cred.expiresAt) }
  return { is: 'well', ...end, warnings: warningsOf(to, to.cred) }
}

/** The old refresh token stops working with the answer; a lost answer may have spent it. */
async function refresh(to: Session<Cred>): Promise<Renewed<Cred>> {
  const pair = await ofRefresh(to, to.cred.refresh)
  switch (pair.is) {
    case 'pair': {
      if (pair.account !== to.account) return { is: 'reconnect', why: { code: 'tiktok.other_account' } }
      const scopes = pair.cred.scopes?.length ? pair.cred.scopes : to.cred.scopes
      return { is: 'renewed', cred: { ...pair.cred, ...(scopes && { scopes }) }, expiresAt: pair.expiresAt }
    }
    case 'refused':
      return { is: 'reconnect', why: pair.why }
    case 'silence':
      return afterSilence(pair)
    default:
      return pair satisfies never
  }
}

function warningsOf(io: Io, { scopes, refreshUntil }: Cred): Problem[] {
  const left = refreshUntil === undefined ? undefined : refreshUntil - io.now().getTime()
  return [
    ...(scopes && !scopes.includes('video.publish') ? [{ code: 'tiktok.scope_publish' }] : []),
    ...(scopes && !scopes.includes('video.list') ? [{ code: 'tiktok.scope_list' }] : []),
    ...(left !== undefined && left < 14 * DAY
      ? [{ code: 'tiktok.consent_ends', with: { days: Math.max(0, Math.floor(left / DAY)) } }]
      : []),
  ]
}

export const whyOf = (answer: Exclude<Answer<unknown>, { is: 'answer' }>): Problem =>
  answer.is === 'fault' ? answer.fault.why : answer.why

const refused = (why: Problem): Connected<Cred> => ({ is: 'refused', why })
