import { expect, test } from 'vitest'
import { FetchFault, textOf } from '../../src/kit/http.ts'

test('a reply is read whole, letters that fall on two pieces included', async () => {
  const [first, rest] = [new TextEncoder().encode('Đà Nẵng').slice(0, 1), new TextEncoder().encode('Đà Nẵng').slice(1)]
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(first)
      controller.enqueue(rest)
      controller.close()
    },
  })
  expect(await textOf(new Response(body))).toBe('Đà Nẵng')
  expect(await textOf(new Response(null))).toBe('')
})

test('a reply without end is left, and counts as sent', async () => {
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled++
      controller.enqueue(new Uint8Array(1_000_000))
    },
  })
  const fault: unknown = await textOf(new Response(endless)).catch(cause => cause)
  expect(fault).toBeInstanceOf(FetchFault)
  expect(fault).toMatchObject({ kind: 'too_big', sent: true })
  expect(pulled).toBeLessThan(10)
})
