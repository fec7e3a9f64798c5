import { describe, expect, test } from 'vitest'
import { makeSealer } from '../../src/kit/sealer.ts'

const one = await makeSealer(new Uint8Array(32).fill(1))
const other = await makeSealer(new Uint8Array(32).fill(2))

describe('a sealed value', () => {
  test('opens with its key and its place', async () => {
    const text = 'mã truy cập “ẩn” \u0000\ufeff 🔑'
    expect(await one.open(await one.seal(text, 'credential 7'), 'credential 7')).toBe(text)
    expect(await one.open(await one.seal('', 'credential 7'), 'credential 7')).toBe('')
    expect(await one.open(await one.seal('\ufeffx', 'a'), 'a')).toBe('\ufeffx')
  })

  test('does not open in another place or with another key', async () => {
    const sealed = await one.seal('token', 'credential 7')
    expect(await one.open(sealed, 'credential 8')).toBeUndefined()
    expect(await other.open(sealed, 'credential 7')).toBeUndefined()
    expect(one.keyId).not.toBe(other.keyId)
  })

  test('does not open when a single bit of it changed, wherever it stands, or when it was cut', async () => {
    const sealed = await one.seal('token', 'here')
    for (let at = 0; at < sealed.length; at++) {
      const altered = sealed.slice()
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(await one.open(altered, 'here')).toBeUndefined()
      expect(await one.open(sealed.slice(0, at), 'here')).toBeUndefined()
    }
  })

  test('is another one each time and shows nothing of what it holds', async () => {
    const [a, b] = [await one.seal('token', 'here'), await one.seal('token', 'here')]
    expect(a).not.toEqual(b)
    expect(Buffer.from(a).includes('token')).toBe(false)
  })

  test('opens from the bytes a database driver hands back', async () => {
    expect(await one.open(Buffer.from(await one.seal('token', 'here')), 'here')).toBe('token')
  })
})

test('a key of another length is refused', async () => {
  await expect(makeSealer(new Uint8Array(16))).rejects.toThrow('32 bytes')
})
