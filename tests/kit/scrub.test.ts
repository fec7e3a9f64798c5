import { expect, test } from 'vitest'
import { makeScrub } from '../../src/kit/scrub.ts'

const secret = 'EAAGm0PX4ZCpsBAKZCx81ZBqQp3s7vLrZAYt2kQ9uN5wXeHd'
const scrub = makeScrub(['s3cret-app-key', 'hunter2hunter2'])

const places: [string, unknown][] = [
  ['an address', `GET https://graph.test/me?access_token=${secret}&fields=id`],
  ['an encoded address', new URL(`https://graph.test/cb?code=${secret}&state=abcdef`)],
  ['a form', `message=a&client_secret=${secret}`],
  ['JSON', `{"access_token":"${secret}","expires_in":5}`],
  ['JSON within JSON', JSON.stringify({ body: JSON.stringify({ refresh_token: secret }) })],
  ['a header', `Authorization: Bearer ${secret}`],
  ['a sentence', `Error validating access token ${secret}: expired`],
  ['an error', new Error(`refused ${secret}`, { cause: new Error(`appsecret_proof=${secret}`) })],
  ['a telling name', { deep: [{ appSecret: secret, cookie: secret, Authorization: secret, code_verifier: secret }] }],
  ['a map', new Map([['token', secret]])],
  ['a set', new Set([secret])],
  ['a name', { [secret]: 1 }],
]

test.each(places)('a token does not get through in %s', (_, value) => {
  expect(JSON.stringify(scrub(value))).not.toContain(secret)
})

test('short tokens go where their name tells them', () => {
  expect(scrub('https://x.test/?a=1&access_token=abc&b=2')).toBe('https://x.test/?a=1&access_token=[removed]&b=2')
  expect(scrub('{\\"token\\":\\"abc\\"}')).toBe('{\\"token\\":\\"[removed]\\"}')
  expect(scrub('postgres://lantoa:pw@127.0.0.1:5432/lantoa')).toBe('postgres://[removed]@127.0.0.1:5432/lantoa')
})

test('secrets known by heart go wherever they stand', () => {
  expect(scrub('xhunter2hunter2x s3cret-app-key')).toBe('x[removed]x [removed]')
})

test('what is no secret stays: digests, ids, sentences, numbers, dates', () => {
  const facts = {
    digest: 'a'.repeat(64),
    remote: '122100000000000000_9007199254740993',
    event: 'Bài đăng số 18/NQ-HĐND: đã đăng; mã bài 12',
    job: 'deliver',
    tokens: 3,
    at: new Date(0),
    none: null,
  }
  expect(scrub(facts)).toEqual(facts)
})

test('circles end', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  expect(JSON.stringify(scrub(circle))).toContain('…')
})
