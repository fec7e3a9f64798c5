import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Role } from '../db/tables/people.ts'
import { findRoot, findUnit } from '../units/queries.ts'
import { maxPasswordLength, minPasswordLength } from './auth.ts'
import type { Actor } from './person.ts'
import { addPerson, addSeats, addUser } from './queries.ts'

export interface NewPerson {
  name: string
  email: string
  password: string
  /** Roles at `unit`, and by that below it. */
  roles: readonly Role[]
  /** The root of the tree when it is not said. */
  unit?: number
  language?: 'vi' | 'en'
}

export type Created =
  | { is: 'created'; id: number }
  | { is: 'taken' }
  /** The password is shorter or longer than it may be. */
  | { is: 'length'; min: number; max: number }
  /** There is no such unit, or none at all yet. */
  | { is: 'no_unit' }

/** A person who may sign in. `by` is undefined at the command line. Both halves are one transaction. */
export async function createPerson(ctx: Ctx, by: Actor | undefined, given: NewPerson): Promise<Created> {
  const length = [...given.password].length
  if (length < minPasswordLength || length > maxPasswordLength)
    return { is: 'length', min: minPasswordLength, max: maxPasswordLength }
  const { hashPassword } = await import('better-auth/crypto')
  const password = await hashPassword(given.password)
  const at = ctx.now()
  const email = given.email.trim().toLowerCase().normalize('NFC')
  const name = given.name.trim().normalize('NFC')
  return ctx.db.transaction().execute(async trx => {
    const unit = given.unit ? await findUnit(trx, given.unit) : await findRoot(trx)
    if (!unit) return { is: 'no_unit' }
    const user = await addUser(trx, { name, email, password, at })
    if (!user) return { is: 'taken' }
    const person = await addPerson(trx, { user, name, email, language: given.language ?? 'vi', at })
    await addSeats(
      trx,
      given.roles.map(role => ({ person_id: person.id, unit_id: unit.id, role })),
    )
    await record(trx, {
      at,
      person: by?.id,
      via: by?.via ?? 'cli',
      verb: 'person.created',
      subject: 'person',
      subjectId: person.id,
      unit: unit.id,
      detail: { roles: given.roles },
    })
    return { is: 'created', id: person.id }
  })
}
