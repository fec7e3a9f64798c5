import { fold, tidy } from '../kit/text.ts'
import type { PublicationKind } from '../ports/network.ts'
import type { Spec } from './spec.ts'

/** What a rule may look at. */
export interface Facts {
  /** The publication's unit and every unit above it. */
  units: readonly number[]
  source: number
  /** The portal's menu word and the categories of its list. */
  sections: readonly string[]
  kind: PublicationKind
  language: string
  /** Title, lead and body. */
  text: string
}

export type Slot = 'units' | 'sources' | 'sections' | 'kinds' | 'languages' | 'words' | 'without'

/** `slot` is the first that decided; `by` is what stood there or was missing. */
export type Match = { is: 'matches' } | { is: 'excluded'; slot: Slot; by: string }

/** Slots are read in the order they stand in the sentence of the rule. */
export function match({ when }: Pick<Spec, 'when'>, facts: Facts): Match {
  if (when.units.length > 0 && !when.units.some(unit => facts.units.includes(unit)))
    return out('units', String(facts.units[0] ?? ''))
  if (when.sources.length > 0 && !when.sources.includes(facts.source)) return out('sources', String(facts.source))
  if (when.sections.length > 0) {
    const wanted = new Set(when.sections.map(fold))
    if (!facts.sections.some(section => wanted.has(fold(section)))) return out('sections', facts.sections[0] ?? '')
  }
  if (when.kinds.length > 0 && !when.kinds.includes(facts.kind)) return out('kinds', facts.kind)
  if (when.languages.length > 0 && !when.languages.some(language => covers(language, facts.language)))
    return out('languages', facts.language)
  if (when.words.length === 0 && when.without.length === 0) return { is: 'matches' }
  const read = when.tones === 'ignored' ? fold : exact
  const text = read(facts.text)
  if (when.words.length > 0 && !when.words.some(word => holds(text, read(word))))
    return out('words', when.words.join(', '))
  const barred = when.without.find(word => holds(text, read(word)))
  return barred === undefined ? { is: 'matches' } : out('without', barred)
}

const out = (slot: Slot, by: string): Match => ({ is: 'excluded', slot, by })

/** RFC 4647 basic filtering: `vi` covers `vi-VN`. */
function covers(range: string, tag: string): boolean {
  const [wanted, given] = [range.toLowerCase(), tag.toLowerCase()]
  return given === wanted || given.startsWith(`${wanted}-`)
}

/** As whole words: `ông` does not stand in `công`. */
function holds(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at)
    const after = text.slice(at + word.length, at + word.length + 2)
    if (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return true
  }
  return false
}

/** Marks kept; `hoà` and `hòa` are one word, written in two ways. */
function exact(text: string): string {
  return tidy(text)
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<![q])([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])(?![\p{L}\p{M}])/gu, '$1$3$2')
    .normalize('NFC')
}
