import type { Ctx } from '../context.ts'
import type { Problem } from '../ports/network.ts'
import type { Entry } from '../ports/portal.ts'
import { poll } from './poll.ts'
import type { SourceSettings } from './source.ts'

export type Tried =
  | { is: 'list'; title: string; format: string; entries: Entry[]; total: number; warnings: string[] }
  | { is: 'failed'; why: Problem }

/** What a list would give, the first rows of it. Nothing is saved by trying. */
export async function tryOut(ctx: Ctx, url: string, settings: SourceSettings = {}, rows = 20): Promise<Tried> {
  const polled = await poll(ctx, { url, settings })
  switch (polled.is) {
    case 'list': {
      const { title, format, entries } = polled.feed
      return {
        is: 'list',
        title,
        format,
        entries: entries.slice(0, rows),
        total: entries.length,
        warnings: polled.warnings,
      }
    }
    case 'failed':
    case 'gone':
      return { is: 'failed', why: polled.why }
    case 'unchanged':
      throw new Error('a read without memory cannot be unchanged')
    default:
      return polled satisfies never
  }
}
