import { type Insertable, sql } from 'kysely'
import type { Db, Trx } from '../db/open.ts'
import type { ApiTokenTable, Role, SeatTable } from '../db/tables/people.ts'
import type { Actor } from './person.ts'

/** The roles a person has anywhere. */
export const rolesOf = async (db: Db, person: number): Promise<Role[]> =>
  (await db.selectFrom('scope').select('role').distinct().where('person_id', '=', person).execute()).map(
    row => row.role,
  )

/** Up to three people who hold one of the roles in a unit this person works in. */
export const holdersOf = (db: Db, person: number, roles: readonly Role[]) =>
  db
    .selectFrom('scope')
    .innerJoin('person', 'person.id', 'scope.person_id')
    .select(['person.id', 'person.name'])
    .distinct()
    .where('scope.role', 'in', roles)
    .where('person.ended_at', 'is', null)
    .where('scope.unit_id', 'in', db.selectFrom('seat').select('unit_id').where('person_id', '=', person))
    .orderBy('person.name')
    .limit(3)
    .execute()

/** True when the actor holds one of the roles in every one of these units. A token's role narrows what its person has. */
export async function holdsIn(
  db: Db,
  by: Pick<Actor, 'id' | 'role'>,
  units: readonly number[],
  roles: readonly Role[],
): Promise<boolean> {
  const usable = by.role ? roles.filter(role => role === by.role) : roles
  const wanted = [...new Set(units)]
  if (usable.length === 0 || wanted.length === 0) return false
  const held = await db
    .selectFrom('scope')
    .select('unit_id')
    .distinct()
    .where('person_id', '=', by.id)
    .where('role', 'in', usable)
    .where('unit_id', 'in', wanted)
    .execute()
  return held.length === wanted.length
}

/** Who has held the role longest. */
export const firstWith = (db: Db, role: Role) =>
  db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.person_id')
    .select(['person.id', 'person.name', 'person.email'])
    .where('seat.role', '=', role)
    .where('person.ended_at', 'is', null)
    .orderBy('person.id')
    .executeTakeFirst()

/** Only people whose access has not ended. */
export const findByEmail = (db: Db, email: string) =>
  db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'language', 'auth_id'])
    .where('email', '=', email)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const findByAuth = (db: Db, user: string) =>
  db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'language'])
    .where('auth_id', '=', user)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const saveLanguage = (db: Db, person: number, language: 'vi' | 'en') =>
  db.updateTable('person').set({ language }).where('id', '=', person).execute()

export async function countTries(db: Db, key: string, since: Date): Promise<{ count: number; last: Date }> {
  const row = await db
    .selectFrom('sign_in_try')
    .select(e => [e.fn.countAll<number>().as('count'), e.fn.max('at').as('last')])
    .where('key', '=', key)
    .where('at', '>', since)
    .executeTakeFirst()
  return { count: row?.count ?? 0, last: row?.last ?? since }
}

export const addTry = (db: Db, keys: readonly string[], at: Date) =>
  db
    .insertInto('sign_in_try')
    .values(keys.map(key => ({ key, at })))
    .execute()

/** Those who guess for one person are counted one after the other. */
export const lockTries = (trx: Trx, key: string) => sql`select pg_advisory_xact_lock(hashtext(${key}))`.execute(trx)

/** One that turned out to be right. */
export const forgetTry = (db: Db, key: string, at: Date) =>
  db.deleteFrom('sign_in_try').where('key', '=', key).where('at', '=', at).execute()

export const forgetTries = (db: Db, key: string) => db.deleteFrom('sign_in_try').where('key', '=', key).execute()

/** The person and the role a bearer token stands for; marks it used, at most once a minute. */
export async function findByToken(db: Db, hash: string, now: Date) {
  const row = await db
    .selectFrom('api_token')
    .innerJoin('person', 'person.id', 'api_token.person_id')
    .select(['person.id', 'person.name', 'person.email', 'person.language', 'api_token.role', 'api_token.id as token'])
    .select('api_token.used_at')
    .where('api_token.hash', '=', hash)
    .where('api_token.ended_at', 'is', null)
    .where('person.ended_at', 'is', null)
    .executeTakeFirst()
  if (row && (!row.used_at || now.getTime() - row.used_at.getTime() > 60_000))
    await db.updateTable('api_token').set({ used_at: now }).where('id', '=', row.token).execute()
  return row
}

/** What better-auth needs to let somebody in; undefined when the address is taken. */
export async function addUser(trx: Trx, user: { name: string; email: string; password: string; at: Date }) {
  const id = crypto.randomUUID()
  const at = { created_at: user.at, updated_at: user.at }
  const added = await trx
    .insertInto('auth_user')
    .values({ id, name: user.name, email: user.email, email_verified: true, ...at })
    .onConflict(conflict => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return undefined
  await trx
    .insertInto('auth_account')
    .values({
      id: crypto.randomUUID(),
      user_id: id,
      account_id: id,
      provider_id: 'credential',
      password: user.password,
      ...at,
    })
    .execute()
  return id
}

/** A person known before without a way to sign in keeps their id and their history. */
export const addPerson = (
  trx: Trx,
  person: { user: string; name: string; email: string; language: 'vi' | 'en'; at: Date },
) =>
  trx
    .insertInto('person')
    .values({
      auth_id: person.user,
      name: person.name,
      email: person.email,
      language: person.language,
      created_at: person.at,
    })
    .onConflict(conflict =>
      conflict
        .column('email')
        .doUpdateSet({ auth_id: person.user, name: person.name, ended_at: null })
        .where(sql<boolean>`person.auth_id is null`),
    )
    .returning('id')
    .executeTakeFirstOrThrow()

export const addSeats = async (trx: Trx, seats: readonly SeatTable[]) => {
  if (seats.length)
    await trx
      .insertInto('seat')
      .values(seats)
      .onConflict(conflict => conflict.doNothing())
      .execute()
}

export const addToken = (trx: Trx, token: Insertable<ApiTokenTable>) =>
  trx.insertInto('api_token').values(token).returning('id').executeTakeFirstOrThrow()
