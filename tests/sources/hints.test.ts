import { expect, test } from 'vitest'
import { readers } from '../../adapters/portals/index.ts'
import { heed, hintsOf } from '../../src/sources/hints.ts'

const minute = 60_000
const hour = 60 * minute
const at = (text: string) => new Date(`2026-11-${text}:00Z`)

const feedWith = (more: string) => {
  const bytes = new TextEncoder().encode(
    `<rss version="2.0"><channel><title>Tin</title><link>https://cong.example</link><description/>${more}<item><title>Một</title><guid>1</guid></item></channel></rss>`,
  )
  const read = readers.feed(bytes, { baseUrl: 'https://cong.example/rss' })
  if (read.is !== 'read') throw new Error(read.detail)
  return read.value
}

test('a feed’s hints are read, and one that gives none has none', () => {
  expect(hintsOf(feedWith(''))).toBeUndefined()
  expect(
    hintsOf(
      feedWith(
        '<ttl>45</ttl><skipHours><hour>17</hour><hour>18</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day><day>Chủ nhật</day></skipDays>',
      ),
    ),
  ).toEqual({ ttl: 45, skipHours: [17, 18, 0], skipDays: [0] })
})

test('they make us wait longer, never shorter, and within bounds', () => {
  const now = at('23T02:00')
  const due = new Date(now.getTime() + 5 * minute)
  expect(heed(null, now, due)).toEqual(due)
  expect(heed({ ttl: 2 }, now, due)).toEqual(due)
  expect(heed({ ttl: 45 }, now, due)).toEqual(at('23T02:45'))
  expect(heed({ ttl: 100_000 }, now, due)).toEqual(at('23T03:00'))
  expect(heed({ skipHours: [2, 3] }, now, due)).toEqual(at('23T04:00'))
  expect(heed({ skipHours: Array.from({ length: 24 }, (_, n) => n) }, now, due)).toEqual(at('23T08:00'))
  // 22 November 2026 is a Sunday.
  expect(heed({ skipDays: [0] }, at('22T22:30'), at('22T22:35'))).toEqual(at('23T00:00'))
  expect(heed({ skipDays: [0, 1, 2, 3, 4, 5, 6] }, now, due).getTime() - now.getTime()).toBe(6 * hour)
  expect(heed({ skipHours: 'often' }, now, due)).toEqual(due)
})
