import { expect, test } from 'vitest'
import { adoptByHand, beginConsent, chooseAccount, finishConsent } from '../../src/channels/connect.ts'
import { openCredential } from '../../src/channels/credential.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { approved, hours, minutes, type Stage, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

const redirect = 'https://desk.example/channels/return'

async function begin(stage: Stage, target: { unit: number } | { channel: number }) {
  const begun = await beginConsent(stage.ctx, stage.admin, { network: 'toy', target, redirect })
  if (begun.is !== 'begun') throw new Error(begun.is)
  return new URL(begun.url).searchParams.get('state') ?? ''
}

const back = (state: string, token: string) => new URLSearchParams({ state, token })

test('a consent leads to accounts, a chosen one becomes a channel, and its credential is sealed for it alone', async () => {
  const stage = await setStage()
  const state = await begin(stage, { unit: stage.unit })
  const token = stage.toy.grant('111222333', 'Trang tỉnh')
  const finished = await finishConsent(stage.ctx, stage.admin, back(state, token))
  expect(finished).toEqual({ is: 'accounts', accounts: [{ id: '111222333', name: 'Trang tỉnh', warnings: [] }] })
  const adopted = await chooseAccount(stage.ctx, stage.admin, state, '111222333')
  expect(adopted).toMatchObject({ is: 'connected' })

  const channel = await stage.db.selectFrom('channel').selectAll().executeTakeFirstOrThrow()
  expect(channel).toMatchObject({ network: 'toy', account: '111222333', name: 'Trang tỉnh', unit_id: stage.unit })
  const { sealed } = await stage.db.selectFrom('credential').select('sealed').executeTakeFirstOrThrow()
  expect(new TextDecoder().decode(sealed)).not.toContain(token)
  expect(await openCredential(stage.ctx, toy, channel.id, sealed)).toEqual({ cred: { token } })
  expect(await openCredential(stage.ctx, toy, channel.id + 1, sealed)).toBeUndefined()
})

test('the state token is kept as its hash, used once, by the person who began, within a quarter of an hour', async () => {
  const stage = await setStage()
  const other = await addPerson(stage.db, { unit: stage.unit, role: 'admin' })
  const state = await begin(stage, { unit: stage.unit })
  const kept = await stage.db.selectFrom('consent').selectAll().executeTakeFirstOrThrow()
  expect(JSON.stringify(kept)).not.toContain(state)
  const token = stage.toy.grant('5')
  expect(await finishConsent(stage.ctx, other, back(state, token))).toEqual({ is: 'no_consent' })
  expect(await finishConsent(stage.ctx, stage.admin, back('guessed', token))).toEqual({ is: 'no_consent' })
  expect(await finishConsent(stage.ctx, stage.admin, back(state, token))).toMatchObject({ is: 'accounts' })
  expect(await finishConsent(stage.ctx, stage.admin, back(state, token))).toEqual({ is: 'no_consent' })

  const late = await begin(stage, { unit: stage.unit })
  await stage.tick({ after: minutes(16) })
  expect(await finishConsent(stage.ctx, stage.admin, back(late, token))).toEqual({ is: 'no_consent' })
})

test('nobody connects a channel outside the units they administer', async () => {
  const stage = await setStage()
  const elsewhere = await addUnit(stage.db)
  const given = { network: 'toy', target: { unit: elsewhere }, redirect }
  expect(await beginConsent(stage.ctx, stage.admin, given)).toEqual({ is: 'forbidden' })
  const own = { network: 'toy', target: { unit: stage.unit }, redirect }
  expect(await beginConsent(stage.ctx, stage.approver, own)).toEqual({ is: 'forbidden' })
})

test('a revoked token holds the channel, loses nothing, and all goes out after the same account is connected', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const channel = stage.channels[0] ?? { id: 0, account: '' }
  await stage.add(approved({ on: 'toy' }), channel)
  stage.toy.expire(channel.account)
  await stage.tick()
  const rows = () => stage.db.selectFrom('delivery').select('state').execute()
  expect((await rows()).map(({ state }) => state)).toEqual(['queued', 'queued'])
  const holds = await stage.db.selectFrom('hold').selectAll().execute()
  expect(holds).toMatchObject([{ scope: 'channel', channel_id: channel.id, reason: 'channel.reconnect' }])
  await stage.tick({ after: minutes(10) })
  expect(stage.toy.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)

  const target = { channel: channel.id }
  const stranger = { token: stage.toy.grant('999', 'Trang khác') }
  const refused = await adoptByHand(stage.ctx, stage.admin, { network: 'toy', target, cred: stranger })
  const { name } = await stage.db
    .selectFrom('channel')
    .select('name')
    .where('id', '=', channel.id)
    .executeTakeFirstOrThrow()
  expect(refused).toEqual({ is: 'other_account', known: name, given: 'Trang khác' })
  await stage.tick()
  expect(stage.toy.posts).toHaveLength(0)

  const same = { token: stage.toy.grant(channel.account, name) }
  expect(await adoptByHand(stage.ctx, stage.admin, { network: 'toy', target, cred: same })).toMatchObject({
    is: 'connected',
    channel: channel.id,
  })
  await stage.tick()
  expect((await rows()).map(({ state }) => state)).toEqual(['live', 'live'])
  expect(stage.toy.posts.map(({ account }) => account)).toEqual([channel.account, channel.account])
})

test('a new connection ends no rest that the network gave to the account', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }) })
  const [channel] = stage.channels
  if (!channel) throw new Error('no channel')
  const until = new Date(stage.now().getTime() + hours(24))
  await stage.db
    .updateTable('channel')
    .set({ rest_until: until, rest_why: JSON.stringify({ code: 'toy.stop' }) })
    .execute()
  const cred = { token: stage.toy.grant(channel.account) }
  const given = { network: 'toy', target: { channel: channel.id }, cred }
  expect(await adoptByHand(stage.ctx, stage.admin, given)).toMatchObject({ is: 'connected' })
  await stage.tick({ after: hours(23) })
  expect(stage.toy.posts).toEqual([])
  await stage.tick({ after: hours(2) })
  expect(stage.toy.posts).toHaveLength(1)
})
