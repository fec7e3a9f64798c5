import type { Hono } from 'hono'
import { makeApp } from '../../src/app.tsx'
import type { Ctx } from '../../src/context.ts'
import type { Db } from '../../src/db/open.ts'
import type { Role } from '../../src/db/schema.ts'
import type { Env } from '../../src/http/env.ts'
import { createPerson } from '../../src/people/create.ts'
import type { Actor } from '../../src/people/person.ts'
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

/** A person with a seat, and the session cookie they got by signing in. */
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

/** The desk over HTTP without a socket: the same app, a real database, people who signed in. */
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
      const made = await createPerson(ctx, undefined, { name, email, password, roles, unit })
      if (made.is !== 'created') throw new Error(`no person: ${made.is}`)
      const answer = await post('/sign-in', { email, password })
      const cookie = cookiesOf(answer)
      if (!cookie) throw new Error(`not signed in: ${answer.status}`)
      return { actor: { id: made.id, name, email, language: 'vi', via: 'desk' }, cookie }
    },
  }
}

export const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
