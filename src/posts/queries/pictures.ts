import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../db/open.ts'
import { pictureShape } from '../../ports/content.ts'
import { type KeptPicture, lostCodes } from '../pictures.ts'

const day = 24 * 3_600_000
/** A portal may have mended it since. */
const lostFor = 10 * 60_000

/** The item whose pictures have been due longest, one of a portal at a time; undefined when none is due. */
export async function claimPictures(db: Db, now: Date): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    with due as (
      select p.id from publication p
      where p.pictures_at <= ${now} and (p.pictures_until is null or p.pictures_until <= clock_timestamp())
        and not exists (select from publication other
          where other.portal_id = p.portal_id and other.pictures_at is not null and other.pictures_until > clock_timestamp())
      order by p.pictures_at, p.id limit 1 for no key update skip locked)
    update publication p set pictures_until = clock_timestamp() + interval '5 minutes'
    from due where p.id = due.id returning p.id`.execute(db)
  return rows[0]?.id
}

export const endPictures = (db: Db, id: number) =>
  db.updateTable('publication').set({ pictures_at: null, pictures_until: null }).where('id', '=', id).execute()

export const postponePictures = (db: Db, id: number, at: Date) =>
  db.updateTable('publication').set({ pictures_at: at, pictures_until: null }).where('id', '=', id).execute()

/** What these addresses gave lately. */
export async function keptPictures(db: Db, urls: readonly string[], now: Date): Promise<Map<string, KeptPicture>> {
  if (urls.length === 0) return new Map()
  const rows = await db
    .selectFrom('picture')
    .select(['url', 'file', 'code'])
    .where('url', 'in', urls)
    .where('at', '>', new Date(now.getTime() - day))
    .where(({ or, eb }) => or([eb('code', 'is', null), eb('at', '>', new Date(now.getTime() - lostFor))]))
    .execute()
  return new Map(
    rows.map(({ url, file, code }) => [
      url,
      { picture: pictureShape.safeParse(file).data ?? null, code: z.enum(lostCodes).safeParse(code).data ?? null },
    ]),
  )
}

export const keepPictureRow = (db: Db, url: string, { picture, code }: KeptPicture, at: Date) =>
  db
    .insertInto('picture')
    .values({ url, file: picture && JSON.stringify(picture), code, at })
    .onConflict(conflict =>
      conflict.column('url').doUpdateSet(({ ref }) => ({
        file: ref('excluded.file'),
        code: ref('excluded.code'),
        at: ref('excluded.at'),
      })),
    )
    .execute()

/** Posts have their own; this only bridges the time until they are made. */
export const forgetPictures = (db: Db, now: Date) =>
  db
    .deleteFrom('picture')
    .where('at', '<', new Date(now.getTime() - day))
    .execute()
