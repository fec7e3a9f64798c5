import { z } from 'zod'
import { exchange, type Silence } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io, Problem } from '../../src/ports/network.ts'
import { API_HOST, CONSENT_HOST } from './limits.ts'
import { redact } from './secrets.ts'
import type { Cred } from './shape.ts'

/** Names of rights, as a consent page lists them. Drafts need the third; direct posts the fourth; counters the second. */
export const SCOPES = ['user.info.basic', 'video.list', 'video.upload', 'video.publish'] as const

export type Pair =
  | { is: 'pair'; cred: Cred; account: string; expiresAt: Date }
  | { is: 'refused'; why: Problem }
  | Silence

/** `client_key`, and scopes with commas between. Login Kit for web, read 2026-09-11; the web flow names no PKCE. */
export function consentAddress(given: { app: string; redirect: string; state: string }): string {
  const url = new URL(`https://${CONSENT_HOST}/v2/auth/authorize/`)
  url.searchParams.set('client_key', given.app)
  url.searchParams.set('scope', SCOPES.join(','))
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('redirect_uri', given.redirect)
  url.searchParams.set('state', given.state)
  // Always ask: whoever is signed in on this machine need not be the account that is meant.
  url.searchParams.set('disable_auto_auth', '1')
  return url.href
}

export const ofCode = (io: Io, code: string, redirect: string): Promise<Pair> =>
  askForPair(io, { grant_type: 'authorization_code', code, redirect_uri: redirect }, 'code')

/** The refresh token works once: whoever calls stores what comes of it before using it. */
export const ofRefresh = (io: Io, refresh: string): Promise<Pair> =>
  askForPair(io, { grant_type: 'refresh_token', refresh_token: refresh }, 'refresh')

const pairShape = z.object({
  open_id: z.string().min(1),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  // Seconds. A day and a year in older answers, two hours and 180 days since November 2026: only these count.
  expires_in: z.coerce.number().positive(),
  refresh_expires_in: z.coerce.number().positive().optional(),
  scope: z.string().default(''),
})
const refusalShape = z.object({
  error: z.string().min(1),
  error_description: z.string().default(''),
  log_id: z.string().optional(),
})

/** Errors come with 200 as well as with 400: the key `error` is looked for before anything else. */
async function askForPair(io: Io, fields: Record<string, string>, by: 'code' | 'refresh'): Promise<Pair> {
  const secrets = [io.app.secret, fields.refresh_token ?? '', fields.code ?? ''].filter(Boolean)
  const clean = (text: string) => redact(text, secrets)
  const reply = await exchange(
    io,
    new URL(`https://${API_HOST}/v2/oauth/token/`),
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_key: io.app.id, client_secret: io.app.secret, ...fields }).toString(),
    },
    clean,
  )
  if (reply.is === 'silence') return reply
  const body = findJson(reply.text)
  const refusal = refusalShape.safeParse(body)
  if (refusal.success && reply.status < 500) return refused(refusal.data, reply.status, by, clean)
  const pair = pairShape.safeParse(body)
  if (!pair.success || reply.status > 299)
    return { is: 'silence', sent: true, why: { code: 'tiktok.answer_unreadable', status: reply.status } }
  const now = io.now().getTime()
  const { access_token: access, refresh_token: refresh, expires_in, refresh_expires_in, scope, open_id } = pair.data
  const expiresAt = now + expires_in * 1000
  return {
    is: 'pair',
    account: open_id,
    expiresAt: new Date(expiresAt),
    cred: {
      access,
      refresh,
      expiresAt,
      ...(refresh_expires_in !== undefined && { refreshUntil: now + refresh_expires_in * 1000 }),
      scopes: scope.split(',').filter(Boolean),
    },
  }
}

function refused(
  given: z.output<typeof refusalShape>,
  status: number,
  by: 'code' | 'refresh',
  clean: (text: string) => string,
): Pair {
  const app = given.error === 'invalid_client' || given.error === 'unauthorized_client'
  const code = app ? 'tiktok.app_unknown' : by === 'code' ? 'tiktok.code_refused' : 'tiktok.refresh_refused'
  const detail = clean([given.error, given.error_description].filter(Boolean).join(' · '))
  return { is: 'refused', why: { code, detail, status, ...(given.log_id && { trace: given.log_id }) } }
}
