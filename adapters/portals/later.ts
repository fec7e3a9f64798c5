import type { Readers } from '../../src/ports/portal.ts'
import { families, identity, recognise, waysOf } from './recognise.ts'

/**
 * The readers of `index.ts`, whose parsers are loaded when the first thing is read: some 400 modules, which take half a
 * second and 40 MB of a process that may never read anything itself.
 */
export const readers = {
  feed: async (bytes, came) => (await load()).feed(bytes, came),
  article: async (bytes, came) => (await load()).article(bytes, came),
  sitemap: async (bytes, came) => (await load()).sitemap(bytes, came),
  listing: async (bytes, came) => (await load()).listing(bytes, came),
  posts: async (bytes, came) => (await load()).posts(bytes, came),
  recognise,
  families,
  waysOf,
  identity,
} satisfies Readers

const load = async () => (await import('./index.ts')).readers
