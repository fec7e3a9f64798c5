import type { Readers } from '../../src/ports/portal.ts'
import { article } from './article.ts'
import { feed } from './feed.ts'
import { listing } from './listing.ts'
import { families, identity, recognise, waysOf } from './recognise.ts'
import { sitemap } from './sitemap.ts'
import { posts } from './wordpress.ts'

/** Reads what portals publish, from bytes. Pure: no fetch, no clock. */
export const readers = {
  feed,
  article,
  sitemap,
  listing,
  posts,
  recognise,
  families,
  waysOf,
  identity,
} satisfies Readers
