import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { zalo } from '../../../adapters/zalo/index.ts'

const app = { id: '2200000000000000001', secret: 'app secret', hook: 'OA secret of the webhook page' }
const now = new Date('2026-11-24T03:00:00Z')

/** As Zalo's servers write it: an escaped slash, letters outside the first plane, ids beyond 2^53, the time as text. */
const follow = String.raw`{"event_name":"follow","app_id":"2200000000000000001","oa_id":"3880000000000000001","follower":{"id":"9007199254740993123"},"source":"oa_profile","note":"xin ch\u00e0o \/ 🌾","timestamp":"1764000000123"}`

const sign = (body: string, { id = app.id, key = app.hook, time = '1764000000123' } = {}) =>
  `mac=${createHash('sha256').update(`${id}${body}${time}${key}`, 'utf8').digest('hex')}`

const knock = async (body: string, signature?: string) => {
  const headers = new Headers(signature === undefined ? {} : { 'X-ZEvent-Signature': signature })
  const knocked = { method: 'POST', query: new URLSearchParams(), headers, body: new TextEncoder().encode(body) }
  return zalo.hear?.(app, knocked, now)
}

test('20: an event signed over its raw bytes is heard', async () => {
  expect(await knock(follow, sign(follow))).toEqual({ is: 'hints', hints: [] })
})

test.each([
  ['written again', () => knock(JSON.stringify(JSON.parse(follow)), sign(follow))],
  ['with one byte changed', () => knock(follow.replace('oa_profile', 'oa_profilf'), sign(follow))],
  ['signed with another key', () => knock(follow, sign(follow, { key: app.secret }))],
  ['signed with the account in front', () => knock(follow, sign(follow, { id: '3880000000000000001' }))],
  ['signed for another time', () => knock(follow, sign(follow, { time: '1764000000124' }))],
  ['in capitals', () => knock(follow, sign(follow).toUpperCase().replace('MAC', 'mac'))],
  ['without its prefix', () => knock(follow, sign(follow).slice(4))],
  ['without a signature', () => knock(follow)],
])('20: an event %s is forged', async (_, heard) => {
  expect(await heard()).toMatchObject({ is: 'forged' })
})

test('20: one event five times, without an id of a message and with one beyond 2^53, makes nothing due', async () => {
  // Followers are not ours to keep: what is heard is answered, however often it comes.
  expect(follow).not.toContain('msg_id')
  const heard = await Promise.all(Array.from({ length: 5 }, () => knock(follow, sign(follow))))
  expect(heard).toEqual(Array(5).fill({ is: 'hints', hints: [] }))
})

test('an event of another app of the same body is not for this one', async () => {
  const other = follow.replace('2200000000000000001', '2200000000000000002')
  expect(await knock(other, sign(other))).toEqual({ is: 'forged', why: { code: 'zalo.hook_other_app' } })
})

test('the console may try the address out before there is anything to sign', async () => {
  expect(await knock('')).toEqual({ is: 'answer', body: '' })
  expect(await knock('{}')).toEqual({ is: 'answer', body: '' })
})
