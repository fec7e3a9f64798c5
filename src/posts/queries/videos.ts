import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Trx } from '../../db/open.ts'
import { problemShape, videoShape } from '../../ports/content.ts'
import type { Problem, Video } from '../../ports/network.ts'

export interface WantedVideo {
  id: number
  claim: number
  url: string
  tries: number
}

/**
 * Each address once; one that could not be had before is tried again, because a new post asks for it. `until` is how
 * long the post's form waits for it.
 */
export async function wantVideos(
  trx: Trx,
  post: number,
  urls: readonly string[],
  at: Date,
  until: string | null,
): Promise<void> {
  for (const url of new Set(urls)) {
    const { id } = await trx
      .insertInto('video')
      .values({ url, state: 'wanted', look_at: at })
      .onConflict(conflict =>
        conflict.column('url').doUpdateSet({
          state: sql`case when video.state = 'unfit' then 'wanted' else video.state end`,
          tries: sql`case when video.state = 'unfit' then 0 else video.tries end`,
          look_at: sql`case when video.state = 'unfit' then excluded.look_at else video.look_at end`,
        }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('post_video')
      .values({ post_id: post, video_id: id, until_at: until })
      .onConflict(conflict => conflict.columns(['video_id', 'post_id']).doUpdateSet({ told_at: null }))
      .execute()
  }
}

/** Our own copies of films that were fetched before, by address. */
export async function keptVideos(db: Db, urls: readonly string[]): Promise<Map<string, Video>> {
  if (urls.length === 0) return new Map()
  const rows = await db.selectFrom('video').select(['url', 'file']).where('url', 'in', urls).execute()
  return new Map(
    rows.flatMap(row => {
      const file = videoShape.safeParse(row.file)
      return file.success ? [[row.url, file.data] as const] : []
    }),
  )
}

export interface VideoSeen {
  url: string
  state: 'wanted' | 'kept' | 'unfit'
  got: number | null
  total: number | null
  why: Problem | null
}

/** How far the films of a post are. */
export async function videosOf(db: Db, post: number): Promise<VideoSeen[]> {
  const rows = await db
    .selectFrom('video')
    .innerJoin('post_video', 'post_video.video_id', 'video.id')
    .select(['url', 'state', 'got_bytes as got', 'total_bytes as total', 'why'])
    .where('post_video.post_id', '=', post)
    .orderBy('video.id')
    .execute()
  return rows.map(row => ({ ...row, why: problemShape.safeParse(row.why).data ?? null }))
}

const claimFor = sql<Date>`clock_timestamp() + interval '3 minutes'`

/** The next film that is due, on the database's clock for the claim; nobody else fetches it meanwhile. */
export async function claimVideo(db: Db, now: Date): Promise<WantedVideo | undefined> {
  const { rows } = await sql<WantedVideo>`
    with due as (
      select id from video
      where state = 'wanted' and look_at <= ${now} and (claimed_until is null or claimed_until < clock_timestamp())
      order by look_at limit 1 for update skip locked
    )
    update video set claim = claim + 1, claimed_until = ${claimFor}, tries = tries + 1, got_bytes = null, total_bytes = null
    from due where video.id = due.id returning video.id, video.claim, video.url, video.tries`.execute(db)
  return rows[0]
}

/** False when the claim is another one's by now. */
export async function keepVideoProgress(db: Db, video: WantedVideo, got: number, total: number | null) {
  const done = await db
    .updateTable('video')
    .set({ got_bytes: got, total_bytes: total, claimed_until: claimFor })
    .where('id', '=', video.id)
    .where('claim', '=', video.claim)
    .returning('id')
    .executeTakeFirst()
  return done !== undefined
}

export type VideoEnd =
  | { state: 'kept'; file: Video }
  | { state: 'unfit'; why: Problem }
  | { state: 'wanted'; why: Problem; lookAt: Date }

/** Nothing when the claim is another one's by now. Every post that waits for it is to be told. */
export const endVideo = (db: Db, video: WantedVideo, end: VideoEnd): Promise<void> =>
  db.transaction().execute(async trx => {
    const done = await trx
      .updateTable('video')
      .set({
        state: end.state,
        file: end.state === 'kept' ? JSON.stringify(end.file) : null,
        why: end.state === 'kept' ? null : JSON.stringify(end.why),
        ...(end.state === 'wanted' && { look_at: end.lookAt }),
        claimed_until: null,
      })
      .where('id', '=', video.id)
      .where('claim', '=', video.claim)
      .where('state', '=', 'wanted')
      .returning('id')
      .executeTakeFirst()
    if (done && end.state === 'kept')
      await trx.updateTable('post_video').set({ told_at: null }).where('video_id', '=', video.id).execute()
  })

export interface Unheard {
  post: number
  url: string
  /** It is still being fetched, and the post has waited long enough. */
  late: boolean
}

/** Films whose end a post that waits for them has not been told, and those for which it waits no longer. */
export async function unheardOf(db: Db, now: Date, most: number): Promise<Unheard[]> {
  const { rows } = await sql<Unheard>`
    select post.id as post, video.url, video.state = 'wanted' as late
    from video join post_video on post_video.video_id = video.id join post on post.id = post_video.post_id
    where post.state <> 'dropped'
      and (post_video.told_at is null and video.state <> 'wanted' or post_video.until_at <= ${now} and video.state = 'wanted')
    order by video.id limit ${most}`.execute(db)
  return z.array(z.object({ post: z.number(), url: z.string(), late: z.boolean() })).parse(rows)
}

/** Of a late one only the waiting ends: that it came is told all the same. */
export const markTold = (trx: Trx, { post, url, late }: Unheard, at: Date) =>
  trx
    .updateTable('post_video')
    .set(late ? { until_at: null } : { told_at: at, until_at: null })
    .where('post_id', '=', post)
    .where('video_id', 'in', query => query.selectFrom('video').select('id').where('url', '=', url))
    .execute()

export const videoAt = (trx: Trx, url: string) =>
  trx.selectFrom('video').select(['state', 'file', 'why']).where('url', '=', url).executeTakeFirst()
