import { afterEach, beforeEach, expect, test } from 'vitest'
import { facebook } from '../../../adapters/facebook/index.ts'
import { deliver } from '../../../jobs/deliver.ts'
import { settle } from '../../../jobs/settle.ts'
import { adoptByHand } from '../../../src/channels/connect.ts'
import { sealCredential } from '../../../src/channels/credential.ts'
import type { App } from '../../../src/ports/network.ts'
import { addChannel, someTime } from '../../support/build.ts'
import { approved, days, hours, type Stage as Ledger, minutes, seconds, setStage } from '../../support/stage.ts'
import { fetchOf } from '../../support/toy/fetch.ts'
import { linkPost } from './builders.ts'
import { type Stage as Page, setPage } from './live.ts'

/** The checks of the reference (§13) that need the ledger: its queue, its holds and its clock, with Graph at the other end. */

let page: Page
let ledger: Ledger
let channel: { id: number; account: string }
let queued = 0

beforeEach(async () => {
  page = await setPage({ now: () => ledger?.now() ?? someTime })
  const hosts = new Set(facebook.about.traits.hosts)
  ledger = await setStage({
    networks: [facebook],
    fetch: (input, init) =>
      hosts.has(new URL(String(input)).host) ? page.way.fetch(input, init) : fetchOf(ledger.toy)(input, init),
    jobs: [deliver, settle],
  })
  ;(ledger.ctx.config.apps as Map<string, App>).set('facebook', { id: page.app.id, secret: page.app.secret })
  channel = await addChannel(ledger.db, {
    unit: ledger.unit,
    network: 'facebook',
    account: page.page.id,
    seal: id => sealCredential(ledger.ctx, id, { token: page.token }),
  })
})
afterEach(() => page.close())

const queue = (dueIn = 0) =>
  ledger.add(approved({ on: 'facebook', content: linkPost({ text: `Tin số ${++queued}` }), dueIn }), channel)
const calls = () => page.sandbox.calls().length
const states = () => Promise.all(ledger.deliveries.map(async id => (await ledger.delivery(id)).state))

/** Time goes by as it does: a tick a minute. */
async function wait(length: number, step = minutes(1)): Promise<void> {
  for (let gone = 0; gone < length; gone += step) await ledger.tick({ after: step })
}

test('§13.1: through the ledger, a dropped answer ends as one post that is live', async () => {
  page.sandbox.levers.loseReplies(1)
  const id = await queue()
  await ledger.tick()
  await wait(minutes(10))
  expect(page.visible()).toHaveLength(1)
  expect(await ledger.delivery(id)).toMatchObject({ state: 'live' })
  const remotes = await ledger.db.selectFrom('remote').select(['delivery_id', 'remote']).execute()
  expect(remotes).toEqual([{ delivery_id: id, remote: page.visible()[0]?.postId }])
})

test('§13.1: a call dropped before anything happened is sent again only when the lists had their time, and once', async () => {
  page.sandbox.levers.loseCalls(1)
  const id = await queue()
  await ledger.tick()
  expect(await ledger.delivery(id)).toMatchObject({ state: 'unknown' })
  await wait(minutes(30))
  expect(page.visible()).toHaveLength(1)
  expect(await ledger.delivery(id)).toMatchObject({ state: 'live' })
})

test('§13.19: after "too fast" no call is made for this Page for 24 hours, and other channels go on', async () => {
  page.sandbox.levers.tooFast()
  await queue()
  await queue()
  await ledger.tick()
  const before = calls()
  const elsewhere = await ledger.add(approved({ on: 'toy' }))
  await wait(hours(23), hours(1))
  expect(calls()).toBe(before)
  expect(page.visible()).toEqual([])
  expect(await ledger.delivery(elsewhere)).toMatchObject({ state: 'live' })
  await wait(hours(2), minutes(20))
  expect(page.visible()).toHaveLength(2)
})

test('§13.20: a dead token holds the Page’s queue without a further try; the same Page connected again lets it go', async () => {
  page.sandbox.levers.killToken({ subcode: 460, page: page.page.id })
  for (let n = 0; n < 3; n++) await queue()
  await ledger.tick()
  const before = calls()
  await wait(hours(3), minutes(30))
  expect(calls()).toBe(before)
  expect(await states()).toEqual(['queued', 'queued', 'queued'])

  const other = page.sandbox.addPage({ roles: { [page.person.id]: ['CREATE_CONTENT', 'MANAGE'] } })
  const mint = (id: string) => page.sandbox.mintToken({ app: page.app.id, person: page.person.id, page: id })
  const connect = (token: string) =>
    adoptByHand(ledger.ctx, ledger.admin, { network: 'facebook', target: { channel: channel.id }, cred: { token } })
  expect(await connect(mint(other.id))).toMatchObject({ is: 'other_account' })
  await ledger.tick({ after: minutes(10) })
  expect(await states()).toEqual(['queued', 'queued', 'queued'])

  expect(await connect(mint(page.page.id))).toMatchObject({ is: 'connected', channel: channel.id })
  await wait(minutes(20))
  expect(await states()).toEqual(['live', 'live', 'live'])
  expect(page.visible()).toHaveLength(3)
  expect(page.visible().every(row => row.account === page.page.id)).toBe(true)
})

test('§13.23: what is due in 20 minutes or 29 days waits with us; Facebook hears of it when it is time', async () => {
  const soon = await queue(minutes(20))
  const late = await queue(days(29))
  await wait(minutes(19))
  expect(calls()).toBe(0)
  expect(await states()).toEqual(['queued', 'queued'])
  await wait(minutes(2), seconds(30))
  expect(await ledger.delivery(soon)).toMatchObject({ state: 'live' })
  await ledger.tick({ after: days(28) })
  expect(await ledger.delivery(late)).toMatchObject({ state: 'queued' })
  await ledger.tick({ after: days(1) })
  expect(await ledger.delivery(late)).toMatchObject({ state: 'live' })
  expect(page.sandbox.ledger().every(row => row.kind === 'published')).toBe(true)
})
