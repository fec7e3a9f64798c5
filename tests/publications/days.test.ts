import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findMaterial } from '../adapters/portals/agree.ts'
import { type Day, pathOf, replay } from './replay.ts'

const item = (n: number, more: Partial<Day['items'][number]> = {}) => ({
  link: `/tin/bai-viet-so-${n}-cua-xa-${40_000 + n}.html`,
  title: `Hội nghị lần thứ ${n} của xã về cải cách hành chính`,
  summary: `Tóm tắt của hội nghị lần thứ ${n}, có đại diện các thôn.`,
  ...more,
})
const paths = (...all: number[]) => all.map(n => pathOf(item(n).link))

test('a week of a list: new and changed exactly as they were, whatever slides out, comes back or is called otherwise', async () => {
  const played = await replay([
    { at: '2026-11-23T08:00:00+07:00', items: [item(3), item(2), item(1)] },
    { at: '2026-11-24T08:00:00+07:00', items: [item(4), item(3), item(2)] },
    // The headline of one, the lead of another.
    {
      at: '2026-11-25T08:00:00+07:00',
      items: [
        item(4, { title: 'Hội nghị lần thứ 4 của xã về chuyển đổi số' }),
        item(3, { summary: 'Tóm tắt mới của hội nghị lần thứ 3.' }),
        item(2),
      ],
    },
    // Turned round, with guids that were not there before; one that slid out is back.
    {
      at: '2026-11-26T08:00:00+07:00',
      items: [
        item(1, { guid: 'g1' }),
        item(3, { summary: 'Tóm tắt mới của hội nghị lần thứ 3.', guid: 'g3' }),
        item(4, { title: 'Hội nghị lần thứ 4 của xã về chuyển đổi số', guid: 'g4' }),
      ],
    },
    // Guids given anew.
    { at: '2026-11-27T08:00:00+07:00', items: [item(5, { guid: 'x5' }), item(1, { guid: 'x1' })] },
    // The same headline, another story.
    { at: '2026-11-28T08:00:00+07:00', items: [item(6, { title: item(5).title }), item(5, { guid: 'x5' })] },
    // Another slug under the number, with the headline it was made of; and another slug alone.
    {
      at: '2026-11-29T08:00:00+07:00',
      items: [
        item(6, { link: '/tin/ten-viet-lai-40006.html', title: 'Tên viết lại' }),
        item(5, { link: '/tin/ten-rut-gon-40005.html', guid: 'x5' }),
      ],
    },
    // Another number under the same slug is another story.
    { at: '2026-11-30T08:00:00+07:00', items: [item(7, { link: '/tin/ten-viet-lai-40007.html' })] },
  ])
  expect(played.days).toEqual([
    { new: paths(1, 2, 3), changed: [] },
    { new: paths(4), changed: [] },
    { new: [], changed: paths(3, 4) },
    { new: [], changed: [] },
    { new: paths(5), changed: [] },
    { new: paths(6), changed: [] },
    { new: [], changed: paths(6) },
    { new: ['/tin/ten-viet-lai-40007.html'], changed: [] },
  ])
  expect(played.paths).toEqual([...paths(1, 2, 3, 4, 5, 6), '/tin/ten-viet-lai-40007.html'])
  expect(played.states).toEqual(['baseline', 'baseline', 'baseline', 'new', 'new', 'new', 'new'])
  expect(played.revised.toSorted()).toEqual(paths(4, 6))
})

const folder = findMaterial()
if (!folder) console.info('reference material for portals is absent: its days are not replayed')

interface Sequence {
  feed: string
  snapshots: { observedAt: string; items: Day['items'] }[]
  expected: { new: string[]; changed: { link: string }[]; removed: string[] }[]
}

/**
 * The material counts by address. Here, as everywhere, the portal's own number comes first: under another slug it is the
 * article that was there before, and a second post of it would be a duplicate. The number is found without our readers.
 */
const nameOf = (link: string) => {
  const { host, pathname } = new URL(link)
  const number = /-(\d{6,})\.html?$/.exec(pathname)?.[1]
  return number === undefined ? link : `${host} ${number}`
}
/** Links of the material that are such articles, by its lists; of every other list there is none. */
const slugsAnew: Readonly<Record<string, number>> = { 'VnExpress - Công Nghệ': 2 }

const sequences: Sequence[] = folder
  ? ['feed-days', 'edited-days'].flatMap(name =>
      JSON.parse(readFileSync(join(folder, `sequences/${name}.json`), 'utf8')),
    )
  : []

describe.skipIf(!folder)('days of real lists, replayed', () => {
  for (const { feed, snapshots, expected } of sequences)
    test(`${feed}, ${snapshots.length} days`, async () => {
      const played = await replay(snapshots.map(({ observedAt, items }) => ({ at: observedAt, items })))
      const first = new Map<string, string>()
      let renamed = 0
      for (const [day, want] of expected.entries()) {
        const got = played.days[day]
        const again = want.new.filter(link => first.has(nameOf(link)))
        renamed += again.length
        const fresh = want.new.filter(link => !again.includes(link))
        for (const link of fresh) first.set(nameOf(link), pathOf(link))
        const changed = [...want.changed.map(({ link }) => link), ...again].map(link => first.get(nameOf(link)))
        expect(got?.new.toSorted(), `new on day ${day}`).toEqual(fresh.map(pathOf).sort())
        expect(got?.changed.toSorted(), `changed on day ${day}`).toEqual([...new Set(changed)].sort())
        expect(want.removed).toEqual([])
      }
      expect(renamed, 'another slug under a known number').toBe(slugsAnew[feed] ?? 0)
      // No duplicate, no repeat, nothing taken for withdrawn because it slid out.
      expect(played.paths.toSorted()).toEqual([...first.values()].sort())
      expect(played.states.filter(state => state === 'withdrawn')).toEqual([])
    })
})
