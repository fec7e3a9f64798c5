import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { type Finding, isSecrecy } from '../guard/finding.ts'
import { tidyLines } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import { holdsIn } from '../people/queries.ts'
import { findingsIn, findingsOfMatter, yearOf } from './issues.ts'
import { goingOut } from './post.ts'
import { findCandidate, releasePublication } from './queries/candidates.ts'
import { findPost, lockPost } from './queries/find.ts'
import { addPass } from './queries/write.ts'

export type Released =
  | { is: 'released' }
  | { is: 'missing' }
  | { is: 'forbidden' }
  /** Going on needs a reason in words. */
  | { is: 'unsaid' }
  | { is: 'stale' }

/** Lets a held publication go on. A mark of secrecy is for an administrator to answer for, never for an author. */
export async function releaseHeld(ctx: Ctx, by: Actor, publication: number, reason: string): Promise<Released> {
  const found = await findCandidate(ctx.db, by.id, publication)
  if (!found?.matter) return { is: 'missing' }
  const findings = findingsOfMatter(found.matter, ctx.now())
  if (!(await mayPass(ctx, by, found.unit, findings))) return { is: 'forbidden' }
  const said = tidyLines(reason)
  if (said === '') return { is: 'unsaid' }
  return ctx.db.transaction().execute(async trx => {
    if (!(await releasePublication(trx, publication))) return { is: 'stale' }
    const at = ctx.now()
    for (const { rule, count } of most(findings))
      await addPass(trx, { publication, rule, count, by: by.id, reason: said, at })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'publication.released',
      subject: 'publication',
      subjectId: publication,
      unit: found.unit,
      detail: { reason: said, findings },
    })
    return { is: 'released' }
  })
}

/** The same for a post's own text, whoever wrote it. */
export async function passFindings(ctx: Ctx, by: Actor, id: number, reason: string): Promise<Released> {
  const found = await findPost(ctx.db, by.id, id)
  if (!found) return { is: 'missing' }
  const said = tidyLines(reason)
  return ctx.db.transaction().execute(async trx => {
    const post = await lockPost(trx, by.id, id)
    if (!post) return { is: 'missing' }
    const at = ctx.now()
    const findings = goingOut(post).flatMap(({ content }) => findingsIn(content, post.draft, yearOf(at)))
    if (!(await mayPass(ctx, by, post.unit.id, findings))) return { is: 'forbidden' }
    if (said === '') return { is: 'unsaid' }
    if (findings.length === 0) return { is: 'stale' }
    for (const { rule, count } of most(findings))
      await addPass(trx, { post: id, rule, count, by: by.id, reason: said, at })
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: 'post.findings_passed',
      subject: 'post',
      subjectId: id,
      unit: post.unit.id,
      detail: { reason: said, findings },
    })
    return { is: 'released' }
  })
}

const mayPass = (ctx: Ctx, by: Actor, unit: number, findings: readonly Finding[]) =>
  holdsIn(
    ctx.db,
    by,
    [unit],
    findings.some(finding => isSecrecy(finding) && finding.verdict === 'block')
      ? ['admin']
      : ['editor', 'approver', 'admin'],
  )

/** One pass a rule, for as many as were seen at once. */
function most(findings: readonly Finding[]): { rule: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { rule, count } of findings) counts.set(rule, Math.max(count, counts.get(rule) ?? 0))
  return [...counts].map(([rule, count]) => ({ rule, count }))
}
