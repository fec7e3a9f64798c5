import type { Db } from '../../db/open.ts'
import type { Content } from '../../ports/network.ts'

/** Before a network is told where to fetch them: until then nobody outside finds these files. */
export async function showFiles(db: Db, delivery: number, content: Content): Promise<void> {
  const digests = [...new Set(content.pictures.map(picture => picture.digest))]
  if (digests.length === 0) return
  await db
    .insertInto('shown_file')
    .values(digests.map(digest => ({ digest, delivery_id: delivery })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** Shown by a delivery that is out, on its way or in doubt; what was taken down or never went is nobody's business. */
export async function isShown(db: Db, digest: string): Promise<boolean> {
  const row = await db
    .selectFrom('shown_file')
    .innerJoin('delivery', 'delivery.id', 'shown_file.delivery_id')
    .select('delivery.id')
    .where('shown_file.digest', '=', digest)
    .where('delivery.state', 'in', ['publishing', 'settling', 'unknown', 'live'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
