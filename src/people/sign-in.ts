import type { Ctx } from '../context.ts'
import type { Db } from '../db/open.ts'
import { sha256Hex } from '../kit/crypto.ts'
import { authOf } from './auth.ts'
import { addTry, countTries, findByEmail, forgetTries, forgetTry, lockTries } from './queries.ts'

export type SignedIn =
  /** `cookies` are Set-Cookie values for the answer. */
  | { is: 'in'; cookies: string[]; person: number }
  /** The password was right; the six-digit code comes next. */
  | { is: 'code'; cookies: string[] }
  /** Never says which of the two was wrong. */
  | { is: 'wrong' }
  | { is: 'slowed'; until: Date }

/** Five failures from one address for one person, or thirty for the person from anywhere, slow that pair for five minutes. */
const window = 5 * 60_000
const limits = { pair: 5, person: 30 }

/**
 * @param headers of the request: its cookies are ended, so that a session set before signing in is never carried over.
 * @param address of the browser, as the runtime saw it.
 */
export async function signIn(
  ctx: Ctx,
  given: { email: string; password: string; address: string; headers: Headers },
): Promise<SignedIn> {
  const email = given.email.trim().toLowerCase()
  const keys = { pair: await sha256Hex(`${email}\n${given.address}`), person: await sha256Hex(email) }
  const now = ctx.now()
  // Counted before the password is looked at: of a hundred guesses at the same moment, five are looked at.
  const slowed = await startTry(ctx.db, keys, now)
  if (slowed) return { is: 'slowed', until: slowed }
  const person = await findByEmail(ctx.db, email)
  const auth = await authOf(ctx)
  try {
    const { headers, response } = await auth.api.signInEmail({
      // Of somebody whose access ended, no password is right; the same time is spent as on a wrong one.
      body: { email: person ? email : `nobody+${crypto.randomUUID()}@invalid.invalid`, password: given.password },
      headers: new Headers(),
      returnHeaders: true,
    })
    if (!person) return { is: 'wrong' }
    await forgetTries(ctx.db, keys.pair)
    await forgetTry(ctx.db, keys.person, now)
    await endSession(ctx, given.headers)
    const cookies = headers.getSetCookie()
    return 'twoFactorRedirect' in response ? { is: 'code', cookies } : { is: 'in', cookies, person: person.id }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { is: 'wrong' }
  }
}

/** Undefined when this guess may be looked at; otherwise until when nobody may guess. */
const startTry = (db: Db, keys: Record<keyof typeof limits, string>, now: Date): Promise<Date | undefined> =>
  db.transaction().execute(async trx => {
    await lockTries(trx, keys.person)
    const since = new Date(now.getTime() - window)
    for (const of of ['pair', 'person'] as const) {
      const tries = await countTries(trx, keys[of], since)
      if (tries.count >= limits[of]) return new Date(tries.last.getTime() + window)
    }
    await addTry(trx, [keys.pair, keys.person], now)
    return undefined
  })

export type Coded = { is: 'in'; cookies: string[] } | { is: 'wrong' } | { is: 'again' }

/** The second step. `again`: the first step is too long ago, or too many codes were wrong. */
export async function verifyCode(ctx: Ctx, headers: Headers, code: string): Promise<Coded> {
  const auth = await authOf(ctx)
  const digits = code.replace(/\D/g, '')
  try {
    const answer = await auth.api.verifyTOTP({ body: { code: digits }, headers, returnHeaders: true })
    return { is: 'in', cookies: answer.headers.getSetCookie() }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return codeOf(error) === 'INVALID_CODE' ? { is: 'wrong' } : { is: 'again' }
  }
}

/** Cookies that clear the session; also ends it on the server, so a copied cookie is of no use. */
export async function endSession(ctx: Ctx, headers: Headers): Promise<string[]> {
  if (!headers.get('cookie')) return []
  const auth = await authOf(ctx)
  try {
    const answer = await auth.api.signOut({ headers, returnHeaders: true })
    return answer.headers.getSetCookie()
  } catch (error) {
    if (isRefusal(error)) return []
    throw error
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'body' in error
    ? (error.body as { code?: unknown } | undefined)?.code
    : undefined

/** better-auth throws its expected refusals as `APIError`, with a status below 500. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500
