import type { Hono } from 'hono'
import { makeApp } from '../../src/app.tsx'
import type { Ctx } from '../../src/context.ts'
import type { Db } from '../../src/db/open.ts'
import type { Role } from '../../src/db/tables/people.ts'
import type { Env } from '../../src/http/env.ts'
import { authOf } from '../../src/people/auth.ts'
import type { Actor } from '../../src/people/person.ts'
import { addPerson, addSeats, addUser } from '../../src/people/queries.ts'
import { createUnit } from '../../src/units/create.ts'
import { testConfig, testContext } from './context.ts'
import { toy } from './toy/index.ts'

export const origin = 'http://desk.test'
export const password = 'một câu dài dễ nhớ'

/** A context with the toy network, a clock that runs and what sessions need. */
export const deskContext = (db: Db, given: Partial<Ctx> & { settings?: Record<string, string> } = {}): Promise<Ctx> =>
  testContext(db, {
    now: () => new Date(),
    networks: new Map([['toy', toy]]),
    ...given,
    config: testConfig({ LANTOA_SECRET_KEY: '0123456789abcdef'.repeat(4), ...given.settings }),
  })

/** A person with a seat, and the cookie of a session of theirs. */
export interface Seated {
  actor: Actor
  cookie: string
}

export interface Desk {
  app: Hono<Env>
  ctx: Ctx
  root: number
  seat(name: string, roles: readonly Role[], unit?: number): Promise<Seated>
  get(path: string, as?: Seated, headers?: Record<string, string>): Promise<Response>
  /** A form of ours, as a browser on our own page sends it; with an operation key unless one is given. */
  post(
    path: string,
    form: Record<string, string | string[]>,
    as?: Seated,
    headers?: Record<string, string>,
  ): Promise<Response>
}

/** The desk over HTTP without a socket: the same app, a real database, people with sessions. */
export async function openDesk(ctx: Ctx): Promise<Desk> {
  const app = makeApp(ctx)
  const root = await createUnit(ctx, undefined, { name: 'Tỉnh Thử', kind: 'province' })
  const get: Desk['get'] = async (path, as, headers) =>
    app.request(origin + path, { headers: { ...(as && { cookie: as.cookie }), ...headers } })
  const post: Desk['post'] = async (path, form, as, headers) => {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ operation: crypto.randomUUID(), ...form }))
      for (const one of Array.isArray(value) ? value : [value]) body.append(name, one)
    return app.request(origin + path, {
      method: 'POST',
      body,
      headers: { origin, ...(as && { cookie: as.cookie }), ...headers },
    })
  }
  let people = 0
  return {
    app,
    ctx,
    root,
    get,
    post,
    seat: async (name, roles, unit = root) => {
      const email = `person${++people}@tinh.example`
      const at = ctx.now()
      const made = await ctx.db.transaction().execute(async trx => {
        const user = await addUser(trx, { name, email, password: await hashed(), at })
        if (!user) throw new Error(`${email} is taken`)
        const { id } = await addPerson(trx, { user, name, email, language: 'vi', at })
        await addSeats(
          trx,
          roles.map(role => ({ person_id: id, unit_id: unit, role })),
        )
        return { id, user }
      })
      return {
        actor: { id: made.id, name, email, language: 'vi', via: 'desk' },
        cookie: await sessionOf(ctx, made.user),
      }
    },
  }
}

/**
 * Each person's hash and each sign-in is a round of scrypt, made to be slow: one hash serves all people of a file, and
 * sessions are made as better-auth makes them once the password was right. Signing in has tests of its own.
 */
const hashed = once(async () => (await import('better-auth/crypto')).hashPassword(password))

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function sessionOf(ctx: Ctx, user: string): Promise<string> {
  const [auth, { makeSignature }] = await Promise.all([authOf(ctx), import('better-auth/crypto')])
  const { authCookies, internalAdapter, secret } = await auth.$context
  const { token } = await internalAdapter.createSession(user)
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${await makeSignature(token, secret)}`)}`
}

export const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
