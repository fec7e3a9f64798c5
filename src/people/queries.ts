import type { Db } from '../db/open.ts'
import type { Role } from '../db/schema.ts'
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
