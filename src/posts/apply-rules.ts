import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { type Finding, verdictOf } from '../guard/finding.ts'
import { dayOf, findStartOfDay } from '../kit/time.ts'
import { dueAt } from '../rules/due.ts'
import { match } from '../rules/match.ts'
import { channelsFor, type InForce, rulesInForce } from '../rules/queries.ts'
import { type Spec, specShape } from '../rules/spec.ts'
import { putApproval } from './approve.ts'
import { draftOf } from './create.ts'
import { filmUntil } from './films.ts'
import { findingsOfMatter, isPassed, issuesOfPost } from './issues.ts'
import { isPassing } from './pictures.ts'
import { type Candidate, countByRule, freshCandidates, holdPublication, overlooked } from './queries/candidates.ts'
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
  const urgent = from.kind === 'urgent'
  const wanted = await targets(ctx, from, channels, urgent, now)
  if (wanted.length === 0) return 'nothing'
  const templates = Object.fromEntries([...channels].map(([id, { entry }]) => [id, entry.template]))
  const text = await draftOf(ctx, from, templates, 'throw').catch((cause: unknown) => {
    if (isPassing(cause)) return undefined
    throw cause
  })
  // It is found among the overlooked, a minute later.
  if (!text) return 'nothing'
  // A finding that a person let go by means a person also sees what goes out.
  const automatic = findings.length === 0 && [...channels.values()].every(({ spec }) => spec.mode === 'automatic')
  const going = wanted.filter(each => !each.leftOut)
  const due = going.map(each => each.dueAt).filter(each => each !== null)
  const stale = [...channels.values()].map(({ spec }) => spec.staleAfterHours).filter(each => each !== null)
  const dueAtFirst = due.length > 0 ? new Date(Math.min(...due.map(Number))) : null
  const notAfter =
    dueAtFirst && stale.length > 0 ? new Date(dueAtFirst.getTime() + Math.min(...stale) * 3_600_000) : null
  const waits = automatic && !urgent ? Math.max(...[...channels.values()].map(({ spec }) => spec.filmWaitMinutes)) : 0
  const draft = { ...text, automatic, filmUntil: filmUntil(waits, now, dueAtFirst, notAfter)?.toISOString() ?? null }
  return ctx.db.transaction().execute(async trx => {
    const made = await addPost(trx, {
      unit: from.unit,
      publication: from.id,
      revision: from.revision,
      author: null,
      rule: { id: first.rule.id, version: first.rule.version },
      draft,
      urgent,
      dueAt: automatic ? dueAtFirst : null,
      notAfter: automatic ? notAfter : null,
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

/** Each channel with its time; over the day's cap it is left out and says so. */
async function targets(
  ctx: Ctx,
  from: Found,
  channels: ReadonlyMap<number, Chosen>,
  urgent: boolean,
  now: Date,
): Promise<Wanted[]> {
  const midnight = findStartOfDay(dayOf(now)) ?? now
  const usable = await channelsFor(ctx.db, from.unit, [...channels.keys()])
  const wanted: Wanted[] = []
  for (const target of toTargets(usable)) {
    const chosen = channels.get(target.id)
    if (!chosen) continue
    const { spec, entry } = chosen
    const full = entry.perDay !== null && !urgent && (await countByRule(ctx.db, target.id, midnight)) >= entry.perDay
    wanted.push({
      ...target,
      options: entry.options,
      dueAt: dueAt(spec, now, urgent),
      ...(full && { leftOut: { code: 'rule.day_full', with: { perDay: entry.perDay ?? 0 } } }),
    })
  }
  return wanted
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
