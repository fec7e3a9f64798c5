import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** From so many articles on, a picture is the portal's and not the article's: its emblem, its banner, a stand-in. */
const many = 5
/** Of the portal's newest articles that were read; further back nothing changes the answer. */
const lookedAt = 200

/** Of these addresses, those that the portal shows with many other articles. */
export async function picturesOfMany(db: Db, publication: number, urls: readonly string[]): Promise<Set<string>> {
  if (urls.length === 0) return new Set()
  const { rows } = await sql<{ url: string }>`
    with one as (select id, portal_id from publication where id = ${publication}),
      lately as (
        select p.revision_id from publication p, one
        where p.portal_id = one.portal_id and p.id <> one.id and p.id > one.id - 50000 and p.revision_id is not null
        order by p.id desc limit ${lookedAt})
    select image ->> 'url' as url
    from lately join revision r on r.id = lately.revision_id
      cross join lateral jsonb_array_elements(coalesce(r.content -> 'images', '[]'::jsonb)) image
    where image ->> 'url' = any(${[...urls]}::text[])
    group by 1 having count(distinct r.publication_id) >= ${many - 1}`.execute(db)
  return new Set(rows.map(({ url }) => url))
}
