import type { FC } from 'hono/jsx'
import type { Words } from '../words/index.ts'
import { Icon } from './icon.tsx'

export interface OpenHold {
  id: number
  scope: 'all' | 'unit' | 'network' | 'channel' | 'source' | 'delivery'
  /** Of the unit, channel or source, or the network's id. */
  name: string | null
  reason: string
  person: string | null
  since: Date
}

/** Who stopped what, why and since when, across every page while it lasts. */
export const HoldBar: FC<{ w: Words; holds: readonly OpenHold[]; now: Date }> = ({ w, holds, now }) => {
  // One hold per delivery or source is that row's own matter; a page full of bars hides the one that counts.
  const shown = holds.filter(hold => hold.scope !== 'delivery' && hold.scope !== 'source')
  if (!shown.length) return null
  return (
    <div class="lt-hold-bar">
      {shown.slice(0, 3).map(hold => (
        <p>
          <Icon name="pause" />
          <span>{holdSentence(w, hold, now)}</span>
          <a href="/holds">{w.t('common.held_resume')}</a>
        </p>
      ))}
    </div>
  )
}

export function holdSentence(w: Words, hold: OpenHold, now: Date): string {
  const slots = { scope: holdScope(w, hold), time: w.moment(hold.since, now), reason: holdReason(w, hold) }
  return hold.person ? w.t('common.held_by', { ...slots, person: hold.person }) : w.t('common.held_by_system', slots)
}

/** A person's own words; a hold that the system placed carries a code, and the network's reason with it. */
export const holdReason = (w: Words, hold: Pick<OpenHold, 'reason' | 'person'>): string =>
  hold.person === null ? w.say({ code: hold.reason }) : hold.reason || w.t('common.no_reason')

export const holdScope = (w: Words, hold: Pick<OpenHold, 'scope' | 'name'>): string =>
  hold.scope === 'all' || hold.scope === 'delivery'
    ? w.t(`common.scope_${hold.scope}`)
    : w.t(`common.scope_${hold.scope}`, { name: hold.name ?? '' })
