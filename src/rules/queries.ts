import { type NotNull, sql } from 'kysely'
import type { Db, Trx } from '../db/open.ts'
import { matterShape } from '../publications/matter.ts'
import type { Facts } from './match.ts'
import type { RuleWithVersions, Version } from './rule.ts'
import { specShape } from './spec.ts'

const versionsOf = async (db: Db, rules: readonly number[]): Promise<Map<number, Version[]>> => {
  const found = new Map<number, Version[]>()
  if (rules.length === 0) return found
  const rows = await db
    .selectFrom('rule_version')
    .innerJoin('person as writer', 'writer.id', 'rule_version.written_by')
    .leftJoin('person as approver', 'approver.id', 'rule_version.approved_by')
    .selectAll('rule_version')
    .select(['writer.name as writer_name', 'approver.name as approver_name'])
    .where('rule_id', 'in', rules)
    .orderBy('rule_id')
    .orderBy('version', 'desc')
    .execute()
  for (const row of rows) {
    const version: Version = {
      version: row.version,
      spec: specShape.parse(row.spec),
      digest: row.digest,
      writtenBy: { id: row.written_by, name: row.writer_name },
      writtenAt: row.written_at,
      approvedBy: row.approved_by === null ? null : { id: row.approved_by, name: row.approver_name ?? '' },
      approvedAt: row.approved_at,
      endedAt: row.ended_at,
    }
    found.set(row.rule_id, [...(found.get(row.rule_id) ?? []), version])
  }
  return found
}

/** Rules of units that the person may see, in the order they decide. */
export async function rulesSeen(db: Db, person: number, only?: number): Promise<RuleWithVersions[]> {
  let query = db
    .selectFrom('rule')
    .innerJoin('unit', 'unit.id', 'rule.unit_id')
    .select(['rule.id', 'rule.unit_id', 'unit.name as unit_name', 'rule.name', 'rule.place', 'rule.ended_at'])
    .where('rule.unit_id', 'in', db.selectFrom('scope').select('unit_id').where('person_id', '=', person))
  if (only !== undefined) query = query.where('rule.id', '=', only)
  const rows = await query.orderBy('rule.place').orderBy('rule.id').execute()
  const versions = await versionsOf(
    db,
    rows.map(row => row.id),
  )
  return rows.map(row => ({
    id: row.id,
    unit: { id: row.unit_id, name: row.unit_name },
    name: row.name,
    place: row.place,
    endedAt: row.ended_at,
    versions: versions.get(row.id) ?? [],
  }))
}

export const findRule = async (db: Db, person: number, id: number): Promise<RuleWithVersions | undefined> =>
  (await rulesSeen(db, person, id))[0]

export const addRule = (trx: Trx, unit: number, name: string): Promise<{ id: number }> =>
  trx
    .insertInto('rule')
    .values({
      unit_id: unit,
      name,
      place: sql<number>`coalesce((select max(place) from rule where unit_id = ${unit} and ended_at is null), 0) + 10`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()

/** Undefined when it was ended meanwhile. The lock keeps two writers from making one version. */
export const lockRule = (trx: Trx, id: number) =>
  trx.selectFrom('rule').select('id').where('id', '=', id).where('ended_at', 'is', null).forUpdate().executeTakeFirst()

export const renameRule = (trx: Trx, id: number, name: string) =>
  trx.updateTable('rule').set({ name }).where('id', '=', id).execute()

export const addVersion = (
  trx: Trx,
  rule: number,
  version: { spec: string; digest: string; by: number; at: Date },
): Promise<{ version: number }> =>
  trx
    .insertInto('rule_version')
    .values({
      rule_id: rule,
      version: sql<number>`coalesce((select max(version) from rule_version where rule_id = ${rule}), 0) + 1`,
      spec: version.spec,
      digest: version.digest,
      written_by: version.by,
      written_at: version.at,
    })
    .returning('version')
    .executeTakeFirstOrThrow()

/**
 * Undefined when a newer one was written, or it was decided before: then nothing changes, and what is in force stays so.
 * The caller holds the rule's lock.
 */
export async function markVersionApproved(
  trx: Trx,
  rule: number,
  version: number,
  digest: string,
  by: number,
  at: Date,
): Promise<{ version: number } | undefined> {
  const newest = await trx
    .selectFrom('rule_version')
    .select(['version', 'digest', 'approved_at', 'ended_at'])
    .where('rule_id', '=', rule)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest?.version !== version || newest.digest !== digest || newest.approved_at || newest.ended_at) return undefined
  await trx
    .updateTable('rule_version')
    .set({ ended_at: at })
    .where('rule_id', '=', rule)
    .where('version', '<', version)
    .where('ended_at', 'is', null)
    .execute()
  return trx
    .updateTable('rule_version')
    .set({ approved_by: by, approved_at: at })
    .where('rule_id', '=', rule)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
}

export async function markRuleEnded(trx: Trx, id: number, at: Date): Promise<{ id: number } | undefined> {
  await trx
    .updateTable('rule_version')
    .set({ ended_at: at })
    .where('rule_id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  return trx
    .updateTable('rule')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
}

/** Ids in their new order; only rules of this unit move. */
export const placeRules = (trx: Trx, unit: number, ids: readonly number[]) =>
  sql`update rule set place = place_of.at * 10
    from (select id, at from unnest(${ids}::int[]) with ordinality as t (id, at)) place_of
    where rule.id = place_of.id and rule.unit_id = ${unit} and rule.ended_at is null`.execute(trx)

export const openRules = (db: Db, unit: number): Promise<{ id: number }[]> =>
  db.selectFrom('rule').select('id').where('unit_id', '=', unit).where('ended_at', 'is', null).execute()

/** Of these channels, those a rule or a post of this unit may use: the unit's own, those above it and those below. */
export const channelsFor = (db: Db, unit: number, ids: readonly number[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('channel')
        .selectAll()
        .where('id', 'in', ids)
        .where('ended_at', 'is', null)
        .where(({ or, exists, selectFrom }) =>
          or([
            exists(
              selectFrom('unit_within')
                .select('unit_id')
                .where('unit_within.unit_id', '=', unit)
                .whereRef('unit_within.ancestor_id', '=', 'channel.unit_id'),
            ),
            exists(
              selectFrom('unit_within')
                .select('unit_id')
                .where('unit_within.ancestor_id', '=', unit)
                .whereRef('unit_within.unit_id', '=', 'channel.unit_id'),
            ),
          ]),
        )
        .orderBy('id')
        .execute()

export interface InForce {
  id: number
  version: number
  unit: number
  name: string
  spec: unknown
  approvedAt: Date
}

/** Rules that may decide on a publication of this unit, the first first. */
export const rulesInForce = (db: Db, unit: number): Promise<InForce[]> =>
  db
    .selectFrom('rule')
    .innerJoin('rule_version', 'rule_version.rule_id', 'rule.id')
    .innerJoin('unit_within', 'unit_within.ancestor_id', 'rule.unit_id')
    .select([
      'rule.id',
      'rule_version.version',
      'rule.unit_id as unit',
      'rule.name',
      'rule_version.spec',
      'rule_version.approved_at as approvedAt',
    ])
    .$narrowType<{ approvedAt: NotNull }>()
    .where('unit_within.unit_id', '=', unit)
    .where('rule.ended_at', 'is', null)
    .where('rule_version.approved_at', 'is not', null)
    .where('rule_version.ended_at', 'is', null)
    .orderBy('rule.place')
    .orderBy('rule.id')
    .execute()

/** How many of these versions decide at this moment. */
export const countInForce = async (db: Db, of: readonly { id: number; version: number }[]): Promise<number> =>
  (
    await db
      .selectFrom('rule_version')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('approved_at', 'is not', null)
      .where('ended_at', 'is', null)
      .where(({ or, and, eb }) =>
        or(of.map(({ id, version }) => and([eb('rule_id', '=', id), eb('version', '=', version)]))),
      )
      .executeTakeFirstOrThrow()
  ).n

export interface Item {
  id: number
  title: string
  seenAt: Date
  facts: Facts
}

/** The newest items of a unit and everything below it, as rules see them; for trying a rule out. */
export async function latestItems(db: Db, unit: number, most: number): Promise<Item[]> {
  const rows = await db
    .selectFrom('publication')
    .innerJoin('revision', 'revision.id', 'publication.revision_id')
    .innerJoin('unit_within', 'unit_within.unit_id', 'publication.unit_id')
    .select(({ selectFrom }) => [
      'publication.id',
      'publication.title',
      'publication.seen_at',
      'publication.source_id',
      'publication.section',
      'publication.kind',
      'publication.language',
      'revision.content',
      selectFrom('unit_within as above')
        .select(({ fn }) => fn.agg<number[]>('array_agg', ['above.ancestor_id']).as('ids'))
        .whereRef('above.unit_id', '=', 'publication.unit_id')
        .as('units'),
    ])
    .where('unit_within.ancestor_id', '=', unit)
    .where('publication.state', '!=', 'baseline')
    .orderBy('publication.seen_at', 'desc')
    .orderBy('publication.id', 'desc')
    .limit(most)
    .execute()
  return rows.map(row => ({ id: row.id, title: row.title, seenAt: row.seen_at, facts: factsOf(row) }))
}

/** What a rule may look at, of a row that was read. */
export function factsOf(row: {
  units: number[] | null
  source_id: number
  section: string | null
  kind: Facts['kind']
  language: string
  content: unknown
}): Facts {
  const matter = matterShape.parse(row.content)
  const sections = [row.section, matter.section, ...matter.categories].filter(each => each !== null)
  return {
    units: row.units ?? [],
    source: row.source_id,
    sections: [...new Set(sections)],
    kind: row.kind,
    language: row.language,
    text: [matter.title, matter.lead, matter.text || matter.html.replace(/<[^>]*>/g, ' ')].join('\n'),
  }
}
