import { expect, test } from 'vitest'
import { en } from '../../src/words/en.ts'
import { wordsIn } from '../../src/words/index.ts'
import { vi } from '../../src/words/vi.ts'

const slots = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(found => found[1]).sort()

test('both languages use the same slots', () => {
  for (const [key, sentence] of Object.entries(vi)) {
    const answer = en[key as keyof typeof en]
    for (const form of typeof answer === 'string' ? [answer] : [answer.other])
      expect([key, ...new Set(slots(form))]).toEqual([key, ...new Set(slots(sentence))])
    // The singular may say "one" in place of its number.
    if (typeof answer !== 'string') expect(slots(sentence)).toEqual(expect.arrayContaining(slots(answer.one)))
  }
})

test('words are composed, end without exclamation marks and do not apologise', () => {
  for (const [key, sentence] of Object.entries(vi)) {
    expect([key, sentence]).toEqual([key, sentence.normalize('NFC')])
    expect(sentence).not.toMatch(/!|Rất tiếc|Oops/)
  }
})

test('numbers stand the way each language writes them', () => {
  const filled = { from: 1, to: 50, n: 1284 }
  expect(wordsIn('vi').t('common.range', filled)).toBe('1–50 trong 1.284')
  expect(wordsIn('en').t('common.range', filled)).toBe('1–50 of 1,284')
})

test('English has a singular where it needs one', () => {
  expect(wordsIn('en').t('errors.banner', { n: 1 })).toBe('One thing to mend before going on')
  expect(wordsIn('en').t('errors.banner', { n: 2 })).toBe('2 things to mend before going on')
})

test('times are shown in Vietnam, with the day when it is another one', () => {
  const w = wordsIn('vi')
  const at = new Date('2026-11-22T17:30:14Z')
  expect(w.clock(at)).toBe('00:30')
  expect(w.seconds(at)).toBe('00:30:14')
  expect(w.day(at)).toBe('23/11/2026')
  expect(w.moment(at, new Date('2026-11-23T09:00:00Z'))).toBe('00:30')
  expect(w.moment(at, new Date('2026-11-22T09:00:00Z'))).toBe('00:30, 23/11/2026')
})

test('durations are spoken in the largest two units', () => {
  const w = wordsIn('vi')
  expect(w.duration(14_000)).toBe('14 giây')
  expect(w.duration(38 * 60_000)).toBe('38 phút')
  expect(w.duration(125 * 60_000)).toBe('2 giờ 5 phút')
  expect(w.duration(50 * 3_600_000)).toBe('2 ngày 2 giờ')
  expect(wordsIn('en').duration(60_000)).toBe('1 minute')
  expect(w.duration(-5)).toBe('0 giây')
})

test('a code without words is named, not hidden', () => {
  expect(wordsIn('vi').say({ code: 'toy.odd' })).toContain('toy.odd')
})
