import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { compose } from '../../src/announcements/compose.ts'
import { approveAnnouncement, dropAnnouncement, settleAnnouncement } from '../../src/announcements/decide.ts'
import type { Audience } from '../../src/ports/network.ts'
import { setFollowers } from '../support/announcing.ts'
import { days, hours, minutes } from '../support/stage.ts'

type Followers = Awaited<ReturnType<typeof setFollowers>>

/** The stage begins at 9:00 on 23 November in Viet Nam. */
const at = (clock: string, day = '2026-11-23') => new Date(`${day}T${clock}+07:00`)

async function written(
  given: Followers,
  dueAt: Date,
  more: { deliveries?: readonly number[]; audience?: Audience } = {},
) {
  const { stage, channel, deliveries } = given
  const made = await compose(stage.ctx, stage.author, { channel, deliveries, audience: {}, dueAt, ...more })
  if (made.is !== 'written') throw new Error(JSON.stringify(made))
  return made.announcement
}

const rowOf = ({ stage }: Followers, id: number) =>
  stage.db.selectFrom('announcement').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function approvedFor(given: Followers, dueAt: Date, more: Parameters<typeof written>[2] = {}) {
  const id = await written(given, dueAt, more)
  const { digest } = await rowOf(given, id)
  expect(await approveAnnouncement(given.stage.ctx, given.stage.approver, id, digest)).toEqual({ is: 'done' })
  return id
}

const states = async ({ stage }: Followers) =>
  (await stage.db.selectFrom('announcement').select('state').orderBy('id').execute()).map(row => row.state)

test('what one wrote and another approved goes out at its time, in its order, to whom it was meant', async () => {
  const all = await setFollowers()
  const [first = 0, second = 0, third = 0] = all.deliveries
  const more = { deliveries: [third, first, second], audience: { region: ['north'], sex: [] } }
  const id = await approvedFor(all, at('10:00'), more)
  await all.stage.tick()
  expect(all.sent).toEqual([])
  await all.stage.tick({ after: hours(1) })
  const [one, two, three] = all.remotes
  expect(all.sent).toEqual([{ remotes: [three, one, two], audience: { region: ['north'] } }])
  expect(await rowOf(all, id)).toMatchObject({ state: 'sent', message: 'm1' })
  await all.stage.tick({ after: hours(1) })
  expect(all.sent).toHaveLength(1)
})

test('nobody approves their own, what changed hands meanwhile, or what is too late', async () => {
  const all = await setFollowers()
  const { stage } = all
  const id = await written(all, at('10:00'))
  const { digest } = await rowOf(all, id)
  expect(await approveAnnouncement(stage.ctx, stage.author, id, digest)).toEqual({ is: 'forbidden' })
  const mine = await compose(stage.ctx, stage.approver, {
    channel: all.channel,
    deliveries: all.deliveries,
    audience: {},
    dueAt: at('10:00'),
  })
  if (mine.is !== 'written') throw new Error(mine.is)
  expect(await approveAnnouncement(stage.ctx, stage.approver, mine.announcement, digest)).toEqual({ is: 'own' })
  expect(await approveAnnouncement(stage.ctx, stage.approver, id, 'f'.repeat(64))).toEqual({ is: 'stale' })
  await stage.tick({ after: days(1) })
  expect(await approveAnnouncement(stage.ctx, stage.approver, id, digest)).toEqual({ is: 'late' })
})

test('one a channel and day: a second one cannot be approved, and after a refusal it can', async () => {
  const all = await setFollowers()
  const { stage } = all
  const second = await written(all, at('15:00'))
  await approvedFor(all, at('10:00'))
  const { digest } = await rowOf(all, second)
  expect(await approveAnnouncement(stage.ctx, stage.approver, second, digest)).toEqual({ is: 'day_taken' })
  const given = { channel: all.channel, deliveries: all.deliveries, audience: {}, dueAt: at('16:00') }
  expect(await compose(stage.ctx, stage.author, given)).toEqual({ is: 'day_taken' })
  all.next.push(() => ({ is: 'refused', why: { code: 'toy.refused' } }))
  await stage.tick({ after: hours(2) })
  expect(await approveAnnouncement(stage.ctx, stage.approver, second, digest)).toEqual({ is: 'done' })
  await stage.tick({ after: hours(5) })
  expect(all.sent).toHaveLength(1)
  expect(await states(all)).toEqual(['sent', 'refused'])
})

test('two who approve at once for one day: one of them is told', async () => {
  const all = await setFollowers()
  const ids = [await written(all, at('10:00')), await written(all, at('11:00'))]
  const answers = await Promise.all(
    ids.map(async id => approveAnnouncement(all.stage.ctx, all.stage.approver, id, (await rowOf(all, id)).digest)),
  )
  expect(answers.map(answer => answer.is).toSorted()).toEqual(['day_taken', 'done'])
})

test.each(['unknown', 'throws', 'lost'] as const)(
  'an end that is not known (%s) is never sent again by us',
  async how => {
    const all = await setFollowers()
    const id = await approvedFor(all, at('10:00'))
    all.next.push(ask => {
      if (how === 'throws') throw new Error('the adapter stumbles')
      if (how === 'lost') ask()
      return { is: 'unknown', why: { code: 'net.timeout' } }
    })
    for (const wait of [1, 1, 1, 24]) await all.stage.tick({ after: hours(wait) })
    expect(all.sent).toHaveLength(how === 'lost' ? 1 : 0)
    expect(await rowOf(all, id)).toMatchObject({ state: 'unknown' })
  },
)

test('a process that dies with it in hand leaves it unknown, wherever it died, and its late answer still counts', async () => {
  const all = await setFollowers()
  const { stage } = all
  const id = await approvedFor(all, at('10:00'))
  let answer = () => {}
  const held = new Promise<void>(done => {
    answer = done
  })
  all.next.push(async ask => {
    const said = ask()
    await held
    return said
  })
  const dying = stage.tick({ after: hours(1) })
  await expect.poll(async () => (await rowOf(all, id)).state).toBe('sending')
  await expect.poll(() => all.sent.length).toBe(1)
  await sql`update announcement set claimed_until = clock_timestamp() - interval '1 second'`.execute(stage.db)
  const { announceDue } = await import('../../src/announcements/send.ts')
  await announceDue(stage.ctx, { items: 9, signal: new AbortController().signal })
  expect(await rowOf(all, id)).toMatchObject({ state: 'unknown', why: { code: 'delivery.claim_ended' } })
  expect(all.sent).toHaveLength(1)
  answer()
  await dying
  expect(await rowOf(all, id)).toMatchObject({ state: 'sent' })
  await stage.tick({ after: hours(1) })
  expect(all.sent).toHaveLength(1)
})

test('a claim that was taken and never used is unknown too: nobody can say that the call had not left', async () => {
  const all = await setFollowers()
  const id = await approvedFor(all, at('10:00'))
  await sql`update announcement set state = 'sending', claim = 1, began_at = due_at,
    claimed_until = clock_timestamp() - interval '1 second'`.execute(all.stage.db)
  await all.stage.tick({ after: hours(2) })
  expect(await rowOf(all, id)).toMatchObject({ state: 'unknown' })
  expect(all.sent).toEqual([])
})

test('what certainly did not leave goes later the same day, and not after its hours', async () => {
  const all = await setFollowers()
  const id = await approvedFor(all, at('10:00'))
  all.next.push(() => ({ is: 'unsent', why: { code: 'toy.busy' }, retryAfter: minutes(10) }))
  await all.stage.tick({ after: hours(1) })
  expect(await rowOf(all, id)).toMatchObject({ state: 'approved' })
  all.next.push(() => ({ is: 'unsent', why: { code: 'toy.quota' }, retryAfter: days(1) }))
  await all.stage.tick({ after: minutes(11) })
  expect(await rowOf(all, id)).toMatchObject({ state: 'refused', why: { code: 'toy.quota' } })
  expect(all.sent).toEqual([])
})

test('a person says what they saw, with a reason; that it was not sent frees the day', async () => {
  const all = await setFollowers()
  const { stage } = all
  const id = await approvedFor(all, at('10:00'))
  all.next.push(() => ({ is: 'unknown', why: { code: 'net.timeout' } }))
  await stage.tick({ after: hours(1) })
  const given = { channel: all.channel, deliveries: all.deliveries, audience: {}, dueAt: at('16:00') }
  expect(await compose(stage.ctx, stage.author, given)).toEqual({ is: 'day_taken' })
  expect(await settleAnnouncement(stage.ctx, stage.author, id, 'not_sent', 'x')).toEqual({ is: 'forbidden' })
  expect(await settleAnnouncement(stage.ctx, stage.approver, id, 'not_sent', ' ')).toEqual({ is: 'unsaid' })
  const reason = 'Trang quản lý không có tin nào hôm nay'
  expect(await settleAnnouncement(stage.ctx, stage.approver, id, 'not_sent', reason)).toEqual({ is: 'done' })
  expect(await compose(stage.ctx, stage.author, given)).toMatchObject({ is: 'written' })
  expect(all.sent).toEqual([])
})

test('an article that was taken down since is not sent, and nothing else of it', async () => {
  const all = await setFollowers()
  const id = await approvedFor(all, at('10:00'))
  await all.stage.db
    .updateTable('delivery')
    .set({ state: 'removed' })
    .where('id', '=', all.deliveries[1] ?? 0)
    .execute()
  await all.stage.tick({ after: hours(1) })
  expect(await rowOf(all, id)).toMatchObject({ state: 'refused', why: { code: 'announcement.not_live' } })
  expect(all.sent).toEqual([])
})

test('a hold keeps it; lifted in time it goes, lifted too late it does not', async () => {
  const all = await setFollowers()
  const { stage } = all
  const [early, late] = [await approvedFor(all, at('10:00')), await approvedFor(all, at('10:00', '2026-11-24'))]
  const hold = () =>
    stage.db
      .insertInto('hold')
      .values({ scope: 'all', reason: 'Dừng', since: stage.now() })
      .returning('id')
      .executeTakeFirstOrThrow()
  const lift = () => stage.db.updateTable('hold').set({ lifted_at: stage.now() }).execute()
  await hold()
  await stage.tick({ after: hours(2) })
  expect(await rowOf(all, early)).toMatchObject({ state: 'approved' })
  await lift()
  await stage.tick()
  expect(await rowOf(all, early)).toMatchObject({ state: 'sent' })
  await hold()
  await stage.tick({ after: hours(36) })
  await lift()
  await stage.tick()
  expect(await rowOf(all, late)).toMatchObject({ state: 'refused', why: { code: 'announcement.late' } })
  expect(all.sent).toHaveLength(1)
})

test('wishes outside the network’s rules are refused with their reason', async () => {
  const all = await setFollowers(6)
  const { stage, channel, deliveries } = all
  const attempt = (given: Partial<Parameters<typeof compose>[2]>) =>
    compose(stage.ctx, stage.author, {
      channel,
      deliveries: deliveries.slice(0, 1),
      audience: {},
      dueAt: at('10:00'),
      ...given,
    })
  const why = async (given: Parameters<typeof attempt>[0]) => {
    const answer = await attempt(given)
    return answer.is === 'wrong' ? answer.why : answer.is
  }
  expect(await why({ deliveries })).toBe('too_many')
  expect(await why({ deliveries: [] })).toBe('none')
  expect(await why({ deliveries: [deliveries[0] ?? 0, deliveries[0] ?? 0] })).toBe('too_many')
  expect(await why({ deliveries: [999_999] })).toBe('not_live')
  expect(await why({ dueAt: at('08:00') })).toBe('past')
  expect(await why({ dueAt: at('22:00') })).toBe('outside_hours')
  expect(await why({ dueAt: at('05:59', '2026-11-24') })).toBe('outside_hours')
  expect(await why({ dueAt: at('21:59:59') })).toBe('written')
  expect(await why({ dueAt: at('06:00', '2026-11-24') })).toBe('written')
  expect(await why({ audience: { region: ['west'] } })).toBe('audience')
  expect(await why({ audience: { sex: ['m', 'f'] } })).toBe('audience')
  expect(await why({ audience: { mood: ['good'] } })).toBe('audience')
  expect(await why({ channel: 999_999 })).toBe('missing')
})

test('dropped before it began, it never goes', async () => {
  const all = await setFollowers()
  const id = await approvedFor(all, at('10:00'))
  expect(await dropAnnouncement(all.stage.ctx, all.stage.author, id)).toEqual({ is: 'done' })
  await all.stage.tick({ after: hours(2) })
  expect(all.sent).toEqual([])
  expect(await dropAnnouncement(all.stage.ctx, all.stage.author, id)).toEqual({ is: 'stale' })
})
