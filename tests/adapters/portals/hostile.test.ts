import { expect, test } from 'vitest'
import { decode } from '../../../adapters/portals/decode.ts'
import { readers } from '../../../adapters/portals/index.ts'
import { looksLike } from '../../../adapters/portals/pageKind.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Milliseconds of a call that takes next to none; what grows faster than its input takes a hundred times the limit. */
function took(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

test.each([
  ['comments before the first element', () => looksLike.html(`${'<!--a-->'.repeat(29)}<rss>`)],
  ['tags of which none ends, asked for a password', () => looksLike.kindOf('<input '.repeat(60_000))],
  ['tags of which none ends, asked for an encoding', () => decode(bytes('<meta '.repeat(60_000)), null)],
  [
    'tags of which none ends, asked for the family',
    () => readers.recognise('<meta '.repeat(40_000), [], 'https://xa.example/'),
  ],
])('time grows with the length and no faster: %s', (_, work) => {
  expect(took(work)).toBeLessThan(3000)
})

test('what stands before the first element does not hide what it is', () => {
  const before = '<?xml version="1.0"?>\n<!-- bản ghi > nhớ -->'
  expect(looksLike.html(`${before}<!DOCTYPE html><html>`)).toBe(true)
  expect(looksLike.html(`${before}<!DOCTYPE html>`)).toBe(true)
  expect(looksLike.html(`${before}<title>x</title>`)).toBe(true)
  expect(looksLike.html(`${before}<rss version="2.0">`)).toBe(false)
  expect(looksLike.html(`${before}<!-- never ended <html>`)).toBe(false)
  expect(looksLike.html('{"version":"https://jsonfeed.org/version/1.1"}')).toBe(false)
})
