import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Role } from '../db/tables/people.ts'
import { sha256Hex } from '../kit/crypto.ts'
import type { Actor } from './person.ts'
import { addToken, findByEmail, rolesOf } from './queries.ts'

export type TokenMade =
  /** Shown once; only its hash is kept. */
  | { is: 'made'; token: string; id: number }
  | { is: 'no_person' }
  /** The person does not have that role. */
  | { is: 'no_role' }

/** A bearer token of the JSON API. It acts for its person with one role and no more than the person has. */
export async function createToken(
  ctx: Ctx,
  by: Actor | undefined,
  given: { email: string; role: Role; name: string },
): Promise<TokenMade> {
  const person = await findByEmail(ctx.db, given.email.trim().toLowerCase())
  if (!person) return { is: 'no_person' }
  if (!(await rolesOf(ctx.db, person.id)).includes(given.role)) return { is: 'no_role' }
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const token = `lt_${btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')}`
  const at = ctx.now()
  const hash = await sha256Hex(token)
  return ctx.db.transaction().execute(async trx => {
    const name = given.name.normalize('NFC')
    const row = await addToken(trx, { person_id: person.id, name, role: given.role, hash, created_at: at })
    await record(trx, {
      at,
      person: by?.id,
      via: by?.via ?? 'cli',
      verb: 'token.created',
      subject: 'api_token',
      subjectId: row.id,
      detail: { role: given.role, person: person.id },
    })
    return { is: 'made', token, id: row.id }
  })
}
