import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { handshake, hear, verifyToken } from '../../../adapters/facebook/hear.ts'
import { hmacSha256Hex } from '../../../src/kit/crypto.ts'
import type { Heard } from '../../../src/ports/network.ts'
import { PAGE } from './builders.ts'
import { APP, NOW } from './script.ts'

const root = resolve(import.meta.dirname, '../../..')
const file = join(resolve(root, process.env.REFERENCE_DIR ?? '../shared'), 'platforms/data/facebook/test-vectors.json')
const present = existsSync(file)
if (!present) console.log('webhooks of Facebook are not compared with the vectors: the reference material is not here')
interface Vectors {
  webhook_signature: {
    name: string
    app_secret: string
    raw_body: string
    header: string | null
    value: string | null
    expect: string
  }[]
  webhook_handshake: { query: string; verify_token: string; expect: { status: number; body?: string } }[]
}
const vectors = () => JSON.parse(readFileSync(file, 'utf8')) as Vectors

const knock = (text: string, headers: Record<string, string> = {}, app = APP): Promise<Heard> =>
  hear(
    app,
    {
      method: 'POST',
      query: new URLSearchParams(),
      headers: new Headers(headers),
      body: new TextEncoder().encode(text),
    },
    NOW,
  )
const signed = async (text: string, secret = APP.secret) => ({
  'x-hub-signature-256': `sha256=${await hmacSha256Hex(secret, text)}`,
})
const changes = (...values: unknown[]) =>
  JSON.stringify({
    object: 'page',
    entry: [{ id: PAGE, time: 1, changes: values.map(value => ({ field: 'feed', value })) }],
  })
async function hints(text: string) {
  const heard = await knock(text, await signed(text))
  return heard.is === 'hints' ? heard.hints : heard
}

test.skipIf(!present)(
  '§13.14: signatures over raw bytes, escaped letters, altered bytes and missing headers are judged as the vectors say',
  async () => {
    for (const { name, app_secret, raw_body, header, value, expect: expected } of vectors().webhook_signature) {
      const heard = await knock(raw_body, header === null ? {} : { [header]: value ?? '' }, {
        ...APP,
        secret: app_secret,
      })
      expect(heard.is, name).toBe(expected.startsWith('accept') ? 'hints' : 'forged')
    }
  },
)

test('§13.14: a body whose Vietnamese letters are escaped is judged by its bytes; one altered byte, SHA-1 or no header is refused', async () => {
  const text = changes({ item: 'status', verb: 'add', post_id: `${PAGE}_1`, message: 'x' }).replace(
    '"x"',
    '"C\\u1ea7u \\/ B\\u1ebfn"',
  )
  const headers = await signed(text)
  expect((await knock(text, headers)).is).toBe('hints')
  expect((await knock(JSON.stringify(JSON.parse(text)), headers)).is).toBe('forged')
  expect((await knock(text.replace('add', 'adt'), headers)).is).toBe('forged')
  expect(await knock(text)).toEqual({ is: 'forged', why: { code: 'facebook.hook_unsigned' } })
  const sha1 = { 'x-hub-signature': headers['x-hub-signature-256'].replace('sha256', 'sha1') }
  expect((await knock(text, sha1)).is).toBe('forged')
  expect((await knock(text, headers, { ...APP, secret: '' })).is).toBe('forged')
})

test('§13.13: a video id beyond 2^53 that comes as a number keeps its digits', async () => {
  const text = changes({ item: 'video', verb: 'add', post_id: `${PAGE}_7`, video_id: 0 }).replace(
    '"video_id":0',
    '"video_id":1221000000000000013',
  )
  expect(text).toContain(':1221000000000000013')
  expect(await hints(text)).toEqual([
    { is: 'look', account: PAGE, remote: `${PAGE}_7` },
    { is: 'look', account: PAGE, remote: '1221000000000000013', ticket: '1221000000000000013' },
  ])
})

test('§13.15: the same told twice and out of order makes one look due, and none where nothing of ours changed', async () => {
  const added = { item: 'photo', verb: 'add', post_id: `${PAGE}_7`, photo_id: '9' }
  const removed = { ...added, verb: 'remove' }
  const heard = await hints(changes(removed, added, added, { item: 'comment', verb: 'add', post_id: `${PAGE}_7` }))
  expect(heard).toEqual([
    { is: 'look', account: PAGE, remote: `${PAGE}_7` },
    { is: 'look', account: PAGE, ticket: '9' },
  ])
  expect(await hints(changes({ item: 'reaction', verb: 'add', post_id: `${PAGE}_7` }))).toEqual([])
})

test('one odd part is skipped, what is no body of a Page says nothing, and neither is refused', async () => {
  const odd = [{ item: 'status', post_id: '../x' }, 7, null, { item: 'status', verb: 'edit', post_id: `${PAGE}_8` }]
  expect(await hints(changes(...odd))).toEqual([{ is: 'look', account: PAGE, remote: `${PAGE}_8` }])
  for (const text of ['', '[]', '{"object":"user","entry":[]}', '{"object":"page"}', 'not json'])
    expect(await hints(text)).toEqual([])
  // Without values only the names of fields come.
  const bare = JSON.stringify({ object: 'page', entry: [{ id: PAGE, changed_fields: ['feed'] }] })
  expect(await hints(bare)).toEqual([])
})

test('a video of its own field is looked at', async () => {
  const value = { id: '1221000000000000013', status: { video_status: 'ready' } }
  const text = JSON.stringify({ object: 'page', entry: [{ id: PAGE, changes: [{ field: 'videos', value }] }] })
  expect(await hints(text)).toEqual([
    { is: 'look', account: PAGE, remote: '1221000000000000013', ticket: '1221000000000000013' },
  ])
})

test.skipIf(!present)('handshakes agree with the vectors', () => {
  for (const { query, verify_token, expect: expected } of vectors().webhook_handshake) {
    const heard = handshake(new URLSearchParams(query), verify_token)
    if (expected.status === 200) expect(heard).toEqual({ is: 'answer', body: expected.body })
    else expect(heard.is).toBe('forged')
  }
})

test('a handshake is answered with its bare challenge, only for the token made from our secret', async () => {
  const ask = (token: string, app = APP) =>
    hear(
      app,
      {
        method: 'GET',
        query: new URLSearchParams({
          'hub.mode': 'subscribe',
          'hub.challenge': '1158201444',
          'hub.verify_token': token,
        }),
        headers: new Headers(),
        body: new Uint8Array(),
      },
      NOW,
    )
  // The line in docs/facebook.md prints the same.
  expect(await verifyToken(APP)).toBe(await hmacSha256Hex(APP.secret, 'lantoa webhook'))
  expect(await ask(await verifyToken(APP))).toEqual({ is: 'answer', body: '1158201444' })
  expect((await ask('s3cret')).is).toBe('forged')
  expect((await ask('', { ...APP, secret: '' })).is).toBe('forged')
})
