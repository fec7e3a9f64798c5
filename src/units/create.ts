import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { UnitTable } from '../db/tables/people.ts'
import { addUnit } from './queries.ts'

/** Said by an administrator at the command line or by the demonstration; `by` is a person's id where there is one. */
export async function createUnit(
  ctx: Ctx,
  by: { id: number; via: 'desk' | 'api' | 'cli' } | undefined,
  given: { name: string; kind: UnitTable['kind']; parent?: number },
): Promise<number> {
  return ctx.db.transaction().execute(async trx => {
    const unit = await addUnit(trx, { ...given, name: given.name.normalize('NFC') })
    await record(trx, {
      at: ctx.now(),
      person: by?.id,
      via: by?.via ?? 'cli',
      verb: 'unit.created',
      subject: 'unit',
      subjectId: unit.id,
      unit: unit.id,
    })
    return unit.id
  })
}
