import { z } from '@hono/zod-openapi'
import { iso, moment, named, problem, time } from '../http/api.ts'
import { jsonShape } from '../ports/content.ts'
import type { Networks } from '../ports/network.ts'
import { kinds } from '../rules/spec.ts'
import type { Words } from '../words/index.ts'
import type { PlacedIssue } from './issues.ts'
import { type Post, states } from './post.ts'
import type { Listed } from './queries/find.ts'
import { commonDigest } from './save.ts'

export const issue = z
  .object({
    code: z.string(),
    says: z.string(),
    field: z.string(),
    blocks: z.boolean(),
    channel: z.number().int().optional(),
  })
  .openapi('Issue')

export const rendition = z
  .object({
    channel: z.object({ id: z.number().int(), network: z.string(), account: z.string(), name: z.string() }),
    state: z.enum(['fit', 'unfit', 'left_out']),
    why: problem.nullable(),
    content: z.any().nullable(),
    options: z.record(z.string(), z.any()),
    /** Differs from the common text by a person's hand. */
    edited: z.boolean(),
    /** What an edit of it was made from. */
    digest: z.string(),
    dueAt: time,
    delivery: z.object({ id: z.number().int(), state: z.string() }).nullable(),
  })
  .openapi('Rendition')

export const post = z
  .object({
    id: z.number().int(),
    unit: named,
    publication: z.number().int().nullable(),
    author: named.nullable(),
    rule: z.object({ id: z.number().int(), version: z.number().int() }).nullable(),
    state: z.enum(states),
    common: z.any(),
    /** What an edit of the common text was made from. */
    commonDigest: z.string(),
    /** What an approval says it has seen: every rendition that goes out. */
    digest: z.string(),
    urgent: z.boolean(),
    dueAt: time,
    notAfter: time,
    note: z.string().nullable(),
    renditions: z.array(rendition),
    issues: z.array(issue),
  })
  .openapi('Post')

export const listed = z
  .object({
    id: z.number().int(),
    unit: named,
    title: z.string(),
    state: z.enum(states),
    author: z.string().nullable(),
    byRule: z.boolean(),
    urgent: z.boolean(),
    dueAt: time,
    submittedAt: time,
    changedAt: time,
    channels: z.array(z.string()),
  })
  .openapi('ListedPost')

const text = (max: number) => z.string().max(max).normalize('NFC')
const hashtags = z.array(text(100)).max(30)
const picture = z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), alt: text(1000) })
const file = z.object({ url: z.url({ protocol: /^https?$/ }), name: text(300) })

export const newPost = z.object({
  unit: z.number().int().positive(),
  publication: z.number().int().positive().optional(),
  brief: z
    .object({
      kind: z.enum(kinds).optional(),
      language: text(35).optional(),
      title: text(500).trim().min(1),
      lead: text(5000).optional(),
      text: text(200_000).optional().openapi({ description: 'Paragraphs, parted by empty lines' }),
      hashtags: hashtags.optional(),
      attachments: z.array(file).max(50).optional(),
      source: z.object({ name: text(300), url: z.url({ protocol: /^https?$/ }) }).optional(),
    })
    .optional(),
  channels: z.array(z.number().int().positive()).min(1).max(50),
  urgent: z.boolean().optional(),
  dueAt: moment.nullable().optional(),
  notAfter: moment.nullable().optional(),
  note: text(5000).optional(),
  again: z.boolean().optional().openapi({ description: 'A second post of one publication is wanted' }),
})

export const commonEdit = z.object({
  seen: z.string().openapi({ description: '`commonDigest` of the post the edit was made from' }),
  kind: z.enum(kinds).optional(),
  title: text(500).optional(),
  lead: text(5000).optional(),
  text: text(200_000).optional(),
  hashtags: hashtags.optional(),
  pictures: z.array(picture).max(50).optional(),
  attachments: z.array(file).max(50).optional(),
  urgent: z.boolean().optional(),
  note: text(5000).optional(),
})

export const renditionEdit = z.object({
  seen: z.string().openapi({ description: '`digest` of the rendition; empty for a channel to be added' }),
  form: text(40).optional(),
  text: text(200_000).optional(),
  title: text(1000).optional(),
  description: text(20_000).optional(),
  author: text(300).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
  pictures: z.array(picture).max(50).optional(),
  options: z.record(z.string(), jsonShape).optional().openapi({ type: 'object' }),
  inherit: z.boolean().optional(),
  leftOut: z.boolean().optional(),
})

export const shownIssue =
  (words: Words, networks: Networks, of?: Post) =>
  (given: PlacedIssue): z.output<typeof issue> => {
    const network = of?.renditions.find(each => each.channel.id === given.channel)?.channel.network
    return {
      code: given.code,
      says: words.say(given, network === undefined ? undefined : networks.get(network)),
      field: given.field,
      blocks: given.blocks,
      ...(given.channel !== undefined && { channel: given.channel }),
    }
  }

export async function shownPost(
  words: Words,
  networks: Networks,
  of: Post,
  issues: readonly PlacedIssue[],
): Promise<z.output<typeof post>> {
  return {
    id: of.id,
    unit: of.unit,
    publication: of.publication?.id ?? null,
    author: of.author,
    rule: of.rule,
    state: of.state,
    common: of.draft,
    commonDigest: await commonDigest(of.draft),
    digest: of.digest,
    urgent: of.urgent,
    dueAt: iso(of.dueAt),
    notAfter: iso(of.notAfter),
    note: of.note,
    renditions: of.renditions.map(({ channel, why, delivery, options, ...each }) => ({
      channel: { id: channel.id, network: channel.network, account: channel.account, name: channel.name },
      state: each.state,
      why: why && { code: why.code, says: words.say(why, networks.get(channel.network)) },
      content: each.content,
      options: { ...options },
      edited: each.edited,
      digest: each.digest,
      dueAt: iso(each.dueAt),
      delivery: delivery && { id: delivery.id, state: delivery.state },
    })),
    issues: issues.map(shownIssue(words, networks, of)),
  }
}

export const shownListed = (of: Listed): z.output<typeof listed> => ({
  id: of.id,
  unit: of.unit,
  title: of.title,
  state: of.state,
  author: of.author,
  byRule: of.byRule,
  urgent: of.urgent,
  dueAt: iso(of.dueAt),
  submittedAt: iso(of.submittedAt),
  changedAt: iso(of.changedAt),
  channels: of.channels,
})
