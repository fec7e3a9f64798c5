import { z } from 'zod'
import { exchange, type Silence } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io, Problem } from '../../src/ports/network.ts'
import { HOUR, OAUTH_HOST } from './limits.ts'
import { redact } from './secrets.ts'
import type { Cred } from './shape.ts'

export type Pair = { is: 'pair'; cred: Cred; expiresAt: Date } | { is: 'refused'; why: Problem } | Silence

/** The consent page: exactly these four, in this order. The path without `/oa` belongs to another product. */
export function consentAddress(given: { app: string; redirect: string; challenge: string; state: string }): string {
  const url = new URL(`https://${OAUTH_HOST}/v4/oa/permission`)
  url.searchParams.set('app_id', given.app)
  url.searchParams.set('redirect_uri', given.redirect)
  url.searchParams.set('code_challenge', given.challenge)
  url.searchParams.set('state', given.state)
  return url.href
}

export const ofCode = (io: Io, code: string, verifier: string): Promise<Pair> =>
  askForPair(io, { code, app_id: io.app.id, grant_type: 'authorization_code', code_verifier: verifier }, 'code')

/** The refresh token works once: whoever calls stores what comes of it before using it. */
export const ofRefresh = (io: Io, refresh: string): Promise<Pair> =>
  askForPair(io, { refresh_token: refresh, app_id: io.app.id, grant_type: 'refresh_token' }, 'refresh')

const pairShape = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Documented as a string of seconds. */
  expires_in: z.coerce.number().positive(),
})
const refusalShape = z.object({
  error: z.coerce.number(),
  error_name: z.string().default(''),
  error_reason: z.string().default(''),
})

/** Failure is HTTP 200 too, and no table of its numbers is published: no pair in the answer is a refusal. */
async function askForPair(io: Io, fields: Record<string, string>, by: 'code' | 'refresh'): Promise<Pair> {
  const secrets = [io.app.secret, fields.refresh_token ?? '', fields.code ?? '', fields.code_verifier ?? '']
  const clean = (text: string) => redact(text, secrets.filter(Boolean))
  const reply = await exchange(
    io,
    new URL(`https://${OAUTH_HOST}/v4/oa/access_token`),
    {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        secret_key: io.app.secret,
        accept: 'application/json',
      },
      body: new URLSearchParams(fields).toString(),
    },
    clean,
  )
  if (reply.is === 'silence') return reply
  const body = findJson(reply.text)
  const pair = pairShape.safeParse(body)
  if (pair.success && reply.status < 300) {
    const expiresAt = new Date(io.now().getTime() + pair.data.expires_in * 1000)
    const { access_token: access, refresh_token: refresh } = pair.data
    return { is: 'pair', cred: { access, refresh, expiresAt: expiresAt.getTime() }, expiresAt }
  }
  const refusal = refusalShape.safeParse(body)
  if (!refusal.success || reply.status >= 500 || refusal.data.error === 0) {
    const detail = refusal.success ? '' : clean(reply.text.slice(0, 500).replace(/[A-Za-z0-9_-]{40,}/g, '…'))
    return { is: 'silence', sent: true, why: { code: 'zalo.answer_unreadable', status: reply.status, detail } }
  }
  const { error, error_name, error_reason } = refusal.data
  const detail = clean([String(error), error_name, error_reason].filter(Boolean).join(' · '))
  const code = error === -14002 ? 'zalo.app_unknown' : by === 'code' ? 'zalo.code_refused' : 'zalo.refresh_refused'
  return { is: 'refused', why: { code, detail, status: reply.status } }
}

/** An access token given by hand tells nobody its age: it is taken for nearly over, and renewed at the next turn. */
export const unknownEnd = (now: Date) => new Date(now.getTime() + HOUR)
