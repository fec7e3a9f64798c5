import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, digestOf, hmacSha256Hex, sha256Hex, timingSafeEqual } from '../../src/kit/crypto.ts'

test('SHA-256 takes text as UTF-8 and bytes as they are', async () => {
  const text = 'Nghị quyết số 18/NQ-HĐND'
  const expected = createHash('sha256').update(text, 'utf8').digest('hex')
  expect(await sha256Hex(text)).toBe(expected)
  expect(await sha256Hex(new TextEncoder().encode(text))).toBe(expected)
  expect(await sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('HMAC-SHA256 agrees with a second implementation', async () => {
  // RFC 4231, test case 2.
  expect(await hmacSha256Hex('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), async (key, message) => {
      expect(await hmacSha256Hex(key, message)).toBe(createHmac('sha256', key).update(message).digest('hex'))
    }),
  )
})

test('a digest does not depend on the order of keys, but on everything else', async () => {
  const one = { text: 'Chào', pictures: [{ alt: 'a', digest: 'd' }], link: undefined }
  const other = { pictures: [{ digest: 'd', alt: 'a' }], text: 'Chào' }
  expect(await digestOf(one)).toBe(await digestOf(other))
  expect(await digestOf(one)).not.toBe(await digestOf({ ...one, text: 'Chào.' }))
  expect(await digestOf([1, 2])).not.toBe(await digestOf([2, 1]))
})

test('canonical JSON is JSON, and canonical', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const canonical = canonicalJson(value)
      expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(JSON.parse(canonical))).toBe(canonical)
    }),
  )
})

test('what JSON cannot carry is refused instead of being left out of the digest', () => {
  for (const value of [Number.NaN, undefined, 1n, new Date(0), new Map(), [undefined], () => 1]) {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  }
})

test('secrets are equal only when every character is', () => {
  expect(timingSafeEqual('sha256=ab', 'sha256=ab')).toBe(true)
  expect(timingSafeEqual('sha256=ab', 'sha256=aB')).toBe(false)
  expect(timingSafeEqual('sha256=ab', 'sha256=abc')).toBe(false)
  expect(timingSafeEqual('', 'a')).toBe(false)
  expect(timingSafeEqual('', '')).toBe(true)
})
