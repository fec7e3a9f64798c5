import { expect, test } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { renew } from '../../jobs/renew.ts'
import { settle } from '../../jobs/settle.ts'
import { openCredential, sealCredential } from '../../src/channels/credential.ts'
import { connectionOf, storeCredential } from '../../src/channels/queries.ts'
import { mend, renewDue } from '../../src/channels/renew.ts'
import type { AnyNetwork, Renewed, Session } from '../../src/ports/network.ts'
import { approved, days, hours, minutes, type Stage, type StageSettings, setStage } from '../support/stage.ts'
import type { ToyCred } from '../support/toy/calls.ts'
import { toy } from '../support/toy/index.ts'

type Answer = Renewed<ToyCred>

/** A stage whose network renews credentials; what each renewal comes to is the test's. */
async function setRenewing(
  answer: (stage: Stage, to: Session<ToyCred>) => Answer | Promise<Answer>,
  given: StageSettings = {},
) {
  const asked: string[] = []
  let stage: Stage | undefined
  const renewing: AnyNetwork = {
    ...toy,
    about: { ...toy.about, traits: { ...toy.about.traits, renewBefore: hours(5) } },
    auth: {
      ...toy.auth,
      inspect: async () => ({ is: 'well', warnings: [], expiresAt: await endOf() }),
      refresh: async (to: Session<ToyCred>) => {
        asked.push(to.cred.token)
        if (!stage) throw new Error('no stage')
        return answer(stage, to)
      },
    },
  }
  stage = await setStage({ post: approved({ on: 'toy' }), jobs: [renew, deliver, settle], ...given, toy: renewing })
  const { db, ctx, channels, now } = stage
  const { id, account } = channels[0] ?? { id: 0, account: '' }
  const endsAt = new Date(now().getTime() + hours(25))
  await db.updateTable('credential').set({ expires_at: endsAt }).execute()
  async function endOf() {
    const { expires_at } = await db.selectFrom('credential').select('expires_at').executeTakeFirstOrThrow()
    return expires_at ?? undefined
  }
  const row = () => db.selectFrom('credential').selectAll().executeTakeFirstOrThrow()
  const token = async () => {
    const opened = await openCredential(ctx, renewing, id, (await row()).sealed)
    return (opened?.cred as ToyCred | undefined)?.token
  }
  const holds = () => db.selectFrom('hold').select(['reason', 'why', 'lifted_at']).execute()
  return { ...stage, network: renewing, channel: id, account, asked, row, token, holds }
}

const anew = (stage: Stage, to: Session<ToyCred>): Answer => ({
  is: 'renewed',
  cred: { token: stage.toy.grant(to.account) },
  expiresAt: new Date(stage.now().getTime() + hours(25)),
})

test('a credential is renewed before it ends, once, and what comes of it is stored', async () => {
  const stage = await setRenewing(anew)
  const before = await stage.token()
  await stage.tick({ after: hours(19) })
  expect(stage.asked).toEqual([])
  await stage.tick({ after: hours(2) })
  await stage.tick({ after: minutes(1) })
  expect(stage.asked).toEqual([before])
  expect(await stage.token()).not.toBe(before)
  expect(await stage.row()).toMatchObject({ version: 2, claimed_until: null, renew_at: null })
  expect((await stage.row()).expires_at).toEqual(new Date(stage.now().getTime() - minutes(1) + hours(25)))
})

test('after 61 idle days it is still renewed', async () => {
  const stage = await setRenewing(anew)
  await stage.tick({ after: days(61) })
  expect(stage.asked).toHaveLength(1)
  expect(await stage.holds()).toEqual([])
})

test('a delivery that meets a dead credential goes out with the new one, which was stored before it was used', async () => {
  const stage = await setRenewing(anew, { jobs: [deliver, settle] })
  stage.toy.expire(stage.account)
  const versions: number[] = []
  stage.toy.onRequest(async () => void versions.push((await stage.row()).version))
  await stage.tick({ after: minutes(11) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 2 })
  expect(versions).toEqual([1, 2])
  expect(stage.asked).toHaveLength(1)
  expect(await stage.holds()).toEqual([])
})

test('a reading that meets a dead credential reads with the new one at once: nobody is asked about the post', async () => {
  const stage = await setRenewing(anew, { jobs: [deliver, settle] })
  stage.toy.next({ is: 'late', milliseconds: 0 })
  await stage.tick()
  expect(await stage.delivery()).toMatchObject({ state: 'unknown' })
  stage.toy.expire(stage.account)
  await stage.tick({ after: hours(1) })
  expect(await stage.delivery()).toMatchObject({ state: 'live', attempts: 1 })
  expect(stage.asked).toHaveLength(1)
  expect(await stage.holds()).toEqual([])
})

test('two workers with the same dead credential renew it once, and both go on', async () => {
  let go = () => {}
  const gate = new Promise<void>(done => {
    go = done
  })
  const stage = await setRenewing(async (on, to) => {
    await gate
    return anew(on, to)
  })
  await stage.tick()
  const used = (await connectionOf(stage.db, stage.channel))?.sealed ?? null
  await stage.db
    .updateTable('credential')
    .set({ stored_at: new Date(0) })
    .execute()
  const first = mend(stage.ctx, stage.channel, stage.network, used)
  while (stage.asked.length === 0) await new Promise(done => setTimeout(done, 5))
  expect(await mend(stage.ctx, stage.channel, stage.network, used)).toBe('later')
  expect(await renewDue(stage.ctx, { items: 9, signal: new AbortController().signal })).toMatchObject({ items: 0 })
  go()
  expect(await first).toBe('newer')
  expect(await mend(stage.ctx, stage.channel, stage.network, used)).toBe('newer')
  expect(stage.asked).toHaveLength(1)
})

test('a spent or ended refresh token asks for a new consent: one attempt, no loop, nothing lost', async () => {
  const stage = await setRenewing(() => ({ is: 'reconnect', why: { code: 'toy.spent' } }))
  stage.toy.expire(stage.account)
  await stage.tick({ after: hours(26) })
  for (let n = 0; n < 4; n++) await stage.tick({ after: hours(1) })
  expect(stage.asked).toHaveLength(1)
  expect(await stage.holds()).toMatchObject([{ reason: 'channel.reconnect', why: { code: 'toy.spent' } }])
  expect(await stage.delivery()).toMatchObject({ state: 'queued' })
  const audit = await stage.db.selectFrom('audit').select(['verb', 'detail']).execute()
  expect(audit).toMatchObject([{ verb: 'channel.lost', detail: { why: 'toy.spent' } }])
})

test('a lost answer is tried once more with the stored credential, later, and a refusal then ends it', async () => {
  const answers: Answer[] = [
    { is: 'unknown', why: { code: 'net.reset' } },
    { is: 'reconnect', why: { code: 'toy.spent' } },
  ]
  const stage = await setRenewing(() => answers.shift() ?? { is: 'unknown', why: { code: 'net.reset' } })
  await stage.tick({ after: hours(21) })
  await stage.tick({ after: minutes(14) })
  expect(stage.asked).toHaveLength(1)
  expect(await stage.holds()).toEqual([])
  await stage.tick({ after: minutes(2) })
  await stage.tick({ after: hours(2) })
  expect(stage.asked).toHaveLength(2)
  expect(await stage.holds()).toMatchObject([{ reason: 'channel.reconnect' }])
})

test('what never left is tried again when it was asked to', async () => {
  const stage = await setRenewing((on, to) =>
    stage.asked.length === 1 ? { is: 'unsent', why: { code: 'net.refused' }, retryAfter: minutes(3) } : anew(on, to),
  )
  await stage.tick({ after: hours(21) })
  await stage.tick({ after: minutes(2) })
  expect(stage.asked).toHaveLength(1)
  await stage.tick({ after: minutes(2) })
  expect(await stage.row()).toMatchObject({ version: 2 })
})

test('a consent given while it was renewed is newer than what comes of the renewal', async () => {
  const stage = await setRenewing(async (on, to) => {
    const sealed = await sealCredential(on.ctx, stage.channel, { token: 'by hand' })
    await storeCredential(on.db, stage.channel, { sealed, expiresAt: null, at: on.now() })
    return anew(on, to)
  })
  await stage.tick({ after: hours(21) })
  expect(await stage.token()).toBe('by hand')
  expect(stage.logged.map(line => line.event)).toContain('credential.superseded')
})

test('a refusal that comes after a new consent holds nothing', async () => {
  const stage = await setRenewing(
    async on => {
      const sealed = await sealCredential(on.ctx, stage.channel, { token: 'by hand' })
      await storeCredential(on.db, stage.channel, { sealed, expiresAt: null, at: on.now() })
      return { is: 'reconnect', why: { code: 'toy.spent' } }
    },
    { jobs: [renew] },
  )
  await stage.tick({ after: hours(21) })
  expect((await stage.holds()).filter(hold => hold.reason === 'channel.reconnect')).toEqual([])
})

test('a credential that is refused although it is new is a matter for a person, not for another renewal', async () => {
  const stage = await setRenewing((on, to) => ({ ...anew(on, to), cred: { token: `dead@${to.account}` } }) as Answer, {
    jobs: [deliver, settle],
  })
  stage.toy.expire(stage.account)
  await stage.tick({ after: minutes(11) })
  await stage.tick({ after: minutes(1) })
  expect(stage.asked).toHaveLength(1)
  expect(await stage.holds()).toMatchObject([{ reason: 'channel.reconnect' }])
})

test('a network without renewal asks for a person at once, as before', async () => {
  const stage = await setStage({ post: approved({ on: 'toy' }), jobs: [renew, deliver, settle] })
  stage.toy.expire(stage.channels[0]?.account ?? '')
  await stage.tick({ after: minutes(11) })
  const holds = await stage.db.selectFrom('hold').select('reason').execute()
  expect(holds).toEqual([{ reason: 'channel.reconnect' }])
})
