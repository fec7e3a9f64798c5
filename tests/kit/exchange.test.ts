import { expect, test } from 'vitest'
import { afterSilence, exchange, unreadable } from '../../src/kit/exchange.ts'
import { FetchFault } from '../../src/kit/http.ts'

const clean = (text: string) => text.replaceAll('s3cret', '…')
const { signal } = new AbortController()
const way = (answer: () => Promise<Response>) => ({ fetch: answer, signal })

test('a reply comes back with its text, its status and its headers, and the headers are told of first', async () => {
  const heard: string[] = []
  const reply = await exchange(
    way(async () => new Response('được', { status: 418, headers: { 'x-kind': 'pot' } })),
    'https://network.example/',
    {},
    clean,
    headers => heard.push(headers.get('x-kind') ?? ''),
  )
  expect(reply).toMatchObject({ is: 'reply', status: 418, text: 'được' })
  expect(heard).toEqual(['pot'])
})

test('the signal of the way goes with the request', async () => {
  const seen: (AbortSignal | null | undefined)[] = []
  const fetch = async (_url: string | URL, init?: RequestInit) => {
    seen.push(init?.signal)
    return new Response('')
  }
  await exchange({ fetch, signal }, 'https://network.example/', {}, clean)
  expect(seen).toEqual([signal])
})

test('what failed before a byte left was not sent, and its words hold no secret', async () => {
  const silent = await exchange(
    way(() => Promise.reject(new FetchFault('name', false, 'no host s3cret'))),
    'https://network.example/',
    {},
    clean,
  )
  expect(silent).toEqual({ is: 'silence', sent: false, why: { code: 'net.name', detail: 'no host …' } })
  expect(silent.is === 'silence' && afterSilence(silent)).toMatchObject({ is: 'unsent' })
})

test.each([
  ['a connection that broke later', () => Promise.reject(new FetchFault('reset', true, 'gone')), 'net.reset'],
  ['a failure nobody named', () => Promise.reject(new Error('odd')), 'net.other'],
  [
    'a body that broke off, even where the fault says that nothing left',
    async () =>
      new Response(
        new ReadableStream({ pull: controller => controller.error(new FetchFault('refused', false, 'cut')) }),
      ),
    'net.refused',
  ],
])('%s may have been sent', async (_what, answer, code) => {
  const silent = await exchange(way(answer), 'https://network.example/', {}, clean)
  expect(silent).toMatchObject({ is: 'silence', sent: true, why: { code } })
  expect(silent.is === 'silence' && afterSilence(silent)).toMatchObject({ is: 'unknown', why: { code } })
})

test('a reply that says nothing we know did arrive, and is shown without secrets and not whole', () => {
  const silent = unreadable('toy.unreadable', { status: 502, text: `s3cret${'a'.repeat(5000)}` }, clean)
  expect(silent).toMatchObject({ is: 'silence', sent: true, why: { code: 'toy.unreadable', status: 502 } })
  expect(silent.why.detail).toMatch(/^…a+$/)
  expect(silent.why.detail?.length).toBeLessThan(2001)
})
