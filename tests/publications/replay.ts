/** Days of a list played to the whole of the watching: a portal that serves them, the job that reads, the rows that come of it. */
import { setWatch } from '../support/watching.ts'

export interface Day {
  /** When it was seen. */
  at: string
  items: { link: string; title: string; summary?: string; guid?: string }[]
}

export interface Outcome {
  new: string[]
  changed: string[]
}

export interface Replayed {
  days: Outcome[]
  /** Every publication there is in the end, by its path. */
  paths: string[]
  states: string[]
  /** Pages that were read as changed, by path: revisions beyond the first. */
  revised: string[]
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Path and query: the host is the test's own. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link, 'https://x.example')
  return `${pathname}${search}`
}

export async function replay(days: readonly Day[]): Promise<Replayed> {
  const watch = await setWatch()
  const rows = () => watch.db.selectFrom('publication').select(['id', 'url', 'listed', 'state']).orderBy('id').execute()
  const out: Outcome[] = []
  let before = new Map<number, string | null>()
  let last: number | undefined
  for (const { at, items } of days) {
    const rss = items
      .map(({ link, title, summary = '', guid }) => {
        const url = escaped(new URL(pathOf(link), watch.portal.url).href)
        return `<item><title>${escaped(title)}</title><link>${url}</link>${guid ? `<guid isPermaLink="false">${guid}</guid>` : ''}<description>${escaped(summary)}</description></item>`
      })
      .join('')
    watch.portal.answer('/rss', {
      type: 'application/rss+xml',
      body: `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>${rss}</channel></rss>`,
    })
    for (const { link, title, summary = '' } of items)
      watch.portal.answer(pathOf(link), {
        body: `<html lang="vi"><head><title>${escaped(title)}</title><meta property="og:type" content="article"></head><body><article><h1>${escaped(title)}</h1><p>${escaped(summary)}</p><p>Bản tin này được giữ nguyên từ ngày đăng đến nay, có đủ câu chữ để là một bài viết trọn vẹn.</p></article></body></html>`,
      })
    const time = Date.parse(at)
    // A list is read again at its own pace, whatever stands between two days of the material.
    await watch.turn(last === undefined ? 0 : Math.max(time - last, 3_600_000))
    last = time
    const now = await rows()
    out.push({
      new: now.filter(row => !before.has(row.id)).map(row => pathOf(row.url)),
      changed: now.filter(row => before.has(row.id) && before.get(row.id) !== row.listed).map(row => pathOf(row.url)),
    })
    before = new Map(now.map(row => [row.id, row.listed]))
  }
  const all = await rows()
  const revised = await watch.db
    .selectFrom('revision')
    .innerJoin('publication', 'publication.id', 'revision.publication_id')
    .select('publication.url')
    .where('revision.number', '=', 2)
    .execute()
  return {
    days: out,
    paths: all.map(row => pathOf(row.url)),
    states: all.map(row => row.state),
    revised: revised.map(row => pathOf(row.url)),
  }
}
