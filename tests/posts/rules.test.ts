import { expect, test } from 'vitest'
import { apply } from '../../jobs/apply.ts'
import { deliver } from '../../jobs/deliver.ts'
import { settle } from '../../jobs/settle.ts'
import { applyRules } from '../../src/posts/apply-rules.ts'
import { createPost } from '../../src/posts/create.ts'
import { lockState } from '../../src/posts/queries/candidates.ts'
import { releaseHeld } from '../../src/posts/release.ts'
import { commonDigest, saveCommon } from '../../src/posts/save.ts'
import { markIgnored } from '../../src/publications/queries/ignore.ts'
import { approveRule } from '../../src/rules/approve.ts'
import { endRule } from '../../src/rules/end.ts'
import type { SpecGiven } from '../../src/rules/spec.ts'
import { writeRule } from '../../src/rules/write.ts'
import { untilBlocked } from '../support/blocked.ts'
import { addSource } from '../support/build.ts'
import { hands } from '../support/desk-posts.ts'
import { addItem, addRevision } from '../support/items.ts'
import { hours, minutes, type Stage, setStage } from '../support/stage.ts'

async function withRules(...given: ((channels: number[]) => SpecGiven)[]) {
  const stage = await setStage({ jobs: [deliver, settle, apply] })
  const channels = [(await stage.addChannel()).id, (await stage.addChannel()).id]
  const rules: number[] = []
  for (const spec of given) rules.push(await inForce(stage, spec(channels)))
  await stage.tick({ after: minutes(1) })
  const source = await addSource(stage.db, { unit: stage.unit })
  const publish = (item: Partial<Parameters<typeof addItem>[1]> = {}) =>
    addItem(stage.db, { unit: stage.unit, source, at: stage.now(), ...item })
  const posts = () => stage.db.selectFrom('post').selectAll().orderBy('id').execute()
  const deliveries = () => stage.db.selectFrom('delivery').selectAll().orderBy('id').execute()
  const publication = (id: number) =>
    stage.db.selectFrom('publication').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return { stage, channels, rules, publish, posts, deliveries, publication }
}

async function inForce(stage: Stage, spec: SpecGiven): Promise<number> {
  const written = await writeRule(stage.ctx, stage.admin, { unit: stage.unit, name: 'Quy tắc', spec })
  if (written.is !== 'written') throw new Error(JSON.stringify(written))
  await approveRule(stage.ctx, stage.approver, written.rule, written.version, written.digest)
  return written.rule
}

const automatic =
  (more: Partial<SpecGiven> = {}) =>
  (channels: number[]): SpecGiven => ({
    channels: [{ channel: channels[0] ?? 0 }],
    mode: 'automatic',
    ...more,
  })

test('an automatic rule carries a new item to the network, approved by rule and version', async () => {
  const { stage, rules, publish, posts, deliveries, publication } = await withRules(automatic())
  const item = await publish({ title: 'Khánh thành cầu mới' })
  expect(await applyRules(stage.ctx, [item.publication])).toEqual({ drafted: 0, approved: 1, held: 0 })
  expect(await posts()).toMatchObject([
    { state: 'approved', author_id: null, rule_id: rules[0], rule_version: 1, revision_id: item.revision },
  ])
  const approvals = await stage.db.selectFrom('approval').selectAll().execute()
  expect(approvals).toMatchObject([{ person_id: null, rule_id: rules[0], rule_version: 1 }])
  expect(await deliveries()).toMatchObject([{ by_rule: true, publication_id: item.publication, state: 'queued' }])
  expect((await publication(item.publication)).state).toBe('posted')
  await stage.tick()
  expect(stage.toy.posts.map(post => post.text)).toEqual([expect.stringContaining('Khánh thành cầu mới')])
})

test('applied twice, and by two at once, it is one post', async () => {
  const { stage, publish, posts, deliveries } = await withRules(automatic())
  const { publication } = await publish()
  await Promise.all([applyRules(stage.ctx, [publication]), applyRules(stage.ctx, [publication])])
  await applyRules(stage.ctx, [publication])
  expect([(await posts()).length, (await deliveries()).length]).toEqual([1, 1])
})

test('a held rule makes a draft with its renditions and waits for a person', async () => {
  const { stage, publish, posts, deliveries } = await withRules(automatic({ mode: 'held' }))
  const { publication } = await publish()
  expect(await applyRules(stage.ctx, [publication])).toEqual({ drafted: 1, approved: 0, held: 0 })
  const [post] = await posts()
  expect(post).toMatchObject({ state: 'draft', due_at: null })
  expect(await deliveries()).toEqual([])
  expect(await hands(stage, post?.id ?? 0).sendAndApprove()).toEqual({ is: 'approved', deliveries: 1 })
})

test('several rules make one post; the first in order wins a channel; one that waits makes the post wait', async () => {
  const { stage, channels, rules, publish, posts } = await withRules(
    automatic({ delayMinutes: 10 }),
    automatic({ delayMinutes: 20 }),
    channels => ({ channels: channels.map(channel => ({ channel })), mode: 'held', when: { words: ['nghị quyết'] } }),
  )
  const plain = await publish()
  await applyRules(stage.ctx, [plain.publication])
  expect(await posts()).toMatchObject([
    { state: 'approved', rule_id: rules[0], due_at: new Date(stage.now().getTime() + minutes(10)) },
  ])
  const both = await publish({ title: 'Nghị quyết mới của tỉnh' })
  await applyRules(stage.ctx, [both.publication])
  const [, second] = await posts()
  expect(second).toMatchObject({ state: 'draft', rule_id: rules[0] })
  const renditions = await stage.db
    .selectFrom('rendition')
    .select('channel_id')
    .where('post_id', '=', second?.id ?? 0)
    .execute()
  expect(renditions.map(row => row.channel_id).sort()).toEqual(channels)
})

test('a rule never fires on a later revision, on what was there before its approval, or on a baseline', async () => {
  const { stage, publish, posts } = await withRules(automatic())
  const matter = { title: 'Tin', html: '<p>x</p>' }
  const revised = await publish(matter)
  const { content } = await stage.db.selectFrom('revision').select('content').executeTakeFirstOrThrow()
  await addRevision(stage.db, revised.publication, content as never, stage.now())
  const before = await publish({ at: new Date(stage.now().getTime() - minutes(2)) })
  const baseline = await publish({ state: 'baseline' })
  const ids = [revised, before, baseline].map(item => item.publication)
  expect(await applyRules(stage.ctx, ids)).toEqual({ drafted: 0, approved: 0, held: 0 })
  expect(await posts()).toEqual([])
})

test('over the day’s cap it is offered as a draft; what matters more goes first; what is urgent goes all the same', async () => {
  const { stage, publish, posts } = await withRules(
    channels => ({
      channels: [{ channel: channels[0] ?? 0, perDay: 1, priority: 5 }],
      mode: 'automatic',
      when: { sections: ['Chỉ đạo'] },
    }),
    channels => ({ channels: [{ channel: channels[0] ?? 0, perDay: 1 }], mode: 'automatic' }),
  )
  const items = [await publish({ title: 'Bóng đá' }), await publish({ title: 'Họp tỉnh', section: 'Chỉ đạo' })]
  expect(
    await applyRules(
      stage.ctx,
      items.map(item => item.publication),
    ),
  ).toEqual({ drafted: 1, approved: 1, held: 0 })
  expect((await posts()).map(post => [(post.brief as { title: string }).title, post.state])).toEqual([
    ['Họp tỉnh', 'approved'],
    ['Bóng đá', 'draft'],
  ])
  const [left] = await stage.db.selectFrom('rendition').selectAll().where('state', '=', 'left_out').execute()
  expect(left).toMatchObject({ why: { code: 'rule.day_full', with: { perDay: 1 } }, content: { form: 'text' } })
  const urgent = await publish({ title: 'Khẩn: đóng cầu' })
  expect(await applyRules(stage.ctx, [urgent.publication])).toMatchObject({ approved: 1 })
  expect((await posts()).at(-1)).toMatchObject({ urgent: true })
})

test('quiet hours move it to the morning; it is too late after the rule’s hours', async () => {
  const { stage, publish, deliveries } = await withRules(
    automatic({ quiet: { from: '08:00', until: '12:00' }, staleAfterHours: 6 }),
  )
  const { publication } = await publish()
  await applyRules(stage.ctx, [publication])
  expect(await deliveries()).toMatchObject([
    { due_at: new Date('2026-11-23T05:00:00Z'), not_after: new Date('2026-11-23T11:00:00Z') },
  ])
})

test('what the guard sees stops the item before any post, masked; a reason lets it go on, to a person’s eyes', async () => {
  const { stage, channels, publish, posts, publication } = await withRules(automatic())
  const item = await publish({ title: 'Danh sách hỗ trợ', html: '<p>1. CCCD 010085001234</p>' })
  expect(await applyRules(stage.ctx, [item.publication])).toEqual({ drafted: 0, approved: 0, held: 1 })
  expect(await posts()).toEqual([])
  expect(await publication(item.publication)).toMatchObject({ state: 'held', state_why: 'guard.block' })
  const audit = await stage.db.selectFrom('audit').select('detail').where('verb', '=', 'publication.held').execute()
  expect(JSON.stringify(audit)).toContain('0100******34')
  expect(JSON.stringify(audit)).not.toContain('010085001234')
  const byHand = { unit: stage.unit, publication: item.publication, channels: channels.slice(0, 1) }
  expect(await createPost(stage.ctx, stage.author, byHand)).toMatchObject({ is: 'held' })
  expect(await releaseHeld(stage.ctx, stage.author, item.publication, '')).toEqual({ is: 'unsaid' })
  expect(await releaseHeld(stage.ctx, stage.author, item.publication, 'Số của cán bộ đầu mối')).toEqual({
    is: 'released',
  })
  expect(await applyRules(stage.ctx, [item.publication])).toEqual({ drafted: 1, approved: 0, held: 0 })
})

test('a mark of secrecy is an administrator’s to answer for, and only as much of it as was seen', async () => {
  const { stage, publish, posts } = await withRules(automatic())
  const item = await publish({ title: 'TÀI LIỆU MẬT' })
  expect(await applyRules(stage.ctx, [item.publication])).toMatchObject({ held: 1 })
  expect(await releaseHeld(stage.ctx, stage.author, item.publication, 'Phim')).toEqual({ is: 'forbidden' })
  expect(await releaseHeld(stage.ctx, stage.admin, item.publication, 'Tên một bộ phim')).toEqual({ is: 'released' })
  await applyRules(stage.ctx, [item.publication])
  const [post] = await posts()
  const { send, read } = hands(stage, post?.id ?? 0)
  const seen = await commonDigest((await read()).draft)
  await saveCommon(stage.ctx, stage.author, post?.id ?? 0, seen, { lead: 'VĂN BẢN MẬT' })
  expect(await send()).toMatchObject({ is: 'blocked', issues: [{ code: 'guard.S5', with: { count: 2 } }] })
  const now = await commonDigest((await read()).draft)
  await saveCommon(stage.ctx, stage.author, post?.id ?? 0, now, { lead: 'Phim chiếu tối nay' })
  expect(await send()).toEqual({ is: 'submitted' })
})

test('a picture that is gone is an issue in words, and the item goes on without it', async () => {
  const { stage, publish, posts } = await withRules(automatic())
  const item = await publish({ images: [{ url: 'https://cong.tinh.example/mat.jpg', alt: '', caption: null }] })
  expect(await applyRules(stage.ctx, [item.publication])).toMatchObject({ approved: 1 })
  const [post] = await posts()
  const [rendition] = await stage.db
    .selectFrom('rendition')
    .selectAll()
    .where('post_id', '=', post?.id ?? 0)
    .execute()
  expect(rendition).toMatchObject({ state: 'fit', issues: [{ code: 'picture.later', blocks: false }] })
})

test('an item whose reader ended before the rules is found by the job, once', async () => {
  const { stage, publish, posts } = await withRules(automatic({ when: { words: ['cầu'] } }))
  await publish({ title: 'Cầu mới' })
  await publish({ title: 'Đường mới' })
  await stage.tick({ after: minutes(1) })
  await stage.tick({ after: minutes(1) })
  expect((await posts()).map(post => post.state)).toEqual(['approved'])
  expect(stage.toy.posts).toHaveLength(1)
})

test('what a person leaves out while a rule is writing its post stays left out', async () => {
  const { stage, publish, posts, publication } = await withRules(automatic())
  const item = await publish()
  const { applying } = await stage.db.transaction().execute(async trx => {
    await markIgnored(trx, item.publication, 'old')
    const applying = applyRules(stage.ctx, [item.publication])
    await untilBlocked(stage.db)
    return { applying }
  })
  expect(await applying).toEqual({ drafted: 0, approved: 0, held: 0 })
  expect(await posts()).toEqual([])
  expect((await publication(item.publication)).state).toBe('ignored')
})

test('a rule that ends while it is writing a post publishes nothing any more', async () => {
  const { stage, rules, publish, posts } = await withRules(automatic())
  const item = await publish()
  const { applying } = await stage.db.transaction().execute(async trx => {
    await lockState(trx, item.publication)
    const applying = applyRules(stage.ctx, [item.publication])
    await untilBlocked(stage.db)
    expect(await endRule(stage.ctx, stage.admin, rules[0] ?? 0)).toEqual({ is: 'ended' })
    return { applying }
  })
  expect(await applying).toEqual({ drafted: 0, approved: 0, held: 0 })
  expect(await posts()).toEqual([])
})

test('two editors who take up one item at once make one post of it', async () => {
  const { stage, channels, publish, posts } = await withRules()
  const { publication } = await publish()
  const given = { unit: stage.unit, publication, channels: channels.slice(0, 1) }
  const made = await Promise.all([1, 2, 3].map(() => createPost(stage.ctx, stage.author, given)))
  expect(made.map(({ is }) => is).sort()).toEqual(['already', 'already', 'created'])
  expect(await posts()).toHaveLength(1)
})

test('the day’s cap holds for items that come at the same moment', async () => {
  const { stage, publish, deliveries } = await withRules(channels => ({
    channels: [{ channel: channels[0] ?? 0, perDay: 1 }],
    mode: 'automatic',
  }))
  const items = [await publish(), await publish(), await publish()]
  await Promise.all(items.map(item => applyRules(stage.ctx, [item.publication])))
  expect(await deliveries()).toHaveLength(1)
})

test('the day’s cap is of the day on which it goes out: what waits over the night takes its place in the morning', async () => {
  const { stage, publish, deliveries } = await withRules(channels => ({
    channels: [{ channel: channels[0] ?? 0, perDay: 1 }],
    mode: 'automatic',
    quiet: { from: '21:00', until: '06:00' },
  }))
  // From 9:01 to 22:01 in Viet Nam, and then to the next morning.
  await stage.tick({ after: hours(13) })
  const due = new Date('2026-11-23T23:00:00Z')
  expect(await applyRules(stage.ctx, [(await publish()).publication])).toMatchObject({ approved: 1 })
  expect(await applyRules(stage.ctx, [(await publish()).publication])).toMatchObject({ drafted: 1 })
  await stage.tick({ after: hours(10) })
  expect(await applyRules(stage.ctx, [(await publish()).publication])).toMatchObject({ drafted: 1 })
  expect(await deliveries()).toMatchObject([{ state: 'live', due_at: due }])
})
