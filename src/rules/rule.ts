import { never } from '../kit/never.ts'
import { dayOf } from '../kit/time.ts'
import { type Facts, type Match, match, type Slot } from './match.ts'
import type { Spec } from './spec.ts'

export interface Version {
  version: number
  spec: Spec
  digest: string
  writtenBy: { id: number; name: string }
  writtenAt: Date
  approvedBy: { id: number; name: string } | null
  approvedAt: Date | null
  endedAt: Date | null
}

export interface RuleWithVersions {
  id: number
  unit: { id: number; name: string }
  name: string
  place: number
  endedAt: Date | null
  /** Newest first. */
  versions: readonly Version[]
}

export const inForce = (rule: RuleWithVersions): Version | undefined =>
  rule.versions.find(version => version.approvedAt !== null && version.endedAt === null)

/** Written and not decided yet; only the newest can be. */
export const waiting = (rule: RuleWithVersions): Version | undefined => {
  const newest = rule.versions[0]
  return newest && newest.approvedAt === null && newest.endedAt === null ? newest : undefined
}

export type Tried = { id: number; title: string } & (
  | { is: 'goes' }
  /** It becomes a post and waits: for a person, or because the day's cap of every channel is used up. */
  | { is: 'waits'; because: 'held' | 'cap' }
  | { is: 'excluded'; slot: Slot; by: string }
)

/** What a rule would have done with these items, each with the slot that decided. Items newest first, as they are shown. */
export function tryOut(
  spec: Spec,
  items: readonly { id: number; title: string; seenAt: Date; facts: Facts }[],
): Tried[] {
  const used = new Map<string, number>()
  return [...items]
    .reverse()
    .map(({ id, title, seenAt, facts }): Tried => {
      const found: Match = match(spec, facts)
      switch (found.is) {
        case 'excluded':
          return { id, title, ...found }
        case 'matches': {
          if (spec.mode === 'held') return { id, title, is: 'waits', because: 'held' }
          const day = dayOf(seenAt)
          const open = spec.channels.filter(({ channel, perDay }) => {
            const key = `${channel} ${day}`
            const before = used.get(key) ?? 0
            if (perDay !== null && before >= perDay && facts.kind !== 'urgent') return false
            used.set(key, before + 1)
            return true
          })
          return open.length > 0 ? { id, title, is: 'goes' } : { id, title, is: 'waits', because: 'cap' }
        }
        default:
          return never(found)
      }
    })
    .reverse()
}

/** How many items more and fewer a version would take than the one in force. */
export function compare(now: readonly Tried[], then: readonly Tried[]): { more: number; fewer: number } {
  const taken = (all: readonly Tried[]) => new Set(all.filter(each => each.is !== 'excluded').map(each => each.id))
  const [before, after] = [taken(now), taken(then)]
  return {
    more: [...after].filter(id => !before.has(id)).length,
    fewer: [...before].filter(id => !after.has(id)).length,
  }
}
