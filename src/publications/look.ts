import type { Ctx } from '../context.ts'
import { type Doubt, findDoubt } from '../kit/doubt.ts'
import { follow } from '../kit/follow.ts'
import { FetchFault } from '../kit/http.ts'
import { problemShape } from '../ports/content.ts'
import type { Problem } from '../ports/network.ts'
import type { Article, Entry } from '../ports/portal.ts'
import { NotNow, unlessBusy } from '../sources/polite.ts'
import { postponeLook } from '../sources/queries-manners.ts'
import { listRulesOf, settingsOf } from '../sources/source.ts'
import { entryOfUrl, entryShape } from './entry.ts'
import { isOlder } from './history.ts'
import { namesOfUrl } from './identity.ts'
import { kindOf } from './kind.ts'
import { nextLook, nextTry, whenGone } from './looking.ts'
import type { Matter } from './matter.ts'
import { contentDigest, merge } from './merge.ts'
import { proposeCopies } from './propose-copies.ts'
import { addRevision, type Due, endLook, goneOf, lockPublication } from './queries/look.ts'
import { addAliases } from './queries/take.ts'

export type Looked =
  /** `first` is when rules may ask; `changed` when live copies may need a correction. */
  | { is: 'read'; publication: number; first: boolean; changed: boolean }
  | { is: 'unread'; publication: number; why: Problem }
  | { is: 'withdrawn'; publication: number }
  /** It was not our turn at the portal: nothing was asked. */
  | { is: 'postponed'; publication: number }

type Page =
  | { is: 'page'; article: Article | null; note: Problem | null; legacy: boolean }
  | { is: 'gone'; why: Problem }
  | { is: 'failed'; why: Problem }

/** Reads the page of one item; a new revision only when what it says has changed. */
export async function look(ctx: Ctx, due: Due): Promise<Looked> {
  const entry = entryShape.safeParse(due.entry).data ?? entryOfUrl(due.url)
  const settings = settingsOf(due.portal_settings, due.source_settings)
  const page = await unlessBusy(readPage(ctx, entry, settings))
  switch (page.is) {
    case 'busy':
      await postponeLook(ctx.db, due.id, page.until)
      return { is: 'postponed', publication: due.id }
    case 'gone':
      return gone(ctx, due, page.why)
    case 'failed':
      return failed(ctx, due, page.why)
    case 'page': {
      const matter = merge(entry, page.article, due.source_section)
      if (matter.title === '') return failed(ctx, due, { code: 'page.no_title' })
      const naming = { rules: listRulesOf(settings), identity: ctx.readers.identity }
      const names = page.article?.canonicalUrl ? namesOfUrl(page.article.canonicalUrl, naming) : []
      const doubt = page.legacy || entry.doubt ? 'legacy_text' : findDoubt(matter)
      return record(
        ctx,
        due,
        matter,
        { note: page.note, doubt },
        sameHost(page.article?.canonicalUrl, due.url) ? names : [],
      )
    }
    default:
      return page satisfies never
  }
}

async function readPage(ctx: Ctx, entry: Entry, settings: ReturnType<typeof settingsOf>): Promise<Page> {
  if (entry.url === null) return { is: 'page', article: null, note: null, legacy: false }
  try {
    const { response, url } = await follow(ctx.outbound.portals, entry.url, {
      headers: { accept: 'text/html, application/xhtml+xml, */*;q=0.5' },
    })
    const type = response.headers.get('content-type')?.toLowerCase() ?? ''
    if (response.status !== 200) {
      await response.body?.cancel()
      const why = {
        code: response.status === 404 || response.status === 410 ? 'page.gone' : 'page.bad_answer',
        status: response.status,
      }
      return why.code === 'page.gone'
        ? { is: 'gone', why }
        : { is: 'failed', why: { ...why, with: { status: response.status } } }
    }
    if (type !== '' && !/html|xml|^text\//.test(type)) {
      await response.body?.cancel()
      return { is: 'page', article: fileAsArticle(url, type), note: null, legacy: false }
    }
    const { dateOrder, timeZone } = settings
    const bytes = new Uint8Array(await response.arrayBuffer())
    const read = await ctx.readers.article(bytes, { baseUrl: url, contentType: type || null, dateOrder, timeZone })
    if (read.is === 'read')
      return { is: 'page', article: read.value, note: null, legacy: read.warnings.includes('encoding.legacy_text') }
    const why = { code: `page.${read.code}`, detail: read.detail.slice(0, 300) }
    if (read.code === 'article.not_found') return { is: 'gone', why: { ...why, code: 'page.gone' } }
    // The list told a title and an address; a page we cannot take apart is still where readers are sent.
    const usable = [
      'article.no_text',
      'article.list',
      'article.too_complex',
      'article.not_html',
      'reading.too_slow',
      'reading.too_heavy',
    ].includes(read.code)
    return usable && entry.title !== ''
      ? { is: 'page', article: null, note: why, legacy: false }
      : { is: 'failed', why }
  } catch (cause) {
    if (!(cause instanceof FetchFault) || cause instanceof NotNow) throw cause
    const why = { code: `page.fault_${cause.kind}`, detail: cause.message.slice(0, 300) }
    // What the list told may be told on; the page is left alone, as the portal wishes.
    return cause.kind === 'robots' && entry.title !== ''
      ? { is: 'page', article: null, note: why, legacy: false }
      : { is: 'failed', why }
  }
}

/** A list may link the document itself. */
function fileAsArticle(url: string, type: string): Article | null {
  if (!/^application\//.test(type)) return null
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  return {
    title: '',
    lead: '',
    text: '',
    html: '',
    author: null,
    publishedAt: null,
    canonicalUrl: null,
    section: null,
    language: null,
    images: [],
    videos: [],
    attachments: [
      {
        url,
        name: URL.canParse(`http://x/${last}`) ? decodeSafely(last) : last,
        mime: type.split(';')[0]?.trim() ?? null,
        bytes: null,
      },
    ],
  }
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function record(
  ctx: Ctx,
  due: Due,
  matter: Matter,
  { note, doubt }: { note: Problem | null; doubt: Doubt | null },
  names: readonly string[],
): Promise<Looked> {
  const now = ctx.now()
  const digest = await contentDigest(matter)
  return ctx.db.transaction().execute(async trx => {
    const row = await lockPublication(trx, due.id)
    if (!row) throw new Error(`publication ${due.id} is gone from the database`)
    const changed = row.digest !== digest
    const revision = changed
      ? await addRevision(trx, {
          publication_id: due.id,
          number: (row.number ?? 0) + 1,
          digest,
          title: matter.title,
          lead: matter.lead,
          content: JSON.stringify(matter),
          read_at: now,
        })
      : undefined
    await addAliases(
      trx,
      due.portal_id,
      names.map(alias => ({ alias, id: due.id })),
    )
    const isFirst = row.state === 'new' && row.digest === null
    // Letters were guessed back or lost: a person reads before anybody else does. Once more only where the text is another;
    // what a hold of its source keeps back is not let go with the rest of it.
    const isOnlyKept = row.state === 'held' && ['source.flood', 'source.held'].includes(row.state_why ?? '')
    const suspect = doubt !== null && changed && (row.state === 'new' || isOnlyKept)
    // Lists without days let old pages through; the page itself tells.
    const older = isFirst && isOlder({ publishedAt: matter.publishedAt, updatedAt: null }, due.baseline_at)
    await endLook(trx, due.id, {
      look_at: nextLook(due.looks, now, row.state === 'posted'),
      looks: due.looks + 1,
      unread: note,
      title: matter.title,
      section: matter.section,
      kind: kindOf(matter),
      ...(matter.language ? { language: matter.language } : {}),
      ...(matter.publishedAt ? { published_at: new Date(matter.publishedAt) } : {}),
      ...(revision ? { revision_id: revision.id } : {}),
      ...(suspect ? { state: 'held' as const, state_why: `page.${doubt}` } : {}),
      ...(older ? { state: 'baseline' as const, state_why: 'source.older', look_at: null } : {}),
      ...(isFirst && !older && hasPictures(matter) ? { pictures_at: now } : {}),
    })
    if (row.digest === null) await proposeCopies(trx, ctx, due.id, matter, now, names)
    return { is: 'read', publication: due.id, first: row.digest === null, changed: changed && row.digest !== null }
  })
}

const hasPictures = ({ images, html }: Matter): boolean => images.length > 0 || /<img\b/i.test(html)

/** Nothing is concluded: tried again, ever more seldom. */
async function failed(ctx: Ctx, due: Due, why: Problem): Promise<Looked> {
  const tries = triesOf(due, why.code) + 1
  await endLook(ctx.db, due.id, {
    look_at: nextTry(tries, ctx.now()),
    looks: due.looks,
    unread: { ...why, with: { ...why.with, tries } },
  })
  return { is: 'unread', publication: due.id, why }
}

/** Gone only when its own address said so three times over a day while its list was well, and the portal as a whole is. */
async function gone(ctx: Ctx, due: Due, why: Problem): Promise<Looked> {
  const now = ctx.now()
  const before = problemShape.safeParse(due.unread).data
  const since = before?.code === 'page.gone' ? Number(before.with?.since ?? now.getTime()) : now.getTime()
  const tries = triesOf(due, why.code) + 1
  const counts = await goneOf(ctx.db, due.portal_id, new Date(now.getTime() - 14 * 86_400_000))
  const verdict = whenGone({ tries, since, now, sourceIsWell: isWell(due, now), ...counts })
  await endLook(ctx.db, due.id, {
    look_at: verdict.is === 'wait' ? verdict.lookAt : null,
    looks: due.looks,
    unread: { ...why, with: { ...why.with, tries, since } },
    ...(verdict.is === 'withdrawn' ? { state: 'withdrawn' as const, state_why: 'page.gone' } : {}),
  })
  return verdict.is === 'withdrawn'
    ? { is: 'withdrawn', publication: due.id }
    : { is: 'unread', publication: due.id, why }
}

/** Its list was read lately and without fault; where a portal tells us itself there is no list to go by. */
function isWell({ source_failures, source_kind, source_read_at }: Due, now: Date): boolean {
  if (source_kind === 'push') return true
  return source_failures === 0 && source_read_at !== null && now.getTime() - source_read_at.getTime() < 86_400_000
}

function triesOf(due: Due, code: string): number {
  const before = problemShape.safeParse(due.unread).data
  return before?.code === code ? Number(before.with?.tries ?? 0) : 0
}

function sameHost(canonical: string | null | undefined, url: string): boolean {
  return URL.parse(canonical ?? '')?.host === URL.parse(url)?.host
}
