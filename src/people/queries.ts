import type { Db } from '../db/open.ts'
import type { Role } from '../db/schema.ts'

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
