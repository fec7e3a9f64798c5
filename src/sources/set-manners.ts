import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { sha256Hex } from '../kit/crypto.ts'
import type { Actor } from '../people/person.ts'
import { type Manners, mannersOf, mannersShape } from './manners.ts'
import { maySetUp } from './queries.ts'
import { findPortalSettings, forgetOrigin, lockPortalSettings, putPortalSettings } from './queries-manners.ts'

export type Told = { is: 'manners'; manners: Manners } | { is: 'missing' }

export async function findManners(ctx: Ctx, by: Actor, portal: number): Promise<Told> {
  const row = await findPortalSettings(ctx.db, by.id, portal)
  return row ? { is: 'manners', manners: mannersOf(row.settings) } : { is: 'missing' }
}

export type MannersSet = { is: 'set'; manners: Manners } | { is: 'missing' } | { is: 'forbidden' }

/** How a portal is treated from now on, as a whole; what is not given falls back to the usual. Each change is audited. */
export async function setManners(ctx: Ctx, by: Actor, portal: number, given: Manners): Promise<MannersSet> {
  const seen = await findPortalSettings(ctx.db, by.id, portal)
  if (!seen) return { is: 'missing' }
  if (!(await maySetUp(ctx.db, by, seen.unit_id))) return { is: 'forbidden' }
  const detail = await told(given)
  return ctx.db.transaction().execute(async trx => {
    const row = await lockPortalSettings(trx, portal)
    if (!row) return { is: 'missing' } as const
    const rest = Object.fromEntries(
      Object.entries(asRecord(row.settings)).filter(([key]) => !(key in mannersShape.shape)),
    )
    await putPortalSettings(trx, portal, { ...rest, ...given })
    await forgetOrigin(trx, row.base_url)
    await record(trx, {
      at: ctx.now(),
      person: by.id,
      via: by.via,
      verb: 'portal.manners_set',
      subject: 'portal',
      subjectId: portal,
      unit: row.unit_id,
      detail: { before: await told(mannersOf(row.settings)), after: detail },
    })
    return { is: 'set', manners: given } as const
  })
}

/** Certificates are long; their digest tells them apart. */
async function told({ extraCa, ...rest }: Manners): Promise<Record<string, unknown>> {
  return { ...rest, ...(extraCa && { extraCa: `sha256:${await sha256Hex(extraCa)}` }) }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
