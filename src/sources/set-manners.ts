import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { digestOf, sha256Hex } from '../kit/crypto.ts'
import type { Actor } from '../people/person.ts'
import { type Manners, mannersOf, mannersShape } from './manners.ts'
import { maySetUp } from './queries.ts'
import { findPortalSettings, forgetOrigin, lockPortalSettings, putPortalSettings } from './queries-manners.ts'

export type Told =
  | {
      is: 'manners'
      manners: Manners
      /** Which state of them this is. */
      version: string
      portal: { id: number; name: string; base_url: string }
    }
  | { is: 'missing' }

export async function findManners(ctx: Ctx, by: Actor, portal: number): Promise<Told> {
  const row = await findPortalSettings(ctx.db, by.id, portal)
  if (!row) return { is: 'missing' }
  const manners = mannersOf(row.settings)
  const { id, name, base_url } = row
  return { is: 'manners', manners, version: await digestOf(manners), portal: { id, name, base_url } }
}

export type MannersSet =
  | { is: 'set'; manners: Manners }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** Somebody saved meanwhile; theirs stands. */
  | { is: 'changed' }

/**
 * How a portal is treated from now on, as a whole; what is not given falls back to the usual. Each change is audited.
 * @param version which state the person looked at; a program sets what it sets.
 */
export async function setManners(
  ctx: Ctx,
  by: Actor,
  portal: number,
  given: Manners,
  version?: string,
): Promise<MannersSet> {
  const seen = await findPortalSettings(ctx.db, by.id, portal)
  if (!seen) return { is: 'missing' }
  if (!(await maySetUp(ctx.db, by, seen.unit_id))) return { is: 'forbidden' }
  const detail = await told(given)
  return ctx.db.transaction().execute(async trx => {
    const row = await lockPortalSettings(trx, portal)
    if (!row) return { is: 'missing' } as const
    if (version !== undefined && (await digestOf(mannersOf(row.settings))) !== version)
      return { is: 'changed' } as const
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
