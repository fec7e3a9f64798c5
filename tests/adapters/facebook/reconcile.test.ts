import { expect, test } from 'vitest'
import { reconcile } from '../../../adapters/facebook/read.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import type { Attempt, Content, Found } from '../../../src/ports/network.ts'
import { linkPost, PAGE, photoPost, picture } from './builders.ts'
import { APP, failure, json, type Line, NOW, type Reply, Script, stage, TOKEN, trial } from './script.ts'

const LIST = `GET /${PAGE}/published_posts`
const at = (n: number) => `${PAGE}_12210000000000000${n}`
const seen = (n: number, given: object = {}) => ({
  id: at(n),
  created_time: `2026-11-22T01:30:0${n}+0000`,
  message: linkPost().text,
  permalink_url: `https://www.facebook.com/${PAGE}/posts/${n}`,
  is_published: true,
  application: { id: APP.id, name: 'Lan Tỏa' },
  attachments: {
    data: [{ media_type: 'link', unshimmed_url: linkPost().link, target: { url: 'https://l.facebook.com/' } }],
  },
  ...given,
})
const found = (n: number): Found => ({
  is: 'live',
  remote: { id: at(n), url: `https://www.facebook.com/${PAGE}/posts/${n}` },
  at: new Date(`2026-11-22T01:30:0${n}Z`),
})

async function look(
  lines: readonly Line[],
  content: Content = linkPost(),
  given: Parameters<typeof trial>[0] = {},
  now: Date = NOW,
) {
  const script = new Script(lines)
  const { to, notes } = stage(script.fetch, { now: () => now })
  const { attempt, saved } = trial(given)
  const result = await reconcile(to, content, attempt, {})
  script.done()
  expect(script.calls.every(call => call.method === 'GET')).toBe(true)
  expect(saved).toEqual([])
  return { result, notes, calls: script.calls }
}

const list = (data: unknown[], next?: string): Line => ({
  call: LIST,
  reply: json({ data, ...(next !== undefined && { paging: { next, cursors: { after: 'x' } } }) }),
})
const next = (after: string) => `https://graph.facebook.com/v26.0/${PAGE}/published_posts?limit=50&after=${after}`

test('the list is asked from two minutes before the first attempt, for fields that exist', async () => {
  const { calls, result } = await look([list([])], linkPost(), {
    number: 3,
    beganAt: new Date('2026-11-22T01:29:00Z'),
    firstBeganAt: new Date('2026-11-22T01:00:00Z'),
  })
  expect(result).toEqual({ is: 'absent' })
  expect(calls[0]?.url.searchParams.get('since')).toBe(String(Date.parse('2026-11-22T00:58:00Z') / 1000))
  expect(calls[0]?.url.searchParams.get('limit')).toBe('50')
  expect(calls[0]?.url.searchParams.get('fields')).not.toMatch(
    /(^|,)(link|name|caption|description|type|source|object_id)(,|$)/,
  )
})

test('the post is found on a later page, behind an empty one', async () => {
  const { result } = await look([list([], next('a')), list([], next('b')), list([seen(1)])])
  expect(result).toEqual(found(1))
})

test('a post that another delivery owns is not taken', async () => {
  const { result } = await look([list([seen(1), seen(2)])], linkPost(), { owned: [at(1)] })
  expect(result).toEqual(found(2))
  const { result: none } = await look([list([seen(1)])], linkPost(), { owned: [at(1)] })
  expect(none).toEqual({ is: 'absent' })
})

test('of several the oldest is taken, and somebody is told', async () => {
  const { result, notes } = await look([list([seen(3), seen(1), seen(2)])])
  expect(result).toEqual(found(1))
  expect(notes).toMatchObject([{ is: 'warning', why: { code: 'facebook.several', with: { count: 3 } } }])
})

test('our link under other words moves nothing', async () => {
  const { result } = await look([list([seen(1, { message: 'Đính chính lịch khởi công' })])])
  expect(result).toMatchObject({ is: 'unproved', why: { code: 'facebook.alike' } })
})

test('a next page on another host is not opened and proves nothing', async () => {
  for (const foreign of [
    'https://evil.example/v26.0/x',
    'http://graph.facebook.com/x',
    'https://graph.facebook.com.evil.example/',
    'nonsense',
  ]) {
    const { result, calls } = await look([list([], foreign)])
    expect(result).toMatchObject({ is: 'unproved', why: { code: 'facebook.foreign_page' } })
    expect(calls).toHaveLength(1)
  }
})

test('a token inside a next page is taken out of the address', async () => {
  const { calls } = await look([list([], `${next('a')}&access_token=${TOKEN}`), list([])])
  expect(calls[1]?.url.href).not.toContain(TOKEN)
  expect(calls[1]?.headers.get('authorization')).toBe(`Bearer ${TOKEN}`)
})

test('a list that turns in a circle proves nothing', async () => {
  const { result } = await look([list([], next('a')), list([], next('a'))])
  expect(result).toMatchObject({ is: 'unproved', why: { code: 'facebook.list_endless' } })
})

test('asked for too much, it asks for half, down to one', async () => {
  const heavy: Line = { call: LIST, reply: failure(1, 99, 'Please reduce the amount of data', { status: 500 }) }
  const { result, calls } = await look([heavy, heavy, list([], next('a')), heavy, list([seen(1)])])
  expect(result).toEqual(found(1))
  expect(calls.map(call => call.url.searchParams.get('limit'))).toEqual(['50', '25', '13', '13', '7'])
  const never = await look(Array.from({ length: 7 }, () => heavy))
  expect(never.result).toMatchObject({ is: 'later', why: { code: 'facebook.too_heavy' } })
  expect(never.calls.at(-1)?.url.searchParams.get('limit')).toBe('1')
})

test.each<[string, Reply, object]>([
  ['190/460', failure(190, 460), { is: 'reconnect' }],
  ['200', failure(200), { is: 'reconnect' }],
  ['80001', failure(80001), { is: 'later', retryAfter: 3_600_000 }],
  ['368', failure(368, 1390008), { is: 'later', retryAfter: 86_400_000 }],
  ['2', failure(2), { is: 'later', retryAfter: 60_000 }],
  ['a Page that is gone', failure(100, 33), { is: 'reconnect', why: { code: 'facebook.page_gone' } }],
  ['12', failure(12), { is: 'unproved' }],
  ['an HTML 502', new Response('<html>', { status: 502 }), { is: 'later' }],
  ['a timeout', new FetchFault('timeout', true, 'x'), { is: 'later' }],
  ['no network', new FetchFault('name', false, 'x'), { is: 'later' }],
  ['a list of another shape', json({ data: [{ id: 7.5 }] }), { is: 'later' }],
])('a list answered by %s never says "absent"', async (_, reply, expected) => {
  const { result } = await look([{ call: LIST, reply }])
  expect(result).toMatchObject(expected)
})

const withPhotos: Partial<Attempt> = {
  ticket: { step: 'posting', photos: [{ digest: picture().digest, id: '900' }] },
}

test('a picture leads to its post without the list', async () => {
  const { result } = await look(
    [
      { call: 'GET /900', reply: json({ id: '900', page_story_id: at(1) }) },
      { call: `GET /${at(1)}`, reply: json(seen(1)) },
    ],
    photoPost(),
    withPhotos,
  )
  expect(result).toEqual(found(1))
})

test('a picture in no post, or one that cannot be asked, leaves the list to decide', async () => {
  const photo = seen(1, { message: 'Chữ đã sửa', attachments: { data: [{ target: { id: '900' } }] } })
  for (const reply of [json({ id: '900' }), failure(2), failure(100, 33), new Response('')]) {
    const { result } = await look([{ call: 'GET /900', reply }, list([photo])], photoPost(), withPhotos)
    expect(result).toEqual(found(1))
  }
})

test('a picture in a post that is not out, or not ours, leaves the list to decide', async () => {
  for (const given of [{ is_published: false }, { application: { id: '9' } }]) {
    const { result } = await look(
      [
        { call: 'GET /900', reply: json({ page_story_id: at(1) }) },
        { call: `GET /${at(1)}`, reply: json(seen(1, given)) },
        list([]),
      ],
      photoPost(),
      withPhotos,
    )
    expect(result).toEqual({ is: 'absent' })
  }
})

test('a dead token ends the look at once', async () => {
  const { result } = await look([{ call: 'GET /900', reply: failure(190, 460) }], photoPost(), withPhotos)
  expect(result).toMatchObject({ is: 'reconnect' })
})

const doubted = (code: string): Partial<Attempt> => ({ ticket: { step: 'posting', photos: [], doubt: { code } } })
const late = new Date(NOW.getTime() + 600_000)

test('after "duplicate" the first post is found and taken', async () => {
  const { result, calls } = await look([list([seen(1)])], linkPost(), doubted('facebook.duplicate'))
  expect(result).toEqual(found(1))
  expect(calls[0]?.url.searchParams.get('since')).toBe(String((NOW.getTime() - 86_400_000) / 1000))
})

test('after "duplicate" the lists get time before anything is concluded', async () => {
  const { result } = await look([list([])], linkPost(), doubted('facebook.duplicate'))
  expect(result).toMatchObject({ is: 'later' })
})

test('a duplicate of somebody’s post is refused, with the address and without a claim on it', async () => {
  const theirs = seen(1, { application: undefined })
  const { result } = await look([list([theirs])], linkPost(), doubted('facebook.duplicate'), late)
  expect(result).toEqual({
    is: 'refused',
    why: { code: 'facebook.duplicate_of', with: { url: `https://www.facebook.com/${PAGE}/posts/1` } },
  })
})

test('a refusal in doubt that left nothing on the Page is a refusal', async () => {
  for (const code of ['facebook.duplicate', 'facebook.pictures_used', 'facebook.odd']) {
    const { result } = await look([list([])], linkPost(), doubted(code), late)
    expect(result).toMatchObject({ is: 'refused', why: { code } })
  }
})

test('of posts with the same words the one with our very link is taken, older or not', async () => {
  const otherLink = { attachments: { data: [{ unshimmed_url: 'https://phuoclong.example.gov.vn/tin/8' }] } }
  const { result, notes } = await look([list([seen(1, otherLink), seen(2)])])
  expect(result).toEqual(found(2))
  expect(notes).toEqual([])
})
