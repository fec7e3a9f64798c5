import type { Ctx } from '../context.ts'
import type { Problem } from '../ports/network.ts'
import type { Entry } from '../ports/portal.ts'
import { unlessBusy } from './polite.ts'
import { poll } from './poll.ts'
import type { ReadKind, SourceSettings } from './source.ts'

export interface Given {
  kind?: ReadKind
  settings?: SourceSettings
  /** Rows shown at the most. */
  rows?: number
}

export type Tried =
  | {
      is: 'list'
      title: string
      format: string
      entries: Entry[]
      /** Rows on the pages that were read. */
      total: number
      /** What the portal says it has in all, where it does. */
      all: number | null
      next: string | null
      warnings: string[]
    }
  | { is: 'failed'; why: Problem }

/** A person is told so; a turn of the job comes back by itself. */
export const busy: Problem = { code: 'source.fault_busy' }

/** What a list would give, the first rows of it. Nothing is saved by trying. */
export async function tryOut(
  ctx: Pick<Ctx, 'outbound' | 'readers' | 'now'>,
  url: string,
  { kind = 'feed', settings = {}, rows = 20 }: Given = {},
): Promise<Tried> {
  const polled = await unlessBusy(poll(ctx, { url, kind, settings }))
  switch (polled.is) {
    case 'busy':
      return { is: 'failed', why: busy }
    case 'list': {
      const { title, format, entries, total, next } = polled.feed
      return {
        is: 'list',
        title,
        format,
        entries: entries.slice(0, rows),
        total: entries.length,
        all: total ?? null,
        next: next ?? null,
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
