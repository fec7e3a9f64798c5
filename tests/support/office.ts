import { sql } from 'kysely'
import type { Db } from '../../src/db/open.ts'
import type { State } from '../../src/deliveries/delivery.ts'
import type { Problem } from '../../src/ports/network.ts'
import { addApprovedPost, addChannel, addDelivery, someBrief } from './build.ts'
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
