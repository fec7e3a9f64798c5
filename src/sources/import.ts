import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import type { Trx } from '../db/open.ts'
import { fold } from '../kit/text.ts'
import type { Actor } from '../people/person.ts'
import type { Problem } from '../ports/network.ts'
import { addUnit } from '../units/queries.ts'
import { type ImportLine, type Level, readLines } from './import-lines.ts'
import { addPortal, addSourceRow } from './queries.ts'
import { type Standing, standing } from './queries-import.ts'
import type { SourceKind, SourceSettings } from './source.ts'

/** One source a line asks for, or the unit alone. */
export interface Planned {
  line: number
  does: 'add' | 'exists' | 'wrong'
  unit: string
  /** Undefined where the line names a unit without a source. */
  source?: { kind: SourceKind; url: string; name: string; settings: SourceSettings }
  wrong: Problem[]
}

export interface Plan {
  lines: Planned[]
  /** What is not there yet. */
  units: number
  portals: number
  sources: number
  /** Of those, list pages: whether their selectors meet rows is known only when the page is read, which an import does not do. */
  untried: number
  wrong: number
}

export type Imported =
  | { is: 'unreadable'; why: Problem }
  /** Of a dry run. */
  | { is: 'planned'; plan: Plan }
  /** Nothing was saved because of wrong lines. */
  | { is: 'wrong'; plan: Plan }
  | { is: 'imported'; plan: Plan }

interface Asked {
  dryRun: boolean
  /** Good lines go in although others are wrong. */
  skipWrong?: boolean
}

interface UnitPlan {
  name: string
  level: Level
  parent: string
  line: number
  id?: number
}

interface Work {
  units: Map<string, UnitPlan>
  sources: { line: ImportLine; unit: string; base: string; kind: SourceKind; url: string; name: string }[]
  plan: Plan
}

/** The whole tree of units, portals and sources out of one table. The same table again changes nothing. */
export async function importSources(
  ctx: Ctx,
  by: Actor,
  text: string,
  { dryRun, skipWrong }: Asked,
): Promise<Imported> {
  const read = readLines(text.normalize('NFC'), ctx.readers.families)
  if (read.is === 'unreadable') return read
  const done = await ctx.db.transaction().execute(async (trx): Promise<Imported> => {
    const there = await standing(trx, by)
    const work = planOf(ctx, read.lines, there)
    if (dryRun) return { is: 'planned', plan: work.plan }
    if (work.plan.wrong > 0 && !skipWrong) return { is: 'wrong', plan: work.plan }
    await save(ctx, trx, by, work, there)
    return { is: 'imported', plan: work.plan }
  })
  if (done.is === 'imported' && done.plan.sources > 0) ctx.nudge('watch')
  return done
}

function planOf(ctx: Ctx, lines: readonly ImportLine[], there: Standing): Work {
  const units = unitsIn(lines, there)
  const plan: Plan = { lines: [], units: 0, portals: 0, sources: 0, untried: 0, wrong: 0 }
  const sources: Work['sources'] = []
  const taken = new Map<string, number>()
  const portals = new Set<string>()
  for (const line of lines) {
    const wrong = [...line.wrong, ...placeFaults(line, units, there)]
    const unit = fold(line.unit)
    const own: Planned[] = []
    for (const { kind, url } of wrong.length > 0 ? [] : addressesOf(ctx, line)) {
      const twice = taken.get(url)
      if (twice !== undefined) {
        wrong.push({ code: 'import.twice', with: { line: twice, url } })
        continue
      }
      taken.set(url, line.line)
      const base = line.base ?? ''
      const exists = there.portals.get(base)?.urls.has(url) ?? false
      const name = line.name || `${line.portal} (${new URL(url).pathname})`
      own.push({
        line: line.line,
        does: exists ? 'exists' : 'add',
        unit: line.unit,
        source: { kind, url, name, settings: line.settings },
        wrong: [],
      })
      if (!exists) sources.push({ line, unit, base, kind, url, name })
    }
    if (wrong.length === 0 && line.base && own.length === 0)
      wrong.push({ code: 'import.no_address', with: { given: line.base } })
    if (wrong.length > 0) {
      plan.wrong++
      plan.lines.push({ line: line.line, does: 'wrong', unit: line.unit, wrong })
      for (let at = sources.length - 1; at >= 0; at--) if (sources[at]?.line === line) sources.splice(at, 1)
      continue
    }
    if (own.length === 0)
      own.push({ line: line.line, does: units.get(unit)?.id ? 'exists' : 'add', unit: line.unit, wrong: [] })
    plan.lines.push(...own)
    if (line.base && !there.portals.has(line.base)) portals.add(line.base)
  }
  const good = new Set(plan.lines.filter(({ does }) => does !== 'wrong').map(({ unit }) => fold(unit)))
  for (const [name, unit] of units) {
    // A parent that no good line names comes in when one of its children does.
    const wanted = good.has(name) || [...good].some(child => isAbove(units, name, child))
    if (!wanted) units.delete(name)
    else if (unit.id === undefined) plan.units++
  }
  plan.portals = portals.size
  plan.sources = sources.length
  plan.untried = sources.filter(({ kind }) => kind === 'list').length
  return { units, sources, plan }
}

/** Each unit once, by its name; its level and place come from the first line that says them. */
function unitsIn(lines: readonly ImportLine[], there: Standing): Map<string, UnitPlan> {
  const units = new Map<string, UnitPlan>()
  for (const { unit, level, parent, line } of lines) {
    const name = fold(unit)
    if (name === '') continue
    const known = units.get(name)
    if (known) {
      known.parent ||= fold(parent)
      continue
    }
    const id = there.units.get(name)?.[0]?.id
    units.set(name, { name: unit, level: level ?? 'other', parent: fold(parent), line, ...(id ? { id } : {}) })
  }
  return units
}

function placeFaults(line: ImportLine, units: ReadonlyMap<string, UnitPlan>, there: Standing): Problem[] {
  const name = fold(line.unit)
  const unit = units.get(name)
  if (!unit) return []
  const faults: Problem[] = []
  if ((there.units.get(name)?.length ?? 0) > 1)
    faults.push({ code: 'import.unit_ambiguous', with: { unit: line.unit } })
  const parent = fold(line.parent)
  if (parent !== '' && !units.has(parent) && !there.units.has(parent))
    faults.push({ code: 'import.no_parent', with: { parent: line.parent } })
  if (line.level && line.line !== unit.line && line.level !== unit.level)
    faults.push({ code: 'import.unit_differs', with: { unit: line.unit, line: unit.line } })
  if (parent !== '' && isAbove(units, name, name))
    faults.push({ code: 'import.parent_loop', with: { unit: line.unit } })
  if (unit.id === undefined && parent === '' && unit.parent === '' && there.root === undefined)
    faults.push({ code: 'import.no_root', with: { unit: line.unit } })
  const portal = line.base ? there.portals.get(line.base) : undefined
  if (portal && portal.unit !== unit.id)
    faults.push({ code: 'import.portal_elsewhere', with: { given: line.base ?? '' } })
  return faults
}

function isAbove(units: ReadonlyMap<string, UnitPlan>, above: string, below: string): boolean {
  const seen = new Set<string>()
  for (let at = units.get(below)?.parent; at && !seen.has(at); at = units.get(at)?.parent) {
    if (at === above) return true
    seen.add(at)
  }
  return false
}

/** What a line says to read; where it names a preset alone, the first place such installations have a list at. */
function addressesOf(ctx: Ctx, { urls, kind, base, settings }: ImportLine): { kind: SourceKind; url: string }[] {
  if (!base) return []
  if (urls.length > 0) return urls.map(url => ({ kind: kind ?? kindOf(url), url }))
  if (kind === 'list' || kind === 'push') return [{ kind, url: `${base}/` }]
  const [way] = ctx.readers.waysOf(settings.family ?? 'generic', `${base}/`).filter(one => !kind || one.kind === kind)
  return way && (settings.family || kind) ? [{ kind: way.kind, url: way.url }] : []
}

function kindOf(url: string): SourceKind {
  const { pathname } = new URL(url)
  if (pathname.includes('/wp-json/')) return 'wordpress'
  if (/sitemap[^/]*\.(xml|txt)(\.gz)?$/i.test(pathname)) return 'sitemap'
  return /rss|feed|atom|\.xml$|\.json$/i.test(pathname) ? 'feed' : 'list'
}

async function save(ctx: Ctx, trx: Trx, by: Actor, { units, sources, plan }: Work, there: Standing): Promise<void> {
  const at = ctx.now()
  const ids = new Map<string, number>()
  const idOf = async (name: string): Promise<number> => {
    const unit = units.get(name)
    const known = ids.get(name) ?? unit?.id ?? there.units.get(name)?.[0]?.id
    if (known !== undefined) return known
    if (!unit) throw new Error(`a unit that no line names: ${name}`)
    const parent = unit.parent === '' ? there.root : await idOf(unit.parent)
    const { id } = await addUnit(trx, { name: unit.name, kind: unit.level, ...(parent ? { parent } : {}) })
    ids.set(name, id)
    const deed = { verb: 'unit.created', subject: 'unit', subjectId: id, unit: id }
    await record(trx, { at, person: by.id, via: by.via, ...deed, detail: { imported: true } })
    return id
  }
  for (const name of units.keys()) await idOf(name)
  for (const { line, unit, base, kind, url, name } of sources) {
    const unitId = await idOf(unit)
    const portal =
      there.portals.get(base)?.id ??
      (await addPortal(trx, { unit_id: unitId, name: line.portal, base_url: base, settings: '{}' }))?.id
    if (portal === undefined) throw new Error(`portal ${base} was added by somebody else in this moment`)
    const known = there.portals.get(base) ?? { id: portal, unit: unitId, urls: new Set<string>() }
    there.portals.set(base, known)
    const source = await addSourceRow(trx, {
      portal_id: portal,
      unit_id: unitId,
      name,
      kind,
      url,
      section: line.section ?? null,
      settings: JSON.stringify(line.settings),
      every_seconds: line.everySeconds,
      due_at: at,
    })
    if (!source) throw new Error(`source ${url} was added by somebody else in this moment`)
    known.urls.add(url)
    const deed = { verb: 'source.added', subject: 'source', subjectId: source.id, unit: unitId }
    await record(trx, { at, person: by.id, via: by.via, ...deed, detail: { url, kind, imported: true } })
  }
  plan.sources = sources.length
}
