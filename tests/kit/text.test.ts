import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clip, count, cut, decodeEntities, fold, stripControls, tidy, tidyLines } from '../../src/kit/text.ts'

test('each unit counts what it says', () => {
  const text = 'Đắk Lắk 👨‍👩‍👧'
  expect(count(text, 'codepoint')).toBe(13)
  expect(count(text, 'utf16')).toBe(16)
  expect(count(text, 'grapheme')).toBe(9)
  expect(count(text, 'byte')).toBe(new TextEncoder().encode(text).length)
})

test('decomposed Vietnamese counts as the composed form', () => {
  expect(count('Ủy ban'.normalize('NFD'), 'codepoint')).toBe(6)
  expect(count('Ủy ban'.normalize('NFD'), 'byte')).toBe(count('Ủy ban', 'byte'))
})

test('a text that fits is returned whole', () => {
  expect(cut('Hội nghị trực tuyến', 19, 'codepoint')).toBe('Hội nghị trực tuyến')
})

test('a text too long is cut after a word, with the ending inside the limit', () => {
  expect(cut('Hội nghị trực tuyến', 15, 'codepoint')).toBe('Hội nghị trực…')
  expect(cut('Hội nghị trực tuyến', 14, 'codepoint')).toBe('Hội nghị trực…')
  expect(cut('Hội nghị trực tuyến', 13, 'codepoint')).toBe('Hội nghị…')
})

test('a comma before the cut goes away with it', () => {
  expect(cut('Đường bộ, đường thủy', 12, 'codepoint')).toBe('Đường bộ…')
})

test('a word longer than the limit is cut between clusters', () => {
  expect(cut('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2, 'grapheme')).toBe('👨‍👩‍👧…')
  expect(cut('👨‍👩‍👧', 7, 'utf16')).toBe('…')
})

test('cutting never exceeds the limit, never splits a cluster and never ends in half a word', () => {
  const piece = fc.constantFrom('Ủy ban', ' ', 'nhân', ' ', 'dân', '👨‍👩‍👧', '\n', '🇻🇳', ', ', 'x', 'e\u0301')
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map(parts => parts.join('')),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom('codepoint', 'utf16', 'byte', 'grapheme' as const),
      (text, max, unit) => {
        const kept = cut(text, max, unit)
        expect(count(kept, unit)).toBeLessThanOrEqual(max)
        const whole = text.normalize('NFC')
        const body = kept === whole ? kept : kept.replace(/…$/, '')
        expect(whole.startsWith(body)).toBe(true)
        const boundaries = new Set([0, whole.length])
        for (const { index } of new Intl.Segmenter('vi').segment(whole)) boundaries.add(index)
        expect(boundaries.has(body.length)).toBe(true)
      },
    ),
  )
})

test('clip keeps to clusters and adds nothing', () => {
  expect(clip('ab👨‍👩‍👧c', 3, 'grapheme')).toBe('ab👨‍👩‍👧')
  expect(clip('ab👨‍👩‍👧c', 5)).toBe('ab')
})

test('tidy composes, drops what cannot be seen and collapses every white space', () => {
  expect(tidy('\u0001 Thông\u00a0b\u00e1o\u202f\u200b\n\tsố\ufeff  1\u0000 '.normalize('NFD'))).toBe('Thông báo số 1')
})

test('what looks tidy at first sight is: no letter comes out otherwise beside one that is not', () => {
  for (let code = 1; code < 0x3000; code++) {
    const text = `a${String.fromCharCode(code)}b`
    // A no-break space at the end is no plain text, and leaves no trace.
    expect(tidy(text), code.toString(16)).toBe(tidy(`${text}\u00a0`))
  }
  for (const text of ['', ' ', ' a', 'a ', 'a  b', 'e\u0301']) expect(tidy(text)).toBe(tidy(`${text}\u00a0`))
})

test('a right-to-left override cannot turn a title around', () => {
  expect(stripControls('Quyết định \u202egnôhk\u202c')).toBe('Quyết định gnôhk')
})

test('lines stay lines and empty ones do not pile up', () => {
  expect(tidyLines('  Một \r\n\r\n\r\n\r\n hai\u2028 ba  ')).toBe('Một\n\nhai\nba')
})

test('entities are decoded, the half-decomposed ones become one letter after tidying', () => {
  expect(tidy(decodeEntities('H&ocirc;\u0323i ngh&#x1ECB; &#40;s&ocirc;&#x0301; 1&#x002F;2&#41; &amp;amp;'))).toBe(
    'Hội nghị (số 1/2) &amp;',
  )
})

test('folding ignores case, marks and the stroke of đ', () => {
  expect(fold('  ĐẮK  Lắk ')).toBe('dak lak')
})
