import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueAt, quietEnd } from '../../src/rules/due.ts'
import { type Facts, match } from '../../src/rules/match.ts'
import { compare, tryOut } from '../../src/rules/rule.ts'
import { type SpecGiven, specShape } from '../../src/rules/spec.ts'

const facts: Facts = {
  units: [7, 1],
  source: 3,
  sections: ['Chỉ đạo, điều hành', 'Tin tức'],
  kind: 'news',
  language: 'vi-VN',
  text: 'Hỗ trợ 100% học phí\nHội đồng nhân dân tỉnh thông qua nghị quyết. Toà án, công an phối hợp.',
}
const spec = (when: NonNullable<SpecGiven['when']> = {}, more: Partial<SpecGiven> = {}) =>
  specShape.parse({ when, channels: [{ channel: 1 }], mode: 'held', ...more })

test('a rule that asks for nothing takes everything', () => {
  expect(match(spec(), facts)).toEqual({ is: 'matches' })
})

test.each([
  ['a unit above', { units: [1] }],
  ['a source', { sources: [3] }],
  ['a section in other writing', { sections: ['CHI DAO, DIEU HANH'] }],
  ['a kind among several', { kinds: ['urgent' as const, 'news' as const] }],
  ['a language by its beginning', { languages: ['vi'] }],
  ['a word without its marks', { words: ['hoc phi'] }],
  ['one of several words', { words: ['lũ', 'nghị quyết'] }],
  ['a word in the other place of its tone', { words: ['tòa án'], tones: 'kept' as const }],
])('%s matches', (_, when) => {
  expect(match(spec(when), facts)).toEqual({ is: 'matches' })
})

test.each([
  ['units', { units: [2] }, '7'],
  ['sources', { sources: [4] }, '3'],
  ['sections', { sections: ['Thể thao'] }, 'Chỉ đạo, điều hành'],
  ['kinds', { kinds: ['urgent' as const] }, 'news'],
  ['languages', { languages: ['v', 'en'].slice(1) }, 'vi-VN'],
  ['words', { words: ['lũ', 'bão'] }, 'lũ, bão'],
  ['words', { words: ['hoc phi'], tones: 'kept' as const }, 'hoc phi'],
  ['words', { words: ['ông'] }, 'ông'],
  ['without', { words: ['học phí'], without: ['toà án'] }, 'toà án'],
  ['units', { units: [2], kinds: ['urgent' as const] }, '7'],
])('%s decides: %j', (slot, when, by) => {
  expect(match(spec(when), facts)).toEqual({ is: 'excluded', slot, by })
})

test('what a rule says is strict: a misspelt wish, a channel twice, a quiet time without end are refused', () => {
  const refused = (given: unknown) => expect(specShape.safeParse(given).success).toBe(false)
  refused({ when: { unit: [1] }, channels: [{ channel: 1 }], mode: 'held' })
  refused({ when: {}, channels: [], mode: 'held' })
  refused({ when: {}, channels: [{ channel: 1 }, { channel: 1 }], mode: 'held' })
  refused({ when: {}, channels: [{ channel: 1 }], mode: 'held', quiet: { from: '21:00', until: '21:00' } })
  refused({ when: {}, channels: [{ channel: 1 }], mode: 'held', quiet: { from: '25:00', until: '07:00' } })
})

const vietnam = (clock: string) => new Date(`${clock}+07:00`)
const quiet = { from: '21:00', until: '07:00', exceptUrgent: true }

test('quiet hours move it to their end, over midnight and before it', () => {
  const held = { delayMinutes: 0, quiet }
  expect(dueAt(held, vietnam('2026-11-22T22:30:00'), false)).toEqual(vietnam('2026-11-23T07:00:00'))
  expect(dueAt(held, vietnam('2026-11-23T06:59:00'), false)).toEqual(vietnam('2026-11-23T07:00:00'))
  expect(dueAt(held, vietnam('2026-11-23T07:00:00'), false)).toEqual(vietnam('2026-11-23T07:00:00'))
  expect(dueAt({ ...held, delayMinutes: 30 }, vietnam('2026-11-22T20:45:00'), false)).toEqual(
    vietnam('2026-11-23T07:00:00'),
  )
  expect(quietEnd({ from: '11:30', until: '13:30' }, vietnam('2026-11-22T12:00:00'))).toEqual(
    vietnam('2026-11-22T13:30:00'),
  )
  expect(quietEnd({ from: '11:30', until: '13:30' }, vietnam('2026-11-22T14:00:00'))).toBeUndefined()
})

test('what is urgent does not wait for the morning, unless the rule says so', () => {
  const night = vietnam('2026-11-22T23:00:00')
  expect(dueAt({ delayMinutes: 0, quiet }, night, true)).toEqual(night)
  expect(dueAt({ delayMinutes: 0, quiet: { ...quiet, exceptUrgent: false } }, night, true)).not.toEqual(night)
})

test('whatever the hours, it is never due before its delay and never in the quiet', () => {
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
  const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(clock, clock, at, fc.nat(3000), (from, until, now, delayMinutes) => {
      fc.pre(from !== until)
      const due = dueAt({ delayMinutes, quiet: { from, until, exceptUrgent: true } }, now, false)
      expect(due.getTime()).toBeGreaterThanOrEqual(now.getTime() + delayMinutes * 60_000)
      expect(due.getTime()).toBeLessThanOrEqual(now.getTime() + (delayMinutes + 1440) * 60_000)
      expect(quietEnd({ from, until }, due)).toBeUndefined()
    }),
  )
})

const items = [
  { id: 3, title: 'c', seenAt: vietnam('2026-11-22T10:00:00'), facts },
  { id: 2, title: 'b', seenAt: vietnam('2026-11-22T09:00:00'), facts: { ...facts, kind: 'document' as const } },
  { id: 1, title: 'a', seenAt: vietnam('2026-11-22T08:00:00'), facts },
]

test('trying out says what goes, what waits and which slot excluded the rest; the cap lets the earliest go', () => {
  const tried = tryOut(spec({ kinds: ['news'] }, { mode: 'automatic', channels: [{ channel: 1, perDay: 1 }] }), items)
  expect(tried).toEqual([
    { id: 3, title: 'c', is: 'waits', because: 'cap' },
    { id: 2, title: 'b', is: 'excluded', slot: 'kinds', by: 'document' },
    { id: 1, title: 'a', is: 'goes' },
  ])
  expect(compare(tried, tryOut(spec(), items))).toEqual({ more: 1, fewer: 0 })
})
