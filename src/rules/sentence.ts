import type { Words } from '../words/index.ts'
import type { Tried } from './rule.ts'
import type { Spec } from './spec.ts'

export interface Named {
  id: number
  name: string
}

/** Names for the ids a rule holds. */
export interface Names {
  units: readonly Named[]
  sources: readonly Named[]
  channels: readonly Named[]
}

const called = (list: readonly Named[], ids: readonly number[]) =>
  ids.map(id => list.find(one => one.id === id)?.name ?? `#${id}`).join(', ')

/** A language by its name in the language of the screen; a code that nobody knows stays itself. */
export function languageOf(w: Words, code: string): string {
  try {
    return new Intl.DisplayNames([w.language], { type: 'language' }).of(code) ?? code
  } catch {
    // Well-formed on the web and unknown to ICU: `zh-yue` is one.
    return code
  }
}

/** A rule reads as a sentence; an empty slot asks for nothing and is not said. */
export function sentenceOf(w: Words, spec: Spec, names: Names): string {
  const { when } = spec
  const parts = [
    when.units.length ? w.t('rules.when_units', { names: called(names.units, when.units) }) : '',
    when.sources.length ? w.t('rules.when_sources', { names: called(names.sources, when.sources) }) : '',
    when.sections.length ? w.t('rules.when_sections', { names: when.sections.join(', ') }) : '',
    when.kinds.length
      ? w.t('rules.when_kinds', { names: when.kinds.map(kind => w.t(`rules.kind_${kind}`)).join(', ') })
      : '',
    when.languages.length
      ? w.t('rules.when_languages', { names: when.languages.map(code => languageOf(w, code)).join(', ') })
      : '',
    when.words.length ? w.t('rules.when_words', { names: when.words.join(', ') }) : '',
    when.without.length ? w.t('rules.when_without', { names: when.without.join(', ') }) : '',
  ].filter(Boolean)
  const slots = {
    channels: called(
      names.channels,
      spec.channels.map(one => one.channel),
    ),
    mode: w.t(`rules.mode_${spec.mode}`),
  }
  return parts.length
    ? w.t('rules.sentence_where', { ...slots, when: parts.join('; ') })
    : w.t('rules.sentence', { ...slots, when: w.t('rules.when_any') })
}

/** What else a rule says, a sentence each: whoever approves it approves all of it. */
export function conditionsOf(w: Words, spec: Spec, names: Names): string[] {
  const said: string[] = []
  if (spec.when.tones === 'kept' && spec.when.words.length + spec.when.without.length > 0)
    said.push(w.t('rules.tones_kept'))
  if (spec.delayMinutes) said.push(w.t('rules.delay', { n: spec.delayMinutes }))
  if (spec.mode === 'automatic')
    said.push(spec.filmWaitMinutes ? w.t('rules.film_wait', { n: spec.filmWaitMinutes }) : w.t('rules.film_no_wait'))
  if (spec.quiet) {
    const { exceptUrgent, ...times } = spec.quiet
    said.push(w.t(exceptUrgent ? 'rules.quiet' : 'rules.quiet_always', times))
  }
  if (spec.mode === 'automatic')
    said.push(spec.staleAfterHours ? w.t('rules.stale', { n: spec.staleAfterHours }) : w.t('rules.never_stale'))
  const [first] = spec.channels
  const same = spec.channels.every(one => one.perDay === first?.perDay)
  if (same && first?.perDay) said.push(w.t('rules.per_day', { n: first.perDay }))
  for (const one of spec.channels) {
    const channel = called(names.channels, [one.channel])
    if (!same && one.perDay) said.push(w.t('rules.per_day_on', { channel, n: one.perDay }))
    if (one.priority) said.push(w.t('rules.priority_on', { channel, n: one.priority }))
    const own = { ...one.template, ...one.options }
    if (Object.keys(own).length > 0) said.push(w.t('rules.own_on', { channel, what: written(own) }))
  }
  return said
}

const written = (own: object) =>
  Object.entries(own)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')

/** Which slot let an item out, and what stood there. */
export function decidedBy(w: Words, { slot, by }: Extract<Tried, { is: 'excluded' }>, names: Names): string {
  const slotName = w.t(`rules.slot_${slot}`)
  const value = whatStood(w, slot, by, names)
  return value ? w.t('rules.decided_by', { slot: slotName, value }) : w.t('rules.decided_by_none', { slot: slotName })
}

function whatStood(w: Words, slot: Extract<Tried, { is: 'excluded' }>['slot'], by: string, names: Names): string {
  switch (slot) {
    case 'units':
    case 'sources':
      return names[slot].find(one => String(one.id) === by)?.name ?? ''
    case 'kinds':
      return w.t(`rules.kind_${by}` as 'rules.kind_news')
    case 'languages':
      return by && languageOf(w, by)
    case 'sections':
    case 'words':
    case 'without':
      return by
    default:
      return slot satisfies never
  }
}
