import { sql } from 'kysely'
import type { Db, Trx } from '../db/open.ts'
import type { SourceTable } from '../db/tables/sources.ts'
import type { SourceKind } from './source.ts'

export const findSettings = (db: Db, id: number) =>
  db
    .selectFrom('source')
    .innerJoin('portal', 'portal.id', 'source.portal_id')
    .select(['source.settings', 'portal.settings as portal_settings'])
    .where('source.id', '=', id)
    .executeTakeFirst()

interface Put {
  url: string
  kind: SourceKind
  settings: string
  name: string
  section: string | null
  every_seconds: number
  state: 'watched' | 'stopped'
  due_at?: Date
  baseline: Exclude<SourceTable['baseline_why'], null> | undefined
}

/** Undefined when the portal has another source at this address. A reading that is under way ends without effect. */
export async function putSource(trx: Trx, id: number, { baseline, ...set }: Put): Promise<{ id: number } | undefined> {
  const taken = await trx
    .selectFrom('source')
    .innerJoin('source as own', 'own.portal_id', 'source.portal_id')
    .select('source.id')
    .where('own.id', '=', id)
    .where('source.id', '!=', id)
    .where('source.url', '=', set.url)
    .executeTakeFirst()
  if (taken) return undefined
  if (baseline) await trx.deleteFrom('source_part').where('source_id', '=', id).execute()
  // Whoever reads it by what it was has lost the claim: the portal need not wait for its end.
  await trx.updateTable('portal').set({ reading: null, reading_until: null }).where('reading', '=', id).execute()
  return trx
    .updateTable('source')
    .set({
      ...set,
      claim: sql<number>`claim + 1`,
      claimed_until: null,
      ...(set.state === 'watched' ? {} : { problem: null }),
      ...(baseline
        ? {
            baseline_at: null,
            baseline_why: baseline,
            etag: null,
            last_modified: null,
            body_digest: null,
            full_read_at: null,
            failures: 0,
            problem: null,
          }
        : {}),
    })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
}
