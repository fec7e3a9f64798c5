import { expect, test } from 'vitest'
import { z } from 'zod'
import { graphOf } from '../../../adapters/facebook/graph.ts'
import { redact } from '../../../adapters/facebook/secrets.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import type { Notice } from '../../../src/ports/network.ts'
import { APP, failure, json, PROOF, type Reply, Script, stage, TOKEN } from './script.ts'

const shape = z.object({ id: z.string() })

async function ask(reply: Reply) {
  const script = new Script([{ call: 'GET /me', reply }])
  const { to, notes } = stage(script.fetch)
  const answer = await graphOf(to, TOKEN, to.note).get('me', { fields: 'id' }, shape)
  script.done()
  return { answer, notes, call: script.calls[0] }
}

test('the token goes into the header and never into an address; its proof goes beside it', async () => {
  const { call } = await ask(json({ id: '1' }))
  expect(call?.headers.get('authorization')).toBe(`Bearer ${TOKEN}`)
  expect(call?.url.searchParams.get('appsecret_proof')).toBe(PROOF)
  expect(call?.url.href).not.toContain(TOKEN)
  expect(call?.url.href.startsWith('https://graph.facebook.com/v26.0/me?fields=id')).toBe(true)
})

test('an answer keeps what was asked for and every digit of an id', async () => {
  const { answer } = await ask(new Response('{"id":"1221000000000000013","more":[1]}'))
  expect(answer).toEqual({ is: 'answer', value: { id: '1221000000000000013' } })
})

test.each<[string, Reply, string]>([
  ['an HTML page with 502', new Response('<html>Bad gateway</html>', { status: 502 }), 'facebook.answer_unreadable'],
  ['an HTML page with 200', new Response('<html></html>'), 'facebook.answer_unreadable'],
  ['an empty body', new Response(''), 'facebook.answer_unreadable'],
  ['an empty body with 500', new Response(null, { status: 500 }), 'facebook.answer_unreadable'],
  ['truncated JSON', new Response('{"id":"1'), 'facebook.answer_unreadable'],
  ['JSON with 500 and no envelope', json({ id: '1' }, { status: 500 }), 'facebook.answer_unreadable'],
  ['JSON of another shape', json({ success: true }), 'facebook.answer_unexpected'],
  ['an envelope without a code', json({ error: { message: 'x' } }, { status: 400 }), 'facebook.answer_unreadable'],
  ['a body over every measure', new Response('x'.repeat(5_000_000)), 'net.too_big'],
  [
    'a redirect',
    new Response(null, { status: 302, headers: { location: 'https://x.example' } }),
    'facebook.answer_unreadable',
  ],
  ['a reset after the request was out', new FetchFault('reset', true, 'reset'), 'net.reset'],
  ['an error nobody named', new TypeError('fetch failed'), 'net.other'],
  [
    'a body that breaks off',
    () =>
      new Response(
        new ReadableStream({
          start: controller => {
            controller.enqueue(new TextEncoder().encode('{"id":'))
            controller.error(new TypeError('terminated'))
          },
        }),
      ),
    'net.other',
  ],
  [
    'a body that is cut by us',
    () => new Response(new ReadableStream({ start: c => c.error(new FetchFault('timeout', false, 'late')) })),
    'net.timeout',
  ],
])('%s is silence after sending', async (_, reply, code) => {
  const { answer } = await ask(reply)
  expect(answer).toMatchObject({ is: 'silence', sent: true, why: { code } })
})

test('a failure before a byte left is known to be one', async () => {
  for (const kind of ['name', 'refused', 'tls', 'blocked'] as const) {
    const { answer } = await ask(new FetchFault(kind, false, 'no'))
    expect(answer).toMatchObject({ is: 'silence', sent: false, why: { code: `net.${kind}` } })
  }
})

test('an error in a body with 200 is an error', async () => {
  const { answer } = await ask(failure(190, 460, 'changed the password', { status: 200 }))
  expect(answer).toMatchObject({
    is: 'fault',
    fault: { is: 'auth', why: { code: 'facebook.password_changed', trace: 'AbC' } },
  })
})

test('another version than the one asked for is told once to the operator', async () => {
  const script = new Script([
    { call: 'GET /1', reply: json({ id: '1' }, { headers: { 'facebook-api-version': 'v21.0' } }) },
    { call: 'GET /2', reply: json({ id: '2' }, { headers: { 'facebook-api-version': 'v21.0' } }) },
  ])
  const { to, notes } = stage(script.fetch)
  const graph = graphOf(to, TOKEN, to.note)
  expect(await graph.get('1', {}, shape)).toMatchObject({ is: 'answer' })
  await graph.get('2', {}, shape)
  expect(notes).toEqual([
    { is: 'warning', why: { code: 'facebook.version', with: { asked: 'v26.0', served: 'v21.0' } } },
  ])
})

const business = (percent: number, minutes = 0, type = 'pages') => ({
  'x-business-use-case-usage': JSON.stringify({
    '102030405060708': [
      { type, call_count: percent, total_cputime: 1, total_time: 2, estimated_time_to_regain_access: minutes },
    ],
  }),
})

test.each<[string, HeadersInit, Partial<Extract<Notice, { is: 'rest' }>>[]]>([
  ['74 % says nothing', business(74), []],
  ['75 % slows reading', business(75), [{ what: 'reading', of: 'channel', until: new Date('2026-11-22T01:45:00Z') }]],
  ['90 % stops reading', business(90), [{ what: 'reading', of: 'channel', until: new Date('2026-11-22T02:30:00Z') }]],
  [
    '100 % stops everything for the minutes given',
    business(100, 12),
    [{ what: 'everything', of: 'channel', until: new Date('2026-11-22T01:42:00Z') }],
  ],
  ['messages are none of our business', business(100, 12, 'messenger'), []],
  [
    'the app has a measure of its own',
    { 'x-app-usage': '{"call_count":28,"total_time":95,"total_cputime":25}' },
    [{ what: 'reading', of: 'app' }],
  ],
  ['the older header still counts', { 'x-page-usage': '{"call_count":101}' }, [{ what: 'everything', of: 'channel' }]],
  ['nonsense says nothing', { 'x-app-usage': 'busy', 'x-business-use-case-usage': '[1]' }, []],
])('usage: %s', async (_, headers, expected) => {
  const { notes } = await ask(json({ id: '1' }, { headers }))
  expect(notes).toHaveLength(expected.length)
  expect(notes).toMatchObject(expected)
})

test('too many calls wait at least as long as any header says', async () => {
  const minutes = await ask(failure(80001, undefined, 'x', { status: 400, headers: business(100, 120) }))
  expect(minutes.answer).toMatchObject({ is: 'fault', fault: { is: 'throttle', retryAfter: 120 * 60_000 } })
  expect(minutes.notes).toContainEqual(
    expect.objectContaining({ is: 'rest', what: 'everything', of: 'channel', until: new Date('2026-11-22T03:30:00Z') }),
  )
  const bare = await ask(new Response('slow down', { status: 429, headers: { 'retry-after': '3000' } }))
  expect(bare.answer).toMatchObject({ is: 'fault', fault: { is: 'throttle', retryAfter: 3_000_000 } })
  const app = await ask(failure(4))
  expect(app.notes).toMatchObject([{ is: 'rest', what: 'everything', of: 'app' }])
})

test('no secret survives in what is told', async () => {
  const words = `Error for https://graph.facebook.com/v26.0/me?access_token=${TOKEN}&appsecret_proof=${PROOF} of app ${APP.secret}`
  const { answer } = await ask(failure(100, undefined, words))
  const told = JSON.stringify(answer)
  for (const secret of [TOKEN, PROOF, APP.secret]) expect(told).not.toContain(secret)
  const broken = await ask(new FetchFault('reset', true, `GET https://graph.facebook.com/x?appsecret_proof=${PROOF}`))
  expect(JSON.stringify(broken.answer)).not.toContain(PROOF)
})

test('what looks like a secret goes, even one that is not ours', () => {
  expect(redact('Authorization: Bearer abc.defgh', [])).not.toContain('abc')
  expect(redact('{"access_token":"xyz","a":1}', [])).not.toContain('xyz')
  expect(redact('token EAABsbCS1iHgBAKZB123 is dead', [])).toBe('token [removed] is dead')
  expect(redact('app 700000000000001|0123456789abcdef0123 failed', [])).toBe('app [removed] failed')
  expect(redact('?client_secret=s&code=c#_', [])).not.toMatch(/=[sc]/)
  expect(redact('x'.repeat(900), [])).toHaveLength(500)
})
