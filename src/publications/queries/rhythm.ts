import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { rhythmOf, unlearned } from '../../sources/rhythm.ts'

/**
 * Learns a source's pace from its last items of three months: of what was there before it was watched, the portal's own
 * days count. Kept with the source, so that nobody computes it to look whether something is silent.
 */
export async function learnRhythm(db: Db, source: number, now: Date): Promise<void> {
  const { rows } = await sql<{ at: Date }>`
    select at from (
      select case when state = 'baseline' then published_at else seen_at end as at
      from publication where source_id = ${source} order by seen_at desc, id desc limit 300) told
    where at between ${new Date(now.getTime() - 90 * 86_400_000)} and ${now}
    order by at desc limit 200`.execute(db)
  const times = rows.map(({ at }) => at)
  const rhythm = rhythmOf(times)
  const last = times[0] ?? now
  const wait = rhythm?.alarm ?? unlearned
  await db
    .updateTable('source')
    .set({
      rhythm: rhythm ? JSON.stringify(rhythm) : null,
      // At the first sight of a list that was silent before, the alarm is for what stays silent from now on.
      silent_after: new Date(Math.max(last.getTime(), now.getTime() - wait / 2) + wait),
    })
    .where('id', '=', source)
    .execute()
}
