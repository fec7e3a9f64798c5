import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { type Finding, verdictOf } from '../guard/finding.ts'
import { dayOf, findStartOfDay } from '../kit/time.ts'
import { dueAt } from '../rules/due.ts'
import { match } from '../rules/match.ts'
import { channelsFor, countInForce, type InForce, rulesInForce } from '../rules/queries.ts'
import { type Spec, specShape } from '../rules/spec.ts'
import { putApproval } from './approve.ts'
import { draftOf } from './create.ts'
import { filmUntil } from './films.ts'
import { findingsOfMatter, isPassed, issuesOfPost } from './issues.ts'
import { isPassing } from './pictures.ts'
import { type Candidate, freshCandidates, holdPublication, lockFresh, overlooked } from './queries/candidates.ts'
import { countByRule, lockChannels } from './queries/cap.ts'
import { lockPost, passesOf } from './queries/find.ts'
import { addPost, markPosted } from './queries/write.ts'
import { putAll, toTargets, type Wanted } from './renditions.ts'

export interface Applied {
  /** Posts that wait for a person, or for their film. */
  drafted: number
  /** Posts whose deliveries are queued. */
  approved: number
  /** Publications the guard stopped. */
  held: number
}

interface Chosen {
  rule: InForce
  spec: Spec
  entry: Spec['channels'][number]
}

type Found = Candidate & { matter: NonNullable<Candidate['matter']>; facts: NonNullable<Candidate['facts']> }

/**
 * What the rules make of publications that were just read for the first time. Several rules on one publication make one
 * post; the first in order wins a channel. Running it twice does nothing more.
 */
export async function applyRules(ctx: Ctx, publications: readonly number[]): Promise<Applied> {
  const applied: Applied = { drafted: 0, approved: 0, held: 0 }
  const chosen: { from: Found; channels: Map<number, Chosen> }[] = []
  for (const candidate of await freshCandidates(ctx.db, publications)) {
    const from = readable(candidate)
    const channels = from && (await channelsByRule(ctx, from))
    if (from && channels && channels.size > 0) chosen.push({ from, channels })
  }
  // Of several at once, the one that matters more takes what is left of the day.
  chosen.sort((a, b) => priorityOf(b.channels) - priorityOf(a.channels))
  for (const { from, channels } of chosen) {
    const result = await applyOne(ctx, from, channels)
    if (result !== 'nothing') applied[result]++
  }
  if (applied.approved > 0) ctx.nudge('deliver')
  if (applied.approved + applied.drafted > 0) ctx.nudge('fetch')
  return applied
}

function readable(candidate: Candidate): Found | undefined {
  const { matter, facts } = candidate
  return matter && facts ? { ...candidate, matter, facts } : undefined
}

async function channelsByRule(ctx: Ctx, from: Found): Promise<Map<number, Chosen>> {
  const channels = new Map<number, Chosen>()
  for (const rule of await rulesInForce(ctx.db, from.unit)) {
    // A rule decides on what appears from its approval on, never on what was there before.
    if (rule.approvedAt > from.seenAt) continue
    const spec = specShape.parse(rule.spec)
    if (match(spec, from.facts).is !== 'matches') continue
    for (const entry of spec.channels)
      if (!channels.has(entry.channel)) channels.set(entry.channel, { rule, spec, entry })
  }
  return channels
}

const priorityOf = (channels: ReadonlyMap<number, Chosen>) =>
  Math.max(...[...channels.values()].map(({ entry }) => entry.priority))

async function applyOne(ctx: Ctx, from: Found, channels: Map<number, Chosen>): Promise<keyof Applied | 'nothing'> {
  const now = ctx.now()
  const findings = findingsOfMatter(from.matter, now)
  const passes = await passesOf(ctx.db, { publication: from.id })
  if (findings.some(finding => !isPassed(finding, passes)))
    return (await holdIt(ctx, from, findings, now)) ? 'held' : 'nothing'
  const [first] = channels.values()
  if (!first) return 'nothing'
  const templates = Object.fromEntries([...channels].map(([id, { entry }]) => [id, entry.template]))
  const text = await draftOf(ctx, from, templates, 'throw').catch((cause: unknown) => {
    if (isPassing(cause)) return undefined
    throw cause
  })
  // It is found among the overlooked, a minute later.
  if (!text) return 'nothing'
  // A finding that a person let go by means a person also sees what goes out.
  const automatic = findings.length === 0 && [...channels.values()].every(({ spec }) => spec.mode === 'automatic')
  return ctx.db.transaction().execute(async trx => {
    // Pictures may have taken their time: what was decided meanwhile counts, and is looked at anew.
    if (!(await lockFresh(trx, from)) || !(await areInForce(trx, channels))) return 'nothing'
    const wanted = await targets(trx, from, channels, now)
    if (wanted.length === 0) return 'nothing'
    const urgent = from.kind === 'urgent'
    const times = timesOf(wanted, channels)
    const waits = automatic && !urgent ? Math.max(...[...channels.values()].map(({ spec }) => spec.filmWaitMinutes)) : 0
    const until = filmUntil(waits, now, times.dueAt, times.notAfter)?.toISOString() ?? null
    const draft = { ...text, automatic, filmUntil: until }
    const made = await addPost(trx, {
      unit: from.unit,
      publication: from.id,
      revision: from.revision,
      author: null,
      rule: { id: first.rule.id, version: first.rule.version },
      draft,
      urgent,
      ...(automatic ? times : { dueAt: null, notAfter: null }),
      note: null,
      at: now,
    })
    if (!made) return 'nothing'
    const asked = wanted.map(each => (automatic ? each : { ...each, dueAt: null }))
    await putAll(ctx, trx, made.id, draft, asked, passes)
    await markPosted(trx, from.id)
    const about = { subject: 'post', subjectId: made.id, unit: from.unit, at: now, via: 'rule' as const }
    const rules = [...new Set([...channels.values()].map(({ rule }) => `${rule.id}.${rule.version}`))]
    await record(trx, { ...about, verb: 'post.created', detail: { publication: from.id, rules } })
    const post = await lockPost(trx, undefined, made.id)
    if (!post || !automatic) return 'drafted'
    if (issuesOfPost(ctx.networks, post, passes, now).some(issue => issue.blocks)) return 'drafted'
    const by = { rule: first.rule.id, version: first.rule.version }
    const deliveries = await putApproval(trx, post, by, now)
    await record(trx, { ...about, verb: 'post.approved', detail: { ...by, digest: post.digest, deliveries } })
    return 'approved'
  })
}

const areInForce = async (trx: Trx, channels: ReadonlyMap<number, Chosen>): Promise<boolean> => {
  const versions = new Map([...channels.values()].map(({ rule }) => [`${rule.id}.${rule.version}`, rule]))
  return (await countInForce(trx, [...versions.values()])) === versions.size
}

/** The earliest time of what goes out, and from when on it is too late. */
function timesOf(wanted: readonly Wanted[], channels: ReadonlyMap<number, Chosen>) {
  const due = wanted.flatMap(each => (each.leftOut || each.dueAt === null ? [] : [each.dueAt]))
  const stale = [...channels.values()].map(({ spec }) => spec.staleAfterHours).filter(each => each !== null)
  const dueAt = due.length > 0 ? new Date(Math.min(...due.map(Number))) : null
  const notAfter = dueAt && stale.length > 0 ? new Date(dueAt.getTime() + Math.min(...stale) * 3_600_000) : null
  return { dueAt, notAfter }
}

/** Each channel with its time; over the cap of the day on which it would go out it is left out and says so. */
async function targets(trx: Trx, from: Found, channels: ReadonlyMap<number, Chosen>, now: Date): Promise<Wanted[]> {
  const urgent = from.kind === 'urgent'
  const capped = [...channels].filter(([, { entry }]) => entry.perDay !== null)
  if (capped.length > 0)
    await lockChannels(
      trx,
      capped.map(([id]) => id),
    )
  const usable = await channelsFor(trx, from.unit, [...channels.keys()])
  const wanted: Wanted[] = []
  for (const target of toTargets(usable)) {
    const chosen = channels.get(target.id)
    if (!chosen) continue
    const { spec, entry } = chosen
    const due = dueAt(spec, now, urgent)
    const full = entry.perDay !== null && !urgent && (await isDayFull(trx, target.id, entry.perDay, due, now))
    wanted.push({
      ...target,
      options: entry.options,
      dueAt: due,
      ...(full && { leftOut: { code: 'rule.day_full', with: { perDay: entry.perDay ?? 0 } } }),
    })
  }
  return wanted
}

/** The day on which it would go out, which quiet hours make another one. Viet Nam has no summer time. */
async function isDayFull(trx: Trx, channel: number, perDay: number, due: Date, now: Date): Promise<boolean> {
  const midnight = findStartOfDay(dayOf(due)) ?? due
  const next = new Date(midnight.getTime() + 24 * 3_600_000)
  return (await countByRule(trx, channel, midnight, next, now)) >= perDay
}

async function holdIt(ctx: Ctx, from: Found, findings: readonly Finding[], now: Date): Promise<boolean> {
  const why = `guard.${verdictOf(findings)}`
  return ctx.db.transaction().execute(async trx => {
    if (!(await holdPublication(trx, from.id, why))) return false
    await record(trx, {
      at: now,
      via: 'rule',
      verb: 'publication.held',
      subject: 'publication',
      subjectId: from.id,
      unit: from.unit,
      detail: { findings },
    })
    return true
  })
}

const lookBack = 24 * 3_600_000

/** Items of the last day that no rule has looked at. Those that no rule wants are looked at again, and still not wanted. */
export async function applyOverlooked(ctx: Ctx, most: number): Promise<{ items: number; more: boolean }> {
  const found = await overlooked(ctx.db, new Date(ctx.now().getTime() - lookBack), most)
  const applied = await applyRules(ctx, found)
  return { items: applied.drafted + applied.approved + applied.held, more: false }
}
