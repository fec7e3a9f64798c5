import { z } from 'zod'
import { exchange, type Silence } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io, Problem } from '../../src/ports/network.ts'
import { ACCOUNTS_HOST, OAUTH_HOST } from './limits.ts'
import { redact } from './secrets.ts'
import type { Cred } from './shape.ts'

const PREFIX = 'https://www.googleapis.com/auth/'
/**
 * The least that does the work: uploading; changing, captions and every list; reports. `youtube.upload` alone reads
 * nothing, and only `youtube.force-ssl` dresses a video with captions (discovery document, `scopes` of each method).
 */
export const SCOPES = ['youtube.upload', 'youtube.force-ssl', 'yt-analytics.readonly'] as const

/** `offline` and `consent`, or no refresh token comes back. */
export function consentAddress(given: { app: string; redirect: string; challenge: string; state: string }): string {
  const url = new URL(`https://${ACCOUNTS_HOST}/o/oauth2/v2/auth`)
  for (const [name, value] of Object.entries({
    client_id: given.app,
    redirect_uri: given.redirect,
    response_type: 'code',
    scope: SCOPES.map(scope => PREFIX + scope).join(' '),
    state: given.state,
    access_type: 'offline',
    prompt: 'consent',
    include_granted_scopes: 'true',
    code_challenge: given.challenge,
    code_challenge_method: 'S256',
  }))
    url.searchParams.set(name, value)
  return url.href
}

/** Rights that were unticked on the consent page. */
export function missingScopes(granted: string): string[] {
  const names = granted.split(/\s+/)
  return SCOPES.filter(scope => !names.includes(PREFIX + scope))
}

const tokenShape = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
  /** Only of grants that end by time. */
  refresh_token_expires_in: z.coerce.number().positive().optional(),
})
const refusalShape = z.object({ error: z.string(), error_description: z.string().default('') })

export type Tokens =
  | { is: 'tokens'; cred: Cred; expiresAt: Date; scope?: string }
  | { is: 'refused'; why: Problem }
  | Silence

export const ofCode = (io: Io, given: { code: string; redirect: string; verifier: string }): Promise<Tokens> =>
  ask(io, {
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.redirect,
    code_verifier: given.verifier,
  })

/** The refresh token does not change and does not come back: the old one stays. */
export const ofRefresh = (io: Io, cred: Cred): Promise<Tokens> =>
  ask(io, { grant_type: 'refresh_token', refresh_token: cred.refresh }, cred)

async function ask(io: Io, fields: Record<string, string>, old?: Cred): Promise<Tokens> {
  const secrets = [io.app.secret, fields.refresh_token ?? '', fields.code ?? '', fields.code_verifier ?? '']
  const clean = (text: string) => redact(text, secrets.filter(Boolean))
  const body = new URLSearchParams({ ...fields, client_id: io.app.id, client_secret: io.app.secret }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
  const reply = await exchange(io, `https://${OAUTH_HOST}/token`, { method: 'POST', headers, body }, clean)
  if (reply.is === 'silence') return reply
  const answer = findJson(reply.text)
  const token = tokenShape.safeParse(answer)
  if (token.success && reply.status < 300) {
    const { access_token: access, refresh_token, expires_in, refresh_token_expires_in: grant, scope } = token.data
    const refresh = refresh_token ?? old?.refresh
    if (refresh === undefined) return { is: 'refused', why: { code: 'youtube.no_refresh_token' } }
    const now = io.now().getTime()
    const expiresAt = new Date(now + expires_in * 1000)
    const grantEndsAt = grant === undefined ? old?.grantEndsAt : now + grant * 1000
    const cred: Cred = { access, refresh, expiresAt: expiresAt.getTime(), ...(grantEndsAt && { grantEndsAt }) }
    return { is: 'tokens', cred, expiresAt, ...(scope !== undefined && { scope }) }
  }
  const refusal = refusalShape.safeParse(answer)
  if (!refusal.success || reply.status >= 500) {
    const detail = refusal.success ? '' : clean(reply.text.slice(0, 500).replace(/[A-Za-z0-9._/-]{40,}/g, '…'))
    return { is: 'silence', sent: true, why: { code: 'youtube.answer_unreadable', status: reply.status, detail } }
  }
  const { error, error_description } = refusal.data
  const detail = clean([error, error_description].filter(Boolean).join(': '))
  const code = error === 'invalid_client' ? 'youtube.app_unknown' : old ? 'youtube.grant_over' : 'youtube.code_refused'
  return { is: 'refused', why: { code, detail, status: reply.status } }
}
