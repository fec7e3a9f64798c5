import { z } from 'zod'
import { readsOf } from './engagement.ts'
import { articleQuota, invalid, invalidField, mediaFailed, processing } from './errors.ts'
import { type FilmFate, stateOf } from './films.ts'
import { beginJob } from './jobs.ts'
import { readMatter } from './matter.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, checkQuery } from './request.ts'
import type { Who } from './rights.ts'
import type { Article } from './types.ts'
import type { World } from './world.ts'

/** What a lever does to the job of this call. */
export interface Fate extends FilmFate {
  dead: boolean
}

export function create(world: World, who: Who, call: Call, fate: Fate): Reply {
  const given = objectOf(call)
  if ('id' in given && world.settings.strict) throw invalidField('id')
  const matter = readMatter(world, who.account.id, given)
  if (matter.type === 'video' && !world.settings.videoStatusOnCreate) matter.status = 'hide'
  const month = new Date(world.now()).toISOString().slice(0, 7)
  const made = [...world.jobs.values()].filter(
    job =>
      job.accountId === who.account.id &&
      job.articleId === null &&
      job.state !== 'failed' &&
      new Date(job.issuedAt).toISOString().startsWith(month),
  )
  if (made.length >= world.settings.articlesPerMonth) throw articleQuota()
  return ok({ token: begin(world, who, null, matter, fate) })
}

export function update(world: World, who: Who, call: Call, fate: Fate): Reply {
  const given = objectOf(call)
  const article = find(world, who, given.id)
  const matter = readMatter(world, who.account.id, given)
  // An article does not become a video, nor the other way round.
  if (matter.type !== article.matter.type) throw invalidField('type')
  return ok({ token: begin(world, who, article.id, matter, fate) })
}

const begin = (
  world: World,
  who: Who,
  articleId: string | null,
  matter: ReturnType<typeof readMatter>,
  { stuck, dead, slowMs }: Fate,
): string =>
  beginJob(world, { appId: who.app.id, accountId: who.account.id, articleId, matter, stuck, dead, slowMs }).token

export function verify(world: World, who: Who, call: Call): Reply {
  const token = z.strictObject({ token: z.string().min(1) }).safeParse(call.json)
  if (!token.success) throw invalidField('token')
  const job = world.jobs.get(token.data.token)
  const life = world.settings.jobLifeMs
  const forgotten = job && life !== null && job.issuedAt + life <= world.now()
  // What the real service says of an unknown token no document tells.
  if (!job || forgotten || job.accountId !== who.account.id) throw invalidField('token')
  if (job.state === 'processing') throw processing()
  if (job.outcome?.is === 'failed') throw mediaFailed(job.outcome.message)
  return ok({ id: job.made })
}

export function remove(world: World, who: Who, call: Call): Reply {
  const given = z.strictObject({ id: z.string() }).safeParse(call.json)
  const article = find(world, who, given.data?.id)
  article.removedAt = world.now()
  return ok()
}

export function detail(world: World, who: Who, call: Call): Reply {
  checkQuery(call, world.settings.strict, ['id'])
  const { id, matter } = find(world, who, call.query.get('id'))
  const { title, author, cover, description, status, body, comment, film } = matter
  if (film) {
    const { status: converted, ...of } = stateOf(world, film)
    const shown = world.settings.videoDetailStatus === 'seen' ? status : converted
    return ok({ id, type: 'video', title, description, avatar: cover.photo_url, comment, ...of, status: shown })
  }
  // The service shows its own copy of the picture, and no counters.
  return ok({ id, type: 'normal', title, author, cover, description, status, body, comment, cite: {} })
}

/** Newest first; `limit` 1 to 10; a parameter `data`, as the calls of an OA take it, is none of these. */
export function slice(world: World, who: Who, call: Call): Reply {
  const type = call.query.get('type')
  if (type !== 'normal' && type !== 'video') throw invalid('type accept only 2 value normal and video.')
  checkQuery(call, world.settings.strict, ['offset', 'limit', 'type'])
  const offset = whole('offset', call.query.get('offset'))
  const limit = whole('limit', call.query.get('limit'))
  if (limit > 10) throw invalid('maximum limit is 10')
  if (limit < 1) throw invalidField('limit')
  const all = who.account.articles.filter(article => article.removedAt === null && article.matter.type === type)
  const medias = all
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
    .slice(offset, offset + limit)
    .map(article => row(world, article))
  return ok({ medias, total: all.length })
}

export const linkOf = (world: World, article: Article) =>
  `${world.settings.permalinks}/d?id=${article.id}&pageId=${article.accountId}`

function row(world: World, article: Article) {
  const { views, shares } = readsOf(world, article)
  return {
    id: article.id,
    type: article.matter.type,
    title: article.matter.title,
    status: article.matter.status,
    total_view: views,
    total_share: shares,
    create_date: article.createdAt,
    update_date: article.updatedAt,
    thumb: article.matter.cover.photo_url,
    link_view: linkOf(world, article),
  }
}

function whole(name: string, value: string | null): number {
  if (value === null || !/^\d{1,6}$/.test(value)) throw invalidField(name)
  return Number(value)
}

function objectOf(call: Call): Record<string, unknown> {
  const given = z.record(z.string(), z.unknown()).safeParse(call.json)
  if (!given.success) throw invalid('body is not a JSON object')
  return given.data
}

/** A removed article is not there any more; to remove it twice is refused. */
function find(world: World, who: Who, id: unknown): Article {
  const article = typeof id === 'string' ? world.articles.get(id) : undefined
  if (!article || article.accountId !== who.account.id || article.removedAt !== null) throw invalidField('id')
  return article
}
