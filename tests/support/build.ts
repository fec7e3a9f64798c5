/** Rows with valid defaults: a test states only what its story needs. */

import type { Db } from '../../src/db/open.ts'
import type { Role } from '../../src/db/tables/people.ts'
import { digestOf } from '../../src/kit/crypto.ts'
import type { Brief, Content, Options, Settings } from '../../src/ports/network.ts'
import { storedDigest } from '../../src/posts/digest.ts'

let serial = 0
const next = () => ++serial

export const someTime = new Date('2026-11-23T02:00:00Z')

export async function addUnit(
  db: Db,
  given: { name?: string; parent?: number; kind?: 'province' | 'department' | 'commune' | 'other' } = {},
): Promise<number> {
  const { id } = await db
    .insertInto('unit')
    .values({
      name: given.name ?? `Đơn vị ${next()}`,
      kind: given.kind ?? 'province',
      parent_id: given.parent ?? null,
      from_at: null,
      until_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function addPerson(
  db: Db,
  given: { unit: number; role: Role; name?: string; email?: string },
): Promise<{ id: number; name: string; email: string; language: 'vi'; via: 'desk' }> {
  const name = given.name ?? `Người ${next()}`
  const email = given.email ?? `nguoi${next()}@tinh.example`
  const { id } = await db
    .insertInto('person')
    .values({ name, email, created_at: someTime, ended_at: null, auth_id: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('seat').values({ person_id: id, unit_id: given.unit, role: given.role }).execute()
  return { id, name, email, language: 'vi', via: 'desk' }
}

export async function addChannel(
  db: Db,
  given: {
    unit: number
    network: string
    account?: string
    name?: string
    settings?: Settings
    seal?: (channel: number, account: string) => Promise<Uint8Array>
    expiresAt?: Date | null
    storedAt?: Date
  },
): Promise<{ id: number; account: string }> {
  const account = given.account ?? String(100_000_000_000_000 + next())
  const { id } = await db
    .insertInto('channel')
    .values({
      unit_id: given.unit,
      network: given.network,
      account,
      name: given.name ?? `Kênh ${account}`,
      created_at: someTime,
      ...(given.settings && { settings: JSON.stringify(given.settings) }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (given.seal)
    await db
      .insertInto('credential')
      .values({
        channel_id: id,
        sealed: await given.seal(id, account),
        expires_at: given.expiresAt ?? null,
        stored_at: given.storedAt ?? someTime,
      })
      .execute()
  return { id, account }
}

export async function addSource(
  db: Db,
  given: { unit: number; url?: string },
): Promise<{ portal: number; id: number }> {
  const host = given.url ?? `https://cong${next()}.tinh.example`
  const portal = await db
    .insertInto('portal')
    .values({ unit_id: given.unit, name: 'Cổng thông tin', base_url: host })
    .returning('id')
    .executeTakeFirstOrThrow()
  const source = await db
    .insertInto('source')
    .values({
      portal_id: portal.id,
      unit_id: given.unit,
      name: 'Tin tức',
      kind: 'feed',
      url: `${host}/rss`,
      due_at: someTime,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { portal: portal.id, id: source.id }
}

export async function addPublication(
  db: Db,
  given: { unit: number; source?: { portal: number; id: number }; title?: string },
): Promise<number> {
  const source = given.source ?? (await addSource(db, { unit: given.unit }))
  const key = `tin-${next()}`
  const { id } = await db
    .insertInto('publication')
    .values({
      portal_id: source.portal,
      source_id: source.id,
      unit_id: given.unit,
      key,
      url: `https://cong.tinh.example/${key}`,
      title: given.title ?? 'Hội nghị trực tuyến',
      state: 'posted',
      seen_at: someTime,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export const someBrief = (given: Partial<Brief> = {}): Brief => ({
  kind: 'news',
  language: 'vi',
  title: 'Hội nghị trực tuyến toàn tỉnh',
  lead: 'Sáng nay, Ủy ban nhân dân tỉnh họp trực tuyến với các xã.',
  blocks: [],
  hashtags: [],
  pictures: [],
  attachments: [],
  videos: [],
  preview: false,
  ...given,
})

export const someContent = (given: Partial<Content> = {}): Content => ({
  form: 'text',
  text: `Hội nghị trực tuyến toàn tỉnh, số ${next()}`,
  pictures: [],
  ...given,
})

export interface ApprovedPost {
  post: number
  approval: number
}

/** A post of an author, approved by another person. */
export async function addApprovedPost(
  db: Db,
  given: { unit: number; author: number; approver: number; publication?: number; at?: Date; brief?: Brief },
): Promise<ApprovedPost> {
  const at = given.at ?? someTime
  const brief = given.brief ?? someBrief()
  const digest = await digestOf(brief)
  const post = await db
    .insertInto('post')
    .values({
      unit_id: given.unit,
      author_id: given.author,
      publication_id: given.publication ?? null,
      state: 'approved',
      brief: JSON.stringify(brief),
      digest,
      created_at: at,
      changed_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const approval = await db
    .insertInto('approval')
    .values({ post_id: post.id, digest, person_id: given.approver, at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { post: post.id, approval: approval.id }
}

export async function addDelivery(
  db: Db,
  given: ApprovedPost & {
    unit: number
    channel: number
    content?: Content
    options?: Options
    publication?: number
    due?: Date
    urgent?: boolean
    notAfter?: Date
    at?: Date
  },
): Promise<number> {
  const at = given.at ?? someTime
  const content = given.content ?? someContent()
  const options = given.options ?? {}
  const { network, account, settings } = await db
    .selectFrom('channel')
    .select(['network', 'account', 'settings'])
    .where('id', '=', given.channel)
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('delivery')
    .values({
      post_id: given.post,
      approval_id: given.approval,
      channel_id: given.channel,
      unit_id: given.unit,
      publication_id: given.publication ?? null,
      content: JSON.stringify(content),
      ...(given.options && { options: JSON.stringify(options) }),
      digest: await storedDigest({ network, account, settings, content, options }),
      state: 'queued',
      due_at: given.due ?? at,
      urgent: given.urgent ?? false,
      not_after: given.notAfter ?? null,
      created_at: at,
      changed_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
