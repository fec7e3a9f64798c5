import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { youtube } from '../../../adapters/youtube/index.ts'
import { missingScopes, SCOPES } from '../../../adapters/youtube/oauth.ts'
import { BACK, type Stage, setChannel } from './live.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

/** As a browser goes: the consent page, the form, and back. */
async function consent(form: Record<string, string | string[]> = {}) {
  const { url, keep } = await youtube.auth.begin({ id: stage.app.id, secret: stage.app.secret }, BACK, 'state-1')
  const asked = new URL(url)
  expect(asked.host).toBe('accounts.google.com')
  const page = stage.served.url + asked.pathname + asked.search
  expect((await fetch(page)).status).toBe(200)
  const fields = new FormData()
  const given = { channel: stage.channel.id, scope: [...SCOPES], decision: 'allow', ...form }
  for (const [name, value] of Object.entries(given)) for (const one of [value].flat()) fields.append(name, one)
  const reply = await fetch(page, { method: 'POST', body: fields, redirect: 'manual' })
  return { asked, keep, back: new URL(reply.headers.get('location') ?? '').searchParams }
}

describe('a consent', () => {
  test('asks for what is needed and no more, so that a refresh token comes back', async () => {
    const { asked, back } = await consent()
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      access_type: 'offline',
      prompt: 'consent',
      response_type: 'code',
      code_challenge_method: 'S256',
      state: 'state-1',
    })
    expect(back.get('state')).toBe('state-1')
  })
  test('leads to the one channel that was chosen, with its tokens', async () => {
    const other = stage.sandbox.addChannel({ name: 'Kênh khác' })
    const { back, keep } = await consent({ channel: other.id })
    const connected = await youtube.auth.finish(stage.session(), back, BACK, keep)
    expect(connected).toMatchObject({
      is: 'accounts',
      accounts: [{ id: other.id, name: 'Kênh khác', warnings: [], cred: { refresh: expect.stringMatching(/^1\/\//) } }],
    })
  })
  test('with a box unticked is refused by the name of the right', async () => {
    const { back, keep } = await consent({ scope: ['youtube.upload', 'youtube.force-ssl'] })
    expect(await youtube.auth.finish(stage.session(), back, BACK, keep)).toEqual({
      is: 'refused',
      why: { code: 'youtube.scopes_missing', with: { scopes: 'yt-analytics.readonly' } },
    })
  })
  test('that is denied says so', async () => {
    const { back, keep } = await consent({ decision: 'deny' })
    expect(await youtube.auth.finish(stage.session(), back, BACK, keep)).toMatchObject({
      why: { code: 'youtube.consent_denied' },
    })
  })
  test('works once, within ten minutes, with its own verifier', async () => {
    const { back, keep } = await consent()
    expect(await youtube.auth.finish(stage.session(), back, BACK, { verifier: 'x'.repeat(43) })).toMatchObject({
      why: { code: 'youtube.code_refused' },
    })
    expect((await youtube.auth.finish(stage.session(), back, BACK, keep)).is).toBe('accounts')
    expect((await youtube.auth.finish(stage.session(), back, BACK, keep)).is).toBe('refused')
    const late = await consent()
    stage.sandbox.advance(601_000)
    expect((await youtube.auth.finish(stage.session(), late.back, BACK, late.keep)).is).toBe('refused')
  })
  test('of a project in testing names the day on which it ends', async () => {
    stage.app.testing = true
    const { back, keep } = await consent()
    const connected = await youtube.auth.finish(stage.session(), back, BACK, keep)
    if (connected.is !== 'accounts') throw new Error(connected.why.code)
    expect(connected.accounts[0]?.warnings).toEqual([{ code: 'youtube.testing_grant', with: { date: '02/12/2026' } }])
    const cred = connected.accounts[0]?.cred
    if (!cred) throw new Error('no credential')
    const renewed = await youtube.auth.refresh?.(stage.session({ cred }))
    expect(renewed).toMatchObject({ is: 'renewed', cred: { grantEndsAt: expect.any(Number) } })
    stage.sandbox.advance(8 * 86_400_000)
    expect(await youtube.auth.refresh?.(stage.session({ cred }))).toMatchObject({ is: 'reconnect' })
  })
})

describe('a connection', () => {
  test('given by hand is looked at before it is kept', async () => {
    const { access, refresh } = stage.pair
    expect(await youtube.auth.adopt(stage.session(), { access, refresh })).toMatchObject({
      is: 'accounts',
      accounts: [{ id: stage.channel.id, expiresAt: new Date(stage.sandbox.now().getTime() + 3_600_000) }],
    })
    expect(await youtube.auth.adopt(stage.session(), { access: 'nothing', refresh })).toMatchObject({
      is: 'refused',
      why: { code: 'youtube.token_dead' },
    })
  })
  test('that leads to another channel asks for a new one', async () => {
    const other = stage.sandbox.addChannel()
    const { access } = stage.sandbox.mintGrant({ app: stage.app.id, channel: other.id })
    const to = stage.session({ cred: { ...stage.cred, access } })
    expect(await youtube.auth.inspect(to)).toMatchObject({ is: 'reconnect', why: { code: 'youtube.other_account' } })
    expect(await youtube.choices?.(to)).toMatchObject({ is: 'reconnect' })
  })
  test('of a suspended account asks for a person', async () => {
    stage.channel.suspended = true
    expect(await youtube.auth.inspect(stage.session())).toMatchObject({
      is: 'reconnect',
      why: { code: 'youtube.account_suspended' },
    })
  })
  test('of a channel without long videos is well, with a warning', async () => {
    stage.channel.longUploads = 'eligible'
    expect(await youtube.auth.inspect(stage.session())).toMatchObject({
      is: 'well',
      warnings: [{ code: 'youtube.short_uploads_only' }],
    })
  })
  test('whose renewal gets no answer may ask again: nothing was spent', async () => {
    stage.sandbox.pull({ what: 'lose', on: 'token' })
    expect(await youtube.auth.refresh?.(stage.session())).toMatchObject({ is: 'unsent' })
    expect(await youtube.auth.refresh?.(stage.session())).toMatchObject({ is: 'renewed' })
  })
  test('with a wrong secret names the setting', async () => {
    const to = stage.session({ app: { id: stage.app.id, secret: 'wrong' } })
    expect(await youtube.auth.refresh?.(to)).toMatchObject({ is: 'reconnect', why: { code: 'youtube.app_unknown' } })
  })
})

test('what an editor may choose is read from the channel, with the names it gives', async () => {
  const list = stage.sandbox.addPlaylist({ channel: stage.channel.id, title: 'Thời sự' })
  const choices = await youtube.choices?.(stage.session({ settings: { privacy: 'unlisted' } }))
  if (choices?.is !== 'read') throw new Error(choices?.is)
  expect(choices.account).toBe(stage.channel.name)
  expect(choices.choices).toMatchObject([
    { option: 'privacy', values: ['public', 'unlisted', 'private'], chosen: 'unlisted' },
    { option: 'category', chosen: '25', names: { 25: 'Tin tức và chính trị' } },
    { option: 'playlist', values: [list.id], names: { [list.id]: 'Thời sự' } },
    { option: 'publishAt', is: 'time' },
    { option: 'captions', is: 'text' },
    { option: 'madeForKids', chosen: false },
    { option: 'synthetic', chosen: false },
    { option: 'notify', chosen: true },
  ])
  // Categories that exist and cannot be assigned are not offered.
  expect(choices.choices.find(one => one.option === 'category' && one.is === 'one')).not.toMatchObject({
    values: expect.arrayContaining(['18']),
  })
})

test('scopes are compared as whole names', () => {
  const all = SCOPES.map(scope => `https://www.googleapis.com/auth/${scope}`)
  expect(missingScopes(all.join(' '))).toEqual([])
  expect(missingScopes('https://www.googleapis.com/auth/youtube.upload.more')).toEqual([...SCOPES])
})
