import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { digestOf } from '../kit/crypto.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { addRule, addVersion, channelsFor, findRule, lockRule, renameRule } from './queries.ts'
import { type Spec, specShape } from './spec.ts'

export type Written =
  | { is: 'written'; rule: number; version: number; digest: string }
  | { is: 'missing' }
  | { is: 'forbidden' }
  | { is: 'ended' }
  | { is: 'wrong'; issues: readonly { path: string; message: string }[] }

export interface RuleGiven {
  /** Undefined for a new rule. */
  rule?: number
  unit: number
  name: string
  /** A `SpecGiven`, as far as it turns out to be one. */
  spec: unknown
}

/** A new version, which does nothing before another person has approved it; the one in force stays so. */
export async function writeRule(ctx: Ctx, by: Actor, given: RuleGiven): Promise<Written> {
  const rule = given.rule === undefined ? undefined : await findRule(ctx.db, by.id, given.rule)
  if (given.rule !== undefined && !rule) return { is: 'missing' }
  const unit = rule?.unit.id ?? given.unit
  if (!(await holdsIn(ctx.db, by, [unit], ['admin']))) return { is: 'forbidden' }
  const parsed = specShape.safeParse(given.spec)
  if (!parsed.success)
    return {
      is: 'wrong',
      issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    }
  const issues = await issuesOf(ctx, unit, parsed.data)
  if (issues.length > 0) return { is: 'wrong', issues }
  const digest = await digestOf({ unit, spec: parsed.data })
  return ctx.db.transaction().execute(async trx => {
    const id = rule?.id ?? (await addRule(trx, unit, given.name)).id
    if (!(await lockRule(trx, id))) return { is: 'ended' }
    if (rule && rule.name !== given.name) await renameRule(trx, id, given.name)
    const at = ctx.now()
    const { version } = await addVersion(trx, id, { spec: JSON.stringify(parsed.data), digest, by: by.id, at })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'rule.written',
      subject: 'rule',
      subjectId: id,
      unit,
      detail: { version, digest },
    })
    return { is: 'written', rule: id, version, digest }
  })
}

/** Channels that are not there to be used, and settings or options their network does not know. */
async function issuesOf(ctx: Ctx, unit: number, spec: Spec): Promise<{ path: string; message: string }[]> {
  const channels = await channelsFor(
    ctx.db,
    unit,
    spec.channels.map(each => each.channel),
  )
  return spec.channels.flatMap(({ channel: id, template, options }, at) => {
    const channel = channels.find(each => each.id === id)
    const network = channel && ctx.networks.get(channel.network)
    if (!channel || !network) return [{ path: `channels.${at}.channel`, message: 'no such channel for this unit' }]
    const settings = { ...(channel.settings as Record<string, unknown>), ...template }
    const bad = [
      { path: 'template', parsed: network.shape.settings.safeParse(settings) },
      { path: 'options', parsed: network.shape.options.safeParse(options) },
    ]
    return bad.flatMap(({ path, parsed }) =>
      parsed.success
        ? []
        : parsed.error.issues.map(issue => ({
            path: ['channels', at, path, ...issue.path].join('.'),
            message: issue.message,
          })),
    )
  })
}
