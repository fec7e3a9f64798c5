import { afterEach, beforeEach, expect, test } from 'vitest'
import { tiktok } from '../../../adapters/tiktok/index.ts'
import { type Stage, setTiktok } from './live.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok()
})
afterEach(() => tt.close())

test('levels as the account offers them now, none of them chosen; everything else off', async () => {
  const read = await tiktok.choices?.(tt.session())
  if (read?.is !== 'read') throw new Error(read?.is)
  expect(read.account).toBe(tt.account.nickname)
  const [privacy, ...flags] = read.choices
  expect(privacy).toEqual({
    option: 'privacy',
    is: 'one',
    values: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
  })
  for (const flag of flags) expect(flag).toMatchObject({ is: 'flag', allowed: true, chosen: false })
  expect(read.warnings.map(warning => warning.code)).toEqual(['tiktok.music_consent', 'tiktok.longest'])
  const { vi } = tiktok.about.words
  for (const choice of read.choices) expect(vi).toHaveProperty([`option.${choice.option}`])
  for (const value of privacy?.is === 'one' ? privacy.values : [])
    expect(vi).toHaveProperty([`option.privacy.${value}`])
})

test('a private account offers followers, and what is switched off is greyed', async () => {
  Object.assign(tt.account, { isPrivate: true, commentDisabled: true })
  const read = await tiktok.choices?.(tt.session())
  if (read?.is !== 'read') throw new Error(read?.is)
  expect(read.choices[0]).toMatchObject({ values: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'] })
  const off = read.choices.flatMap(choice => (choice.is === 'flag' && !choice.allowed ? [choice.option] : []))
  expect(off).toEqual(['comment', 'duet', 'stitch'])
})

test('a channel of drafts asks nothing, for its person chooses in the app', async () => {
  const read = await tiktok.choices?.(tt.session({ settings: {} }))
  expect(read).toMatchObject({ is: 'read', choices: [], warnings: [] })
  expect(tt.sandbox.calls()).toEqual([])
})

test('a cap, a dead token and silence are told for what they are', async () => {
  tt.sandbox.pull({ what: 'refuse', on: 'creator', code: 'spam_risk_too_many_posts', status: 200 })
  expect(await tiktok.choices?.(tt.session())).toMatchObject({ is: 'later', why: { code: 'tiktok.too_many_posts' } })
  tt.sandbox.pull({ what: 'lose', on: 'creator' })
  expect((await tiktok.choices?.(tt.session()))?.is).toBe('later')
  tt.sandbox.withdraw(tt.account.id)
  expect((await tiktok.choices?.(tt.session()))?.is).toBe('reconnect')
})
