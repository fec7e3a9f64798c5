/**
 * Every sentence on a screen. Vietnamese is written first and decides which keys there are and which `{slots}` each one
 * has; English answers every key or it does not compile.
 *
 * To add an area `things`: write `vi/things.ts` (`export const things = { 'things.title': '…' } as const`) and
 * `en/things.ts` (`export const things: Answers<typeof vi> = { … }`), then one line in `vi.ts` and one in `en.ts`.
 * Keys are `area.name`; a value is a whole sentence, never a piece to be glued. `**…**` marks strong words, shown by
 * `ui/rich.tsx`. A number in a slot is written the way the language writes numbers. Where English needs a plural it
 * answers `{ one, other }`, chosen by the slot `n`. Words of a network live with its adapter (`about.words`).
 */
import type { AnyNetwork, Problem, Slots } from '../ports/network.ts'
import { en } from './en.ts'
import { formats } from './format.ts'
import type { Plural, SlotsOf } from './shape.ts'
import { vi } from './vi.ts'

export type Language = 'vi' | 'en'
export const languages: readonly Language[] = ['vi', 'en']

export type Key = keyof typeof vi

/** Keys of sentences without slots: what a table of keys may hold. */
export type PlainKey = { [K in Key]: [SlotsOf<(typeof vi)[K]>] extends [never] ? K : never }[Key]

/** No second argument where the sentence has no slots; exactly its slots where it has some. */
type Given<K extends Key> = [SlotsOf<(typeof vi)[K]>] extends [never]
  ? []
  : [slots: Readonly<Record<SlotsOf<(typeof vi)[K]>, string | number>>]

export interface Words extends ReturnType<typeof formats> {
  language: Language
  t<K extends Key>(key: K, ...given: Given<K>): string
  /** A problem or issue code in words: the network's own, else ours, else a sentence that names the code. */
  say(problem: Pick<Problem, 'code' | 'with'>, network?: AnyNetwork): string
}

const ours: Readonly<Record<Language, Readonly<Record<string, string | Plural>>>> = { vi, en }

export function wordsIn(language: Language): Words {
  const format = formats(language)
  const fill = (sentence: string | Plural, slots: Slots = {}): string => {
    const chosen = typeof sentence === 'string' ? sentence : slots.n === 1 ? sentence.one : sentence.other
    return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = slots[name]
      return value === undefined ? whole : typeof value === 'number' ? format.number(value) : value
    })
  }
  return {
    language,
    ...format,
    t: (key, ...given) => fill(ours[language][key] ?? key, given[0]),
    say: (problem, network) =>
      fill(
        network?.about.words[language][problem.code] ??
          ours[language][`problem.${problem.code}`] ??
          fill(ours[language]['problem.other'] ?? '', { code: problem.code }),
        problem.with,
      ),
  }
}
