import { z } from 'zod'
import { challengeOf, makeVerifier } from '../../src/kit/pkce.ts'
import { showDate } from '../../src/kit/time.ts'
import type { App, Auth, Connected, Health, Io, Json, Problem, Renewed, Session } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import { readChannel, type SeenChannel } from './calls.ts'
import { HOUR } from './limits.ts'
import { consentAddress, missingScopes, ofCode, ofRefresh } from './oauth.ts'
import type { Cred } from './shape.ts'

export const auth: Auth<Cred> = { begin, finish, adopt, inspect, refresh }

async function begin(app: App, redirect: string, state: string): Promise<{ url: string; keep: Json }> {
  const verifier = makeVerifier()
  const challenge = await challengeOf(verifier)
  return { url: consentAddress({ app: app.id, redirect, challenge, state }), keep: { verifier } }
}

/** Rights may be unticked one by one: what we cannot do without is asked for at once, not at the first video. */
async function finish(io: Io, back: URLSearchParams, redirect: string, keep?: Json): Promise<Connected<Cred>> {
  const kept = z.object({ verifier: z.string() }).safeParse(keep)
  const code = back.get('code')
  if (back.get('error') === 'access_denied') return refused({ code: 'youtube.consent_denied' })
  if (!kept.success || !code) return refused({ code: 'youtube.consent_failed' })
  const tokens = await ofCode(io, { code, redirect, verifier: kept.data.verifier })
  if (tokens.is !== 'tokens') return refused(tokens.why)
  const missing = missingScopes(tokens.scope ?? back.get('scope') ?? '')
  if (missing.length > 0) return refused({ code: 'youtube.scopes_missing', with: { scopes: missing.join(', ') } })
  return accountOf(io, tokens.cred, tokens.expiresAt)
}

/** A pair given by hand. How old its access token is nobody tells: it is renewed at the next turn. */
async function adopt(io: Io, cred: Cred): Promise<Connected<Cred>> {
  const expiresAt = cred.expiresAt === undefined ? new Date(io.now().getTime() + HOUR) : new Date(cred.expiresAt)
  return accountOf(io, { ...cred, expiresAt: expiresAt.getTime() }, expiresAt)
}

/** One channel, however many the login has: the one that was chosen on the consent page. */
async function accountOf(io: Io, cred: Cred, expiresAt: Date): Promise<Connected<Cred>> {
  const read = await readChannel(apiOf(io, cred, {}))
  if (read.is !== 'answer') return refused(read.is === 'fault' ? read.fault.why : read.why)
  const channel = read.value
  if (!channel) return refused({ code: 'youtube.no_channel' })
  const { id, snippet } = channel
  return {
    is: 'accounts',
    accounts: [{ id, name: snippet.title, cred, expiresAt, warnings: warningsOf(cred, channel) }],
  }
}

async function inspect(to: Session<Cred>): Promise<Health> {
  const read = await readChannel(apiOf(to, to.cred, to.settings))
  if (read.is === 'fault' && read.fault.is === 'account') return { is: 'reconnect', why: read.fault.why }
  if (read.is !== 'answer') return { is: 'unknown', why: read.is === 'fault' ? read.fault.why : read.why }
  if (!read.value) return { is: 'reconnect', why: { code: 'youtube.no_channel' } }
  if (read.value.id !== to.account) return { is: 'reconnect', why: { code: 'youtube.other_account' } }
  const end = to.cred.expiresAt === undefined ? {} : { expiresAt: new Date(to.cred.expiresAt) }
  return { is: 'well', ...end, warnings: warningsOf(to.cred, read.value) }
}

/** `invalid_grant` is final: only a person helps, and it is not asked again. */
async function refresh(to: Session<Cred>): Promise<Renewed<Cred>> {
  const tokens = await ofRefresh(to, to.cred)
  switch (tokens.is) {
    case 'tokens':
      return { is: 'renewed', cred: tokens.cred, expiresAt: tokens.expiresAt }
    case 'refused':
      return { is: 'reconnect', why: tokens.why }
    case 'silence':
      // A refresh token is not spent by being used: whatever became of the answer, it may be asked again.
      return { is: 'unsent', why: tokens.why }
    default:
      return tokens satisfies never
  }
}

/** Said to the administrator; nothing stops for it. */
export function warningsOf(cred: Cred, channel: SeenChannel): Problem[] {
  const { longUploadsStatus } = channel.status ?? {}
  return [
    // Consent screen in testing: the grant ends after seven days, whatever is renewed.
    ...(cred.grantEndsAt === undefined
      ? []
      : [{ code: 'youtube.testing_grant', with: { date: showDate(new Date(cred.grantEndsAt)) } }]),
    ...(longUploadsStatus !== undefined && longUploadsStatus !== 'allowed'
      ? [{ code: 'youtube.short_uploads_only' }]
      : []),
  ]
}

const refused = (why: Problem): Connected<Cred> => ({ is: 'refused', why })
