import { expect, test } from 'vitest'
import { follow } from '../../src/kit/follow.ts'

function answering(table: Record<string, [status: number, location?: string]>) {
  const asked: string[] = []
  return {
    asked,
    fetch: async (input: string | URL) => {
      asked.push(String(input))
      const [status, location] = table[String(input)] ?? [404]
      return new Response(null, { status, headers: location === undefined ? {} : { location } })
    },
  }
}

test('each hop is asked for by hand, and only permanent ones move the address', async () => {
  const { fetch, asked } = answering({
    'http://a.example/rss': [301, 'https://a.example/rss'],
    'https://a.example/rss': [308, '/tin.rss'],
    'https://a.example/tin.rss': [302, 'https://cdn.example/tin.rss'],
    'https://cdn.example/tin.rss': [200],
  })
  const got = await follow(fetch, 'http://a.example/rss')
  expect(got).toMatchObject({ url: 'https://cdn.example/tin.rss', permanentUrl: 'https://a.example/tin.rss' })
  expect(asked).toHaveLength(4)
})

test('a ring of redirects and a step back to http end in a fault', async () => {
  const ring = answering({ 'https://a.example/1': [302, '/1'] })
  await expect(follow(ring.fetch, 'https://a.example/1')).rejects.toThrow('more than 5 redirects')
  expect(ring.asked).toHaveLength(6)
  const back = answering({ 'https://a.example/1': [301, 'http://a.example/1'] })
  await expect(follow(back.fetch, 'https://a.example/1')).rejects.toThrow('back to http')
})
