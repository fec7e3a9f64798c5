import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Sha256 } from '../../../adapters/youtube/sandbox/sha256.ts'
import { youtubeSandbox } from '../../../adapters/youtube/sandbox.ts'
import { film } from './builders.ts'
import { type Stage, setChannel } from './live.ts'
import { clientOf } from './served.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const good = { snippet: { title: 'Tin', categoryId: '25' }, status: { privacyStatus: 'public' } }

describe('the door of a session', () => {
  test.each([
    ['a title of 101 letters', { ...good, snippet: { ...good.snippet, title: 'a'.repeat(101) } }, 'invalidTitle'],
    ['an angle bracket', { ...good, snippet: { ...good.snippet, title: 'a > b' } }, 'invalidTitle'],
    [
      'a category that exists and is not assignable',
      { ...good, snippet: { ...good.snippet, categoryId: '18' } },
      'invalidCategoryId',
    ],
    [
      'a language that is none',
      { ...good, snippet: { ...good.snippet, defaultLanguage: 'cn' } },
      'invalidVideoMetadata',
    ],
    ['a field that is none', { ...good, snippet: { ...good.snippet, shorts: true } }, 'badRequest'],
    ['a field of the server', { ...good, status: { madeForKids: true } }, 'badRequest'],
    ['a privacy that is none', { ...good, status: { privacyStatus: 'open' } }, 'badRequest'],
    ['a group that is none', { ...good, statistics: {} }, 'badRequest'],
  ])('refuses %s', async (_, body, reason) => {
    const client = clientOf(stage)
    const begun = await client.start(body)
    expect(begun.status).toBe(400)
    expect(await client.reason(begun)).toBe(reason)
  })
  test('takes a category as a number, and ignores a group that part does not name', async () => {
    const client = clientOf(stage)
    expect((await client.start({ snippet: { title: 'Tin', categoryId: 22 } })).status).toBe(200)
    expect((await client.start({ ...good, status: { privacyStatus: 'x' } }, {}, 'part=snippet')).status).toBe(200)
  })
  test.each([
    ['no token', {}, 401],
    ['a medium that is none', { 'x-upload-content-type': 'text/plain' }, 400],
    ['nothing to upload', { 'x-upload-content-length': '0' }, 400],
    ['no length', { 'x-upload-content-length': 'x' }, 400],
    ['a file name that leads elsewhere', { slug: '../film.mp4' }, 400],
  ])('refuses %s', async (what, headers, status) => {
    const client = clientOf(stage, what === 'no token' ? 'none' : stage.pair.access)
    expect((await client.start(good, headers)).status).toBe(status)
  })
  test('an unknown parameter, a wrong one and a missing one are refused', async () => {
    const client = clientOf(stage)
    expect(await client.reason(await client.start(good, {}, 'part=snippet&shorts=true'))).toBe('unexpectedParameter')
    expect((await client.start(good, {}, 'part=snippet&notifySubscribers=yes')).status).toBe(400)
    expect(await client.reason(await client.start(good, {}, 'notifySubscribers=true'))).toBe('missingRequiredParameter')
  })
})

describe('the bytes', () => {
  const part = 262_144
  const begin = (total: number) => clientOf(stage).begin(good, { 'x-upload-content-length': String(total) })

  test('a part that is not the last is a multiple of 256 KiB', async () => {
    const uri = await begin(part * 3)
    const client = clientOf(stage)
    expect((await client.put(uri, film(part - 1), `bytes 0-${part - 2}/${part * 3}`)).status).toBe(400)
    expect((await client.put(uri, film(part), `bytes 0-${part - 1}/${part * 3}`)).status).toBe(308)
  })
  test('a gap and an overlap are answered with the true range', async () => {
    const uri = await begin(part * 3)
    const client = clientOf(stage)
    const gap = await client.put(uri, film(part), `bytes ${part}-${2 * part - 1}/${part * 3}`)
    expect([gap.status, gap.headers.get('range')]).toEqual([308, null])
    await client.put(uri, film(part), `bytes 0-${part - 1}/${part * 3}`)
    const overlap = await client.put(uri, film(part), `bytes 0-${part - 1}/${part * 3}`)
    expect([overlap.status, overlap.headers.get('range')]).toEqual([308, `bytes=0-${part - 1}`])
  })
  test.each([
    ['another total', `bytes 0-${part - 1}/999`],
    ['a range that is none', 'bytes x'],
    ['a range that does not fit its body', `bytes 0-${2 * part - 1}/${part * 3}`],
  ])('%s is refused', async (_, range) => {
    const uri = await begin(part * 3)
    expect((await clientOf(stage).put(uri, film(part), range)).status).toBe(400)
  })
  test('an ended upload answers the same again, whatever is asked', async () => {
    const uri = await begin(1000)
    const client = clientOf(stage)
    const first = (await (await client.put(uri, film(1000), 'bytes 0-999/1000')).json()).id
    for (const again of [client.put(uri, null, 'bytes */1000'), client.put(uri, film(1000), 'bytes 0-999/1000')])
      expect((await (await again).json()).id).toBe(first)
    expect(stage.sandbox.ledger()).toHaveLength(1)
  })
  test('the whole in one PUT, and the two styles in one request', async () => {
    const client = clientOf(stage)
    expect((await client.put(await begin(1000), film(1000))).status).toBe(201)
    const boundary = 'x1'
    const body = [
      `--${boundary}\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(good)}\r\n`,
      `--${boundary}\r\ncontent-type: video/mp4\r\n\r\nfilm\r\n--${boundary}--\r\n`,
    ].join('')
    const post = (style: string, type: string, what: string, query = 'part=snippet,status') =>
      fetch(`${stage.served.url}/upload/youtube/v3/videos?${query}&uploadType=${style}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stage.pair.access}`, 'content-type': type },
        body: what,
      })
    expect((await post('multipart', `multipart/related; boundary=${boundary}`, body)).status).toBe(200)
    expect((await post('media', 'video/mp4', 'film', 'part=id')).status).toBe(200)
    expect((await post('other', 'video/mp4', 'film')).status).toBe(400)
    expect(stage.sandbox.ledger().map(row => row.bytes)).toEqual([1000, 4, 4])
  })
})

test('what is nowhere is 404, and a token in the address is none', async () => {
  const client = clientOf(stage)
  expect((await client.call('GET', '/youtube/v3/nothing')).status).toBe(404)
  expect((await client.call('PATCH', '/youtube/v3/videos?part=id')).status).toBe(404)
  const inAddress = await client.call('GET', `/youtube/v3/videos?part=id&id=a&access_token=${stage.pair.access}`)
  expect(inAddress.status).toBe(401)
})

test('an etag that is known is answered with 304', async () => {
  const client = clientOf(stage)
  const { etag } = await client.json('/youtube/v3/channels?part=id&mine=true')
  const again = await client.call('GET', '/youtube/v3/channels?part=id&mine=true', undefined, { 'if-none-match': etag })
  expect(again.status).toBe(304)
})

test('the wall shows what a stranger sees: public ones in the list, unlisted ones by their address, private ones never', async () => {
  const of = (privacy: 'public' | 'unlisted' | 'private') =>
    stage.sandbox.addVideo({
      channel: stage.channel.id,
      title: `Tin <${privacy}>`.replaceAll('<', '(').replaceAll('>', ')'),
      privacy,
    })
  const [open, unlisted, secret] = [of('public'), of('unlisted'), of('private')]
  const page = async (path: string) => {
    const reply = await fetch(`${stage.served.url}/wall/${stage.channel.id}${path}`)
    return { status: reply.status, text: await reply.text() }
  }
  const list = await page('')
  expect(list.text).toContain('Tin (public)')
  expect(list.text).not.toContain('Tin (unlisted)')
  expect(list.text).not.toContain('Tin (private)')
  expect(list.text).toContain('Môi trường mô phỏng')
  expect((await page(`/${open.id}`)).status).toBe(200)
  expect((await page(`/${unlisted.id}`)).status).toBe(200)
  expect((await page(`/${secret.id}`)).status).toBe(404)
  const watch = await fetch(`${stage.served.url}/watch?v=${open.id}`)
  expect(watch.url).toBe(`${stage.served.url}/wall/${stage.channel.id}/${open.id}`)
})

test('levers, clock and people are there for a process of its own, from this machine and never for a web page', async () => {
  const control = (path: string, init: RequestInit = {}) => fetch(`${stage.served.url}/_sandbox${path}`, init)
  expect((await control('/ledger')).status).toBe(200)
  expect((await control('/ledger', { headers: { origin: 'https://evil.example' } })).status).toBe(403)
  expect((await control('/levers', { method: 'POST', body: '{"what":"lose"}' })).status).toBe(200)
  expect((await control('/levers', { method: 'POST', body: '{"what":"unknown"}' })).status).toBe(400)
  expect(await (await control('/spent')).json()).toEqual({})
  const moved = await (await control('/clock', { method: 'POST', body: '{"advanceMs":60000}' })).json()
  expect(moved).toEqual({ now: '2026-11-25T02:01:00.000Z' })
})

test.each([0, 1, 55, 56, 63, 64, 65, 1000])('its SHA-256 of %i bytes is the one of everybody else', size => {
  const bytes = film(size)
  const ours = new Sha256().update(bytes.subarray(0, size >> 1)).update(bytes.subarray(size >> 1))
  expect(ours.hex()).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test('ids of videos never come twice, also over a restart', () => {
  const ids = new Set<string>()
  for (const firstId of [1_000_000_000_000_000_000n, 1_000_000_000_000_100_000n]) {
    const sandbox = youtubeSandbox({ firstId })
    const channel = sandbox.addChannel()
    sandbox.addVideo({ channel: channel.id, title: 'x', count: 500 })
    for (const row of sandbox.ledger()) {
      expect(row.id).toMatch(/^[\w-]{11}$/)
      ids.add(row.id)
    }
  }
  expect(ids.size).toBe(1000)
})
