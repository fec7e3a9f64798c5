import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJson, parseJson } from '../../src/kit/json.ts'

test('an id beyond 2^53 keeps every digit, whichever way it was written', () => {
  expect(parseJson('{"video_id":1221000000000000013,"post":{"ids":[-9007199254740993]}}')).toEqual({
    video_id: '1221000000000000013',
    post: { ids: ['-9007199254740993'] },
  })
  expect(parseJson('{"id":"1221000000000000013"}')).toEqual({ id: '1221000000000000013' })
})

test('numbers that a number holds exactly stay numbers', () => {
  expect(parseJson('[0,-1,9007199254740991,1.5,1e21,1e400]')).toEqual([
    0,
    -1,
    9007199254740991,
    1.5,
    1e21,
    Number.POSITIVE_INFINITY,
  ])
})

test('everything else reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
      const text = JSON.stringify(value)
      const small = !/\d{16}/.test(text)
      if (small) expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
  expect(() => parseJson('{"data":[')).toThrow(SyntaxError)
})

test('what is no JSON is found to be nothing', () => {
  expect(findJson('<html>502</html>')).toBeUndefined()
  expect(findJson('')).toBeUndefined()
  expect(findJson('{"id":1221000000000000013}')).toEqual({ id: '1221000000000000013' })
})
