import { z } from 'zod'
import { invalid, invalidField, noMessages, processing, sleeping } from './errors.ts'
import { hash } from './random.ts'
import { ok, type Reply } from './reply.ts'
import type { Call } from './request.ts'
import type { Who } from './rights.ts'
import type { Account, Broadcast } from './types.ts'
import { isPublic, opaque, type World } from './world.ts'

const element = z.strictObject({ media_type: z.literal('article'), attachment_id: z.string().min(1) })
const shape = z.strictObject({
  recipient: z.strictObject({ target: z.record(z.string(), z.unknown()) }),
  message: z.strictObject({
    attachment: z.strictObject({
      type: z.literal('template'),
      payload: z.strictObject({ template_type: z.literal('media'), elements: z.array(z.unknown()) }),
    }),
  }),
})

/** How many values each filter knows: ages, genders, regions, provinces before the mergers and abroad, devices. */
const ranges: Readonly<Record<string, readonly [from: number, to: number]>> = {
  ages: [0, 7],
  gender: [0, 2],
  locations: [0, 2],
  cities: [0, 63],
  platform: [1, 3],
}

/** One path, several calls: a target means everybody who fits it; a person of their own is not served here any more. */
export function message(world: World, who: Who, call: Call): Reply {
  const given = z.record(z.string(), z.unknown()).safeParse(call.json)
  const to = z.record(z.string(), z.unknown()).safeParse(given.data?.recipient).data
  if (to && 'user_id' in to) throw noMessages()
  const parsed = shape.safeParse(given.data)
  if (!parsed.success) throw invalidField(String(parsed.error.issues[0]?.path.at(-1) ?? 'recipient'))
  const { recipient, message: told } = parsed.data
  const hour = new Date(world.now() + 7 * 3_600_000).getUTCHours()
  if (hour < 6 || hour >= 22) throw sleeping()
  const target = filterOf(recipient.target)
  const { elements } = told.attachment.payload
  if (elements.length < 1 || elements.length > 5) throw invalid('elements allow 1 to 5 elements')
  const articles = elements.map(one => shownArticle(world, who, one))
  const broadcast: Broadcast = {
    id: opaque(world, 24),
    accountId: who.account.id,
    at: world.now(),
    articles,
    target: recipient.target,
    receivers: receiversOf(world, who.account, target),
  }
  world.broadcasts.push(broadcast)
  // How many got it no call tells.
  return ok({ message_id: broadcast.id })
}

function shownArticle(world: World, who: Who, given: unknown): string {
  const read = element.safeParse(given)
  if (!read.success) throw invalidField('attachment_id')
  const id = read.data.attachment_id
  // The token of a job that still runs is no article yet.
  const job = world.jobs.get(id)
  if (job?.state === 'processing') throw processing()
  const article = world.articles.get(id)
  if (!article || article.accountId !== who.account.id || !isPublic(world, article)) throw invalidField('attachment_id')
  // "Articles only": whether a video counts as one no page says.
  if (article.matter.type !== 'normal') throw invalidField('attachment_id')
  return id
}

/** Numbers in a text with commas, or one number; anything else is refused. */
function filterOf(target: Record<string, unknown>): Map<string, Set<number>> {
  const filter = new Map<string, Set<number>>()
  for (const [name, value] of Object.entries(target)) {
    const range = ranges[name]
    const text = typeof value === 'number' ? String(value) : value
    if (!range || typeof text !== 'string' || !/^\d{1,2}(,\d{1,2})*$/.test(text)) throw invalidField(name)
    const chosen = text.split(',').map(Number)
    if (chosen.some(one => one < range[0] || one > range[1])) throw invalidField(name)
    if (name === 'gender' && chosen.length !== 1) throw invalidField(name)
    if (name === 'gender' && chosen[0] === 0) continue
    filter.set(name, new Set(chosen))
  }
  return filter
}

/** One a day and so many a month for each follower; who has none left is passed over, and nobody is told. */
function receiversOf(world: World, account: Account, filter: ReadonlyMap<string, ReadonlySet<number>>): number {
  const shifted = new Date(world.now() + 7 * 3_600_000).toISOString()
  const [day, month] = [shifted.slice(0, 10), shifted.slice(0, 7)]
  let receivers = 0
  for (let follower = 0; follower < account.followers; follower++) {
    const draw = (name: string, count: number) => hash(`${account.id} ${follower} ${name}`) % count
    const traits: Record<string, number> = {
      ages: draw('ages', 8),
      gender: 1 + draw('gender', 2),
      locations: draw('locations', 3),
      cities: draw('cities', 64),
      platform: 1 + draw('platform', 2),
    }
    if ([...filter].some(([name, chosen]) => !chosen.has(traits[name] ?? -1))) continue
    const key = `${account.id} ${follower}`
    const seen = world.received.get(key)
    const inMonth = seen?.month === month ? seen.count : 0
    if (seen?.day === day || inMonth >= world.settings.broadcastsPerMonth) continue
    world.received.set(key, { day, month, count: inMonth + 1 })
    receivers++
  }
  return receivers
}
