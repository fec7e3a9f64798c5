import type { Db } from '../../src/db/open.ts'
import { digestOf } from '../../src/kit/crypto.ts'
import { kindOf } from '../../src/publications/kind.ts'
import { type Matter, matterShape } from '../../src/publications/matter.ts'
import { addSource, someTime } from './build.ts'

let serial = 0

/** An item a portal published, read once, as watching leaves it. */
export async function addItem(
  db: Db,
  given: Partial<Matter> & {
    unit: number
    source?: { portal: number; id: number }
    state?: 'new' | 'held' | 'baseline'
    at?: Date
  },
): Promise<{ publication: number; revision: number; url: string }> {
  const { unit, source = await addSource(db, { unit }), state = 'new', at = someTime, ...over } = given
  const key = `muc-${++serial}`
  const matter = matterShape.parse({
    url: `https://cong.tinh.example/${key}.html`,
    title: `Tin ${key}`,
    lead: 'Sáng nay, tỉnh họp trực tuyến với các xã.',
    html: '<p>Sáng nay, tỉnh họp trực tuyến với các xã.</p><p>Hội nghị bàn ba việc.</p>',
    ...over,
  })
  const publication = await db
    .insertInto('publication')
    .values({
      portal_id: source.portal,
      source_id: source.id,
      unit_id: unit,
      key,
      url: matter.url ?? '',
      title: matter.title,
      section: matter.section,
      kind: kindOf(matter),
      state,
      seen_at: new Date(at.getTime() + serial),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const revision = await addRevision(db, publication.id, matter, at)
  return { publication: publication.id, revision, url: matter.url ?? '' }
}

/** The portal's next telling of it. */
export async function addRevision(db: Db, publication: number, matter: Matter, at = someTime): Promise<number> {
  const { count } = await db
    .selectFrom('revision')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('publication_id', '=', publication)
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('revision')
    .values({
      publication_id: publication,
      number: Number(count) + 1,
      digest: await digestOf(matter),
      title: matter.title,
      lead: matter.lead,
      content: JSON.stringify(matter),
      read_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .updateTable('publication')
    .set({ revision_id: id, title: matter.title })
    .where('id', '=', publication)
    .execute()
  return id
}
