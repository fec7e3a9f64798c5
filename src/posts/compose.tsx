import type { Context } from 'hono'
import { z } from 'zod'
import { named } from '../channels/channel.ts'
import type { Env } from '../http/env.ts'
import { badRequest, forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, inVietnam, readForm, readQuery } from '../http/forms.ts'
import { abilities, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { canonicalJson } from '../kit/crypto.ts'
import { never } from '../kit/never.ts'
import { holdsIn } from '../people/queries.ts'
import type { Options } from '../ports/network.ts'
import { channelsFor } from '../rules/queries.ts'
import type { Errors, Values } from '../ui/form.tsx'
import { choicesOf, chosenIn } from './choices.ts'
import { bodyOf } from './fields.tsx'
import { issuesOfPost } from './issues.ts'
import { Composer } from './pages-compose.tsx'
import type { Post } from './post.ts'
import { findCandidate } from './queries/candidates.ts'
import { openChannels } from './queries/desk.ts'
import { findPost, passesOf } from './queries/find.ts'
import { videosOf } from './queries/videos.ts'
import { reschedule } from './reschedule.ts'
import { writers } from './roles.ts'
import { commonDigest, saveCommon } from './save.ts'
import { type RenditionSaved, saveRendition } from './save-rendition.ts'
import { PostTag } from './state.tsx'
import { submit } from './submit.ts'

const tab = z.union([z.literal('common'), field.id()])

const asked = z.object({
  tab: tab.optional().catch(undefined),
  edit: z.string().optional(),
  done: z
    .enum(['saved', 'saved_voided', 'saved_correction', 'saved_busy', 'submitted', 'withdrawn', 'late', 'blocked'])
    .optional()
    .catch(undefined),
})

interface More {
  tab?: 'common' | number
  edit?: boolean
  errors?: Errors
  values?: Values
  conflict?: boolean
}

/** The page of a post, for writing and for reading. */
export async function composer(c: Context<Env>, more: More = {}, status: 200 | 409 | 422 = 200): Promise<Response> {
  const { ctx, actor, words: w, roles } = c.var
  const id = idOf(c)
  const post = id && (await findPost(ctx.db, actor.id, id))
  if (!post) return notFound(c)
  const query = readQuery(c, asked)
  const now = ctx.now()
  const wanted = more.tab ?? query.tab ?? post.renditions[0]?.channel.id ?? 'common'
  const rendition = post.renditions.find(one => one.channel.id === wanted)
  const shown = rendition ? rendition.channel.id : 'common'
  const [passes, source, open, mayWrite, mayPass] = await Promise.all([
    passesOf(ctx.db, { post: post.id, publication: post.publication?.id }),
    post.publication ? findCandidate(ctx.db, actor.id, post.publication.id) : undefined,
    openChannels(ctx.db, actor.id),
    holdsIn(ctx.db, actor, [post.unit.id], writers),
    holdsIn(ctx.db, actor, [post.unit.id], ['editor', 'approver', 'admin']),
  ])
  const issues = issuesOfPost(ctx.networks, post, passes, now)
  const used = new Set(post.renditions.map(one => one.channel.id))
  const addable = await channelsFor(
    ctx.db,
    post.unit.id,
    open.map(channel => channel.id).filter(channel => !used.has(channel)),
  )
  const reopened = post.state === 'approved' && (more.edit || query.edit !== undefined)
  const free = ['draft', 'returned', 'expired'].includes(post.state) || reopened
  const asks = mayWrite && free && rendition?.content ? rendition.channel.id : undefined
  const choices = asks === undefined ? undefined : await choicesOf(ctx, asks)
  const kind = query.done === 'late' || query.done === 'blocked' || query.done === 'saved_busy' ? 'warning' : 'success'
  const secret = issues.some(issue => issue.blocks && issue.code.startsWith('guard.S'))
  const notice = more.conflict
    ? ({ kind: 'warning', text: w.t('posts.stale') } as const)
    : query.done && !more.errors
      ? ({ kind, text: w.t(`posts.${query.done}`) } as const)
      : undefined
  return page(
    c,
    {
      title: w.t('posts.title'),
      beside: (
        <>
          <PostTag w={w} state={post.state} />
          <span>{w.t('posts.saved_at', { time: w.moment(post.changedAt, now) })}</span>
          <span>{post.author ? w.t('posts.by_person', { person: post.author.name }) : w.t('posts.by_rule')}</span>
        </>
      ),
      wrong: status === 422,
      ownBar: mayWrite && free,
    },
    <Composer
      w={w}
      now={now}
      networks={ctx.networks}
      post={post}
      issues={issues}
      choices={choices}
      tab={shown}
      keep={`${actor.id}:${post.id}:${shown}`}
      source={source}
      seen={rendition ? rendition.digest : await commonDigest(post.draft)}
      editable={mayWrite && free}
      mayWrite={mayWrite}
      reopened={reopened}
      mayPass={mayPass && (!secret || roles.has('admin'))}
      films={await videosOf(ctx.db, post.id)}
      addable={mayWrite && may(roles, 'write') ? addable.map(named(ctx.networks)) : []}
      notice={notice}
      conflict={more.conflict}
      errors={more.errors}
      values={more.values}
    />,
    status,
  )
}

const empty = z.literal('').transform(() => undefined)
const list = z.array(z.string()).optional()

const shape = z.looseObject({
  tab,
  seen: z.string().max(128),
  act: z.enum(['save', 'submit']).default('save'),
  edit: z.string().optional(),
  title: z.string().max(2000).optional(),
  lead: z.string().max(20_000).optional(),
  text: z.string().max(200_000).optional(),
  description: z.string().max(20_000).optional(),
  author: z.string().max(500).optional(),
  link: z.string().trim().max(4000).optional(),
  form: z.string().max(40).optional(),
  hashtags: z.string().max(2000).optional(),
  note: z.string().trim().max(2000).optional(),
  /** Options that the form showed; their fields are `option.<name>`. */
  offered: z.string().max(2000).optional(),
  urgent: z.string().optional(),
  day: empty.or(field.day()).optional(),
  time: empty.or(field.time()).optional(),
  'picture[]': list,
  'alt[]': list,
  'place[]': list,
  'keep[]': list,
})
type Given = z.output<typeof shape>

/** Saves the tab that was shown, then the time, and hands the post to the approvers when that was asked. */
export async function compose(c: Context<Env>): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const id = idOf(c)
  const before = id && (await findPost(ctx.db, actor.id, id))
  if (!before) return notFound(c)
  const form = await readForm(c, shape)
  if (form.is === 'wrong') {
    const tabGiven = tab.safeParse(form.values.tab)
    if (!tabGiven.success) return badRequest(c)
    return composer(c, { tab: tabGiven.data, edit: form.values.edit === '1', ...form }, 422)
  }
  const given = form.value
  const back: More = { tab: given.tab, edit: given.edit === '1', values: typed(given) }
  const dueAt = given.day ? inVietnam(given.day, given.time ?? '08:00') : null
  const moved = dueAt?.getTime() !== before.dueAt?.getTime()
  if (moved && dueAt && dueAt <= ctx.now()) return composer(c, { ...back, errors: { day: w.t('posts.due_past') } }, 422)

  const chosen = chosenBy(given, before, ctx.now())
  if (chosen?.is === 'wrong') {
    const errors = Object.fromEntries(Object.entries(chosen.errors).map(([name, key]) => [name, w.t(key)]))
    return composer(c, { ...back, errors }, 422)
  }

  const saved: RenditionSaved =
    given.tab === 'common'
      ? await saveCommon(ctx, actor, before.id, given.seen, commonOf(given, before))
      : await saveRendition(ctx, actor, before.id, given.tab, given.seen, renditionOf(given, before, chosen?.options))
  switch (saved.is) {
    case 'saved':
      break
    case 'missing':
      return notFound(c)
    case 'forbidden':
      return forbidden(c, abilities.write)
    case 'stale':
      return composer(c, { ...back, conflict: true }, 409)
    case 'dropped':
    case 'unfit':
    case 'out':
      return composer(c, { ...back, conflict: true }, 409)
    case 'wrong':
      return composer(c, { ...back, errors: { form: w.t('errors.invalid') } }, 422)
    default:
      return never(saved)
  }
  if (moved) {
    const timed = await reschedule(ctx, actor, before.id, { dueAt })
    if (timed.is === 'impossible') return composer(c, { ...back, errors: { day: w.t('posts.due_past') } }, 422)
  }
  const here = `/posts/${before.id}?tab=${given.tab}`
  if (given.act === 'submit') {
    const fresh = await findPost(ctx.db, actor.id, before.id)
    const note = given.note || undefined
    const result = await submit(ctx, actor, before.id, fresh?.digest, note)
    switch (result.is) {
      case 'submitted':
        return c.redirect(`${here}&done=submitted`, 303)
      case 'late':
        return c.redirect(`${here}&done=late`, 303)
      case 'blocked':
        return c.redirect(`${here}&done=blocked`, 303)
      case 'missing':
        return notFound(c)
      case 'forbidden':
        return forbidden(c, abilities.write)
      case 'stale':
        return composer(c, { ...back, conflict: true }, 409)
      default:
        return never(result)
    }
  }
  const done = saved.busy.length
    ? 'saved_busy'
    : saved.corrections.length
      ? 'saved_correction'
      : saved.voided
        ? 'saved_voided'
        : 'saved'
  return c.redirect(`${here}&done=${done}`, 303)
}

/** What was typed, to stand in the fields again. */
const typed = (given: Given): Values =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      (fields.has(name) || name.startsWith('option.')) && typeof value === 'string' ? [[name, value]] : [],
    ),
  )

const fields = new Set('title lead text description author link hashtags note day time'.split(' '))

/** What was chosen for this network, where the form offered anything. */
function chosenBy(given: Given, before: Post, now: Date) {
  const rendition = before.renditions.find(one => one.channel.id === given.tab)
  return rendition && given.offered !== undefined ? chosenIn(rendition.options, given.offered, given, now) : undefined
}

function commonOf(given: Given, before: Post) {
  // Unchanged text leaves the body's structure as it is; only a changed one becomes plain paragraphs.
  const changed = given.text !== undefined && given.text.trim() !== bodyOf(before.draft).trim()
  return {
    title: given.title,
    lead: given.lead,
    ...(changed && { text: given.text }),
    hashtags: given.hashtags?.split(/\s+/).filter(Boolean),
    ...(given['picture[]'] && { pictures: picturesOf(given) }),
    urgent: given.urgent !== undefined,
    ...(given.note && { note: given.note }),
  }
}

/** Only what differs from what was shown is an edit: a rendition that inherits goes on inheriting when nothing was typed. */
function renditionOf(given: Given, before: Post, options: Options | undefined) {
  const rendition = before.renditions.find(one => one.channel.id === given.tab)
  const content = rendition?.content
  if (!content) return {}
  const edit: Record<string, unknown> = {}
  for (const name of ['text', 'title', 'description', 'author', 'form'] as const)
    if (given[name] !== undefined && given[name] !== (content[name] ?? '')) edit[name] = given[name]
  if (given.link !== undefined && given.link !== (content.link ?? '')) edit.link = given.link || null
  if (given['picture[]']) {
    const pictures = picturesOf(given)
    const shown = content.pictures.map(({ digest, alt }) => ({ digest, alt }))
    if (JSON.stringify(pictures) !== JSON.stringify(shown)) edit.pictures = pictures
  }
  if (options && canonicalJson(options) !== canonicalJson(rendition.options)) edit.options = options
  return edit
}

/** Those that are ticked, in the order of their numbers. */
function picturesOf(given: Given): { digest: string; alt: string }[] {
  const keep = new Set(given['keep[]'] ?? [])
  return (given['picture[]'] ?? [])
    .map((digest, at) => ({
      digest,
      alt: given['alt[]']?.[at]?.trim() ?? '',
      place: Number(given['place[]']?.[at]) || at + 1,
    }))
    .filter(picture => keep.has(picture.digest))
    .sort((one, other) => one.place - other.place)
    .map(({ digest, alt }) => ({ digest, alt }))
}
