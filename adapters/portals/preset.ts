import type { ListRules } from '../../src/ports/portal.ts'

/** How one kind of installation publishes. Data only: a new kind is a new entry, and an operator may say every field anew. */
export interface Preset {
  name: string
  /** Signs, each a regular expression; weights add up, two and more are taken for certain. */
  marks: readonly { in: 'html' | 'url' | 'header'; pattern: string; weight: number }[]
  /** Where lists usually are, best first; `{host}` relative. An operator tries them out before one is watched. */
  ways: readonly { kind: 'feed' | 'sitemap' | 'wordpress'; path: string }[]
  /** Read against path and query of an address; the groups together are the installation's own name of an item. */
  ids: readonly string[]
  /** Not part of what an address names. */
  dropParams: readonly string[]
  /** Not even needed to fetch it. */
  noise: readonly string[]
  /** First parts of a path that change the frame and not the text. */
  frames: readonly string[]
  caseless: boolean
  dateOrder: 'day-first' | 'month-first'
  lists: readonly ListRules[]
}
