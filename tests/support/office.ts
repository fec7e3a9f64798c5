import { sql } from 'kysely'
import { changeSettings } from '../../src/channels/change-settings.ts'
import type { Db } from '../../src/db/open.ts'
import type { State } from '../../src/deliveries/delivery.ts'
import type { Problem } from '../../src/ports/network.ts'
import { approve } from '../../src/posts/approve.ts'
import { createPost } from '../../src/posts/create.ts'
import { findPost } from '../../src/posts/queries/find.ts'
import { submit } from '../../src/posts/submit.ts'
import { writeRule } from '../../src/rules/write.ts'
import { addApprovedPost, addChannel, addDelivery, addPublication, addSource, someBrief } from './build.ts'
import type { Desk, Seated } from './desk.ts'

/** Titles as portals write them: long, with numbers that may not break and marks that reach high and low. */
export const titles = [
  'Ẳ Ổ Ặ Ự Ẫ – Nghị quyết số 18/NQ-HĐND về hỗ trợ 100% học phí cho trẻ em mầm non và học sinh phổ thông công lập trên địa bàn tỉnh từ năm học 2026–2027',
  'Lịch cấp nước luân phiên tại xã Phước Thể',
  'Chủ tịch Ủy ban nhân dân tỉnh kiểm tra công tác phòng, chống bão số 13 tại các xã ven biển, yêu cầu sơ tán dân trước 18 giờ ngày 23/11/2026',
  'Ổ dịch sởi: khuyến cáo của Sở Y tế',
  'Bản tin tuần 47',
  'Kỳ họp thứ 27 Hội đồng nhân dân tỉnh',
  'Cảnh báo mưa lớn, Ủy ban nhân dân các xã chủ động ứng phó',
] as const

interface Scene {
  state: State
  title: number
  set?: Record<string, unknown>
  why?: Problem
  due?: number
  attempts?: number
  answer?: { is: string; why?: Problem }
}

const minute = 60_000

/** One delivery in every state the board tells of, on one channel, beside a hold that a person placed. */
export async function fillBoard(desk: Desk, approver: Seated): Promise<{ channel: number; deliveries: number[] }> {
  const { db } = desk.ctx
  const now = desk.ctx.now()
  const at = (minutes: number) => new Date(now.getTime() + minutes * minute)
  const channel = await addChannel(db, { unit: desk.root, network: 'toy', name: 'Cổng Thông tin điện tử tỉnh' })
  const refused: Problem = { code: 'toy.refused', detail: 'Invalid parameter', status: 400, trace: 'AbC123' }
  const scenes: Scene[] = [
    { state: 'queued', title: 0, due: 90 },
    {
      state: 'queued',
      title: 1,
      due: 3,
      attempts: 1,
      why: { code: 'net.refused' },
      answer: { is: 'unsent', why: { code: 'net.refused' } },
    },
    { state: 'publishing', title: 2, attempts: 1 },
    {
      state: 'settling',
      title: 3,
      attempts: 1,
      set: { awaits: 'network', look_at: at(2), doubt_at: at(-3) },
      answer: { is: 'accepted' },
    },
    {
      state: 'settling',
      title: 4,
      attempts: 1,
      set: { awaits: 'person', look_at: at(9), doubt_at: at(-40) },
      answer: { is: 'accepted' },
    },
    {
      state: 'unknown',
      title: 5,
      attempts: 1,
      set: { look_at: at(1), doubt_at: at(-2), looks: 2 },
      why: { code: 'net.timeout' },
      answer: { is: 'unknown', why: { code: 'net.timeout' } },
    },
    {
      state: 'unknown',
      title: 6,
      attempts: 2,
      set: { look_at: at(50), doubt_at: at(-1500), looks: 31, ask_at: at(-60) },
      answer: { is: 'unknown', why: { code: 'net.reset' } },
    },
    { state: 'failed', title: 1, attempts: 1, why: refused, answer: { is: 'refused', why: refused } },
    { state: 'failed', title: 2, attempts: 1, why: refused, answer: { is: 'refused', why: refused } },
    { state: 'live', title: 5, attempts: 2, set: { live_at: at(-30) }, answer: { is: 'live' } },
    { state: 'cancelled', title: 3, why: { code: 'delivery.cancelled' } },
    { state: 'removed', title: 0, attempts: 1, set: { live_at: at(-300) }, answer: { is: 'live' } },
    { state: 'gone', title: 4, attempts: 1, set: { live_at: at(-300) }, answer: { is: 'live' } },
  ]
  const author = approver.actor.id
  const deliveries: number[] = []
  for (const scene of scenes) {
    const title = titles[scene.title] ?? ''
    const post = await addApprovedPost(db, {
      unit: desk.root,
      author,
      approver: author,
      at: at(-400),
      brief: someBrief({ title }),
    })
    const id = await addDelivery(db, {
      ...post,
      unit: desk.root,
      channel: channel.id,
      at: at(-1),
      due: at(scene.due ?? -30),
      content: {
        form: 'link',
        text: `${title}\n\nSáng nay, Ủy ban nhân dân tỉnh họp trực tuyến với các xã.`,
        link: 'https://cong.tinh.example/tin/18',
        pictures: [],
      },
    })
    await db
      .updateTable('delivery')
      .set({
        state: scene.state,
        attempts: scene.attempts ?? 0,
        why: scene.why ? JSON.stringify(scene.why) : null,
        ...scene.set,
      })
      .where('id', '=', id)
      .execute()
    for (let number = 1; number <= (scene.attempts ?? 0); number++)
      await addAttempt(db, id, number, at(-20 + number), scene.answer)
    if (scene.state === 'live' || scene.state === 'gone')
      await db
        .insertInto('remote')
        .values({
          channel_id: channel.id,
          remote: `r${id}`,
          delivery_id: id,
          url: `https://toy.example/p/${id}`,
          live_at: at(-30),
        })
        .execute()
    if (scene.state === 'cancelled')
      await db
        .insertInto('audit')
        .values({
          at: now,
          person_id: author,
          via: 'desk',
          verb: 'delivery.cancelled',
          subject: 'delivery',
          subject_id: id,
          unit_id: desk.root,
          detail: JSON.stringify({ reason: 'Đã có tin thay thế' }),
        })
        .execute()
    deliveries.push(id)
  }
  return { channel: channel.id, deliveries }
}

async function addAttempt(db: Db, delivery: number, number: number, at: Date, answer?: Scene['answer']): Promise<void> {
  const attempt = await db
    .insertInto('attempt')
    .values({ delivery_id: delivery, number, claim: number, began_at: at })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (answer)
    await db
      .insertInto('answer')
      .values({
        attempt_id: attempt.id,
        step: 'publish',
        is: answer.is,
        why: answer.why ? JSON.stringify(answer.why) : null,
        took_ms: 1240,
        at: sql<Date>`${at}::timestamptz + interval '2 seconds'`,
      })
      .execute()
}

/** Sources well and in trouble, arrivals of every kind, a rule that waits, posts in every state before approval. */
export async function fillDesk(
  desk: Desk,
  author: Seated,
): Promise<{ draft: number; submitted: number; rule: number }> {
  const { db } = desk.ctx
  const now = desk.ctx.now()
  const channels = [
    await addChannel(db, {
      unit: desk.root,
      network: 'toy',
      name: 'Trang Ủy ban nhân dân tỉnh',
      seal: async () => new Uint8Array([1]),
    }),
    await addChannel(db, {
      unit: desk.root,
      network: 'toy',
      name: 'Trang Sở Giáo dục và Đào tạo',
      seal: async () => new Uint8Array([1]),
    }),
  ]
  await db
    .updateTable('credential')
    .set({ expires_at: new Date(now.getTime() + 5 * 86_400_000) })
    .where('channel_id', '=', channels[1]?.id ?? 0)
    .execute()
  const source = await addSource(db, { unit: desk.root, url: 'https://cong-tinh.example' })
  await db.updateTable('source').set({ read_at: now, item_at: now }).where('id', '=', source.id).execute()
  const sick = await addSource(db, { unit: desk.root, url: 'https://cong-so.example' })
  await db
    .updateTable('source')
    .set({ read_at: now, failures: 4, problem: JSON.stringify({ code: 'source.feed.login_page' }) })
    .where('id', '=', sick.id)
    .execute()
  const publications: number[] = []
  for (const [at, title] of titles.entries()) {
    const id = await addPublication(db, { unit: desk.root, source, title })
    publications.push(id)
    const text =
      at === 3
        ? 'Ông Nguyễn Văn A, căn cước công dân số 001203004567, ngụ tại xã.'
        : 'Sáng nay, Ủy ban nhân dân tỉnh họp.'
    const content = { title, lead: 'Đoạn dẫn của tin.', text, url: `https://cong-tinh.example/${at}` }
    const revision = await db
      .insertInto('revision')
      .values({
        publication_id: id,
        number: at === 1 ? 2 : 1,
        digest: `${at}`.padStart(64, '0'),
        title,
        lead: content.lead,
        content: JSON.stringify(content),
        read_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const state = (['new', 'new', 'new', 'held', 'ignored', 'withdrawn', 'baseline'] as const)[at] ?? 'new'
    const why = state === 'held' ? 'guard.block' : state === 'ignored' ? 'ignored.old' : null
    await db
      .updateTable('publication')
      .set({ revision_id: revision.id, state, state_why: why, seen_at: now, section: 'Chỉ đạo, điều hành' })
      .where('id', '=', id)
      .execute()
  }
  for (let n = 0; n < 3; n++) {
    const id = await addPublication(db, { unit: desk.root, source: sick, title: `Tin cũ số ${n}` })
    await db.updateTable('publication').set({ state: 'held', state_why: 'source.flood' }).where('id', '=', id).execute()
  }
  const make = async (publication: number | undefined) => {
    const made = await createPost(desk.ctx, author.actor, {
      unit: desk.root,
      publication,
      channels: channels.map(one => one.id),
    })
    if (made.is !== 'created') throw new Error(`no post: ${made.is}`)
    return made.post
  }
  const draft = await make(publications[0])
  const submitted = await make(publications[1])
  const sent = await submit(desk.ctx, author.actor, submitted, undefined, 'Đã kiểm tra số, ngày của văn bản.')
  if (sent.is !== 'submitted') throw new Error(`not submitted: ${sent.is}`)
  const written = await writeRule(desk.ctx, author.actor, {
    unit: desk.root,
    name: 'Tin chỉ đạo',
    spec: {
      when: { sections: ['Chỉ đạo, điều hành'], words: ['học phí'] },
      channels: channels.map(one => ({ channel: one.id })),
      mode: 'held',
      quiet: { from: '21:00', until: '07:00' },
    },
  })
  if (written.is !== 'written') throw new Error(`no rule: ${JSON.stringify(written)}`)
  return { draft, submitted, rule: written.rule }
}

/** Posts approved for tomorrow on a channel whose signature somebody changed since. */
export async function outdate(desk: Desk, approver: Seated, told: readonly string[]): Promise<void> {
  const { ctx, root } = desk
  const author = await desk.seat('Phạm Thị Thu Thủy', ['editor'])
  const admin = await desk.seat('Lê Quang Đức', ['admin'])
  const seal = async () => new Uint8Array([1])
  const { id } = await addChannel(ctx.db, { unit: root, network: 'toy', name: 'Trang Sở Nội vụ', seal })
  for (const title of told) {
    const dueAt = new Date(ctx.now().getTime() + 86_400_000)
    const brief = { title, lead: 'Ủy ban nhân dân tỉnh giao các sở, ngành thực hiện từ ngày mai.' }
    const made = await createPost(ctx, author.actor, { unit: root, brief, channels: [id], dueAt })
    if (made.is !== 'created') throw new Error(`not created: ${made.is}`)
    await submit(ctx, author.actor, made.post)
    const post = await findPost(ctx.db, approver.actor.id, made.post)
    const agreed = await approve(ctx, approver.actor, made.post, post?.digest ?? '')
    if (agreed.is !== 'approved') throw new Error(`not approved: ${agreed.is}`)
  }
  const saved = await changeSettings(ctx, admin.actor, id, { settings: { signature: 'Sở Nội vụ tỉnh' } })
  if (saved.is !== 'saved') throw new Error(`not saved: ${saved.is}`)
}
