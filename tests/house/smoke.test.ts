import { expect, test } from 'vitest'
import { FetchFault } from '../../src/kit/http.ts'

test('a fault says whether a byte may have left', () => {
  expect(new FetchFault('reset', true, 'reset by peer').sent).toBe(true)
})
