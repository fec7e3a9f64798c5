import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addPerson, addUnit } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'

interface Plan {
  'Node Type': string
  'Plan Rows': number
  Plans?: Plan[]
}

const within = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(within)]

test.each(['scope', 'unit_within'])(
  '%s of a few units is planned for few rows, before autovacuum ever came',
  async view => {
    const { db } = await freshDatabase()
    const root = await addUnit(db)
    for (let n = 0; n < 8; n++) await addUnit(db, { parent: root, kind: 'commune' })
    await addPerson(db, { unit: root, role: 'editor' })
    const { rows } = await sql<{
      'QUERY PLAN': { Plan: Plan }[]
    }>`explain (format json) select * from ${sql.table(view)}`.execute(db)
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
    const union = plan && within(plan).find(one => one['Node Type'] === 'Recursive Union')
    // Its hash table is made for as many: 419,100 and 70,300 where the tables were never counted.
    expect(union?.['Plan Rows']).toBeLessThan(10_000)
  },
)
