import { makeApp } from '../../src/app.tsx'
import type { Ctx } from '../../src/context.ts'
import type { Role } from '../../src/db/tables/people.ts'
import { createToken } from '../../src/people/token.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read what came, whatever it is.
  body: any
  headers: Headers
}
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>

/** The API as a caller with a person's token of one role sees it; without a person, as one without a token. */
export async function callerOf(ctx: Ctx, person?: { email: string }, role: Role = 'admin'): Promise<Call> {
  const app = makeApp(ctx)
  const made = person && (await createToken(ctx, undefined, { email: person.email, role, name: 'Thử' }))
  if (made && made.is !== 'made') throw new Error(`no token: ${made.is}`)
  return async (method, path, body) => {
    const response = await app.request(path, {
      method,
      headers: { ...(made && { authorization: `Bearer ${made.token}` }), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
  }
}
