import { announcements } from './en/announcements.ts'
import { api } from './en/api.ts'
import { channels } from './en/channels.ts'
import { common } from './en/common.ts'
import { copies } from './en/copies.ts'
import { deliveries } from './en/deliveries.ts'
import { errors } from './en/errors.ts'
import { findings } from './en/findings.ts'
import { holds } from './en/holds.ts'
import { imports } from './en/imports.ts'
import { manners } from './en/manners.ts'
import { oneSource } from './en/one-source.ts'
import { people } from './en/people.ts'
import { posts } from './en/posts.ts'
import { problem } from './en/problem.ts'
import { publications } from './en/publications.ts'
import { reach } from './en/reach.ts'
import { rules } from './en/rules.ts'
import { sourcePages } from './en/source-pages.ts'
import { sources } from './en/sources.ts'
import { today } from './en/today.ts'
import { ways } from './en/ways.ts'
import type { Answers } from './shape.ts'
import type { vi } from './vi.ts'

export const en: Answers<typeof vi> = {
  ...copies,
  ...imports,
  ...announcements,
  ...api,
  ...channels,
  ...common,
  ...deliveries,
  ...errors,
  ...findings,
  ...holds,
  ...manners,
  ...oneSource,
  ...people,
  ...posts,
  ...problem,
  ...publications,
  ...reach,
  ...rules,
  ...sourcePages,
  ...sources,
  ...today,
  ...ways,
}
