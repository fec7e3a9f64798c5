import { announcements } from './vi/announcements.ts'
import { api } from './vi/api.ts'
import { channels } from './vi/channels.ts'
import { common } from './vi/common.ts'
import { copies } from './vi/copies.ts'
import { deliveries } from './vi/deliveries.ts'
import { errors } from './vi/errors.ts'
import { findings } from './vi/findings.ts'
import { holds } from './vi/holds.ts'
import { imports } from './vi/imports.ts'
import { manners } from './vi/manners.ts'
import { oneSource } from './vi/one-source.ts'
import { people } from './vi/people.ts'
import { posts } from './vi/posts.ts'
import { problem } from './vi/problem.ts'
import { publications } from './vi/publications.ts'
import { reach } from './vi/reach.ts'
import { rules } from './vi/rules.ts'
import { sourcePages } from './vi/source-pages.ts'
import { sources } from './vi/sources.ts'
import { today } from './vi/today.ts'
import { ways } from './vi/ways.ts'

export const vi = {
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
} as const
