import type { Problem } from '../ports/network.ts'
import type { Feed } from '../ports/portal.ts'
import type { Answer, Body, Sight, Validators } from './ask.ts'
import type { Claimed, ReadKind } from './source.ts'

/** One file of a sitemap that comes in several. */
export interface Part {
  url: string
  etag: string | null
  last_modified: string | null
  body_digest: string | null
  /** When the portal says it changed. */
  told_at: Date | null
}

/** What a source may be asked with; a try-out has no memory. */
export type Asked = Pick<Claimed, 'url' | 'settings'> & { kind: ReadKind } & Partial<
    Pick<Claimed, 'etag' | 'last_modified' | 'body_digest' | 'full_read_at' | 'baseline_at'>
  > & { parts?: readonly Part[] }

export interface Listed {
  is: 'list'
  feed: Feed
  warnings: string[]
  /** Of the first address; undefined where a sitemap's index had nothing new. */
  validators?: Validators
  /** Of a sitemap: what each file said of itself. */
  parts: Part[]
  full: boolean
  sights: Sight[]
  /** Where permanent redirects led from the address that was asked. */
  movedTo?: string
}

export type Polled =
  | Listed
  /** Nothing to do: by the portal's word (304), or by the bytes. */
  | { is: 'unchanged'; validators?: Validators }
  /** The portal says it will not come back (410). */
  | { is: 'gone'; why: Problem; sights: Sight[] }
  /** Nothing is concluded about any item. */
  | { is: 'failed'; why: Problem; retryAfter?: number; sights: Sight[] }

export function otherThanBody(answer: Exclude<Answer, Body>): Polled {
  switch (answer.is) {
    case 'unchanged':
      return answer
    case 'gone':
    case 'failed': {
      const { sight, ...rest } = answer
      return { ...rest, sights: sight ? [sight] : [] }
    }
    default:
      return answer satisfies never
  }
}

export function unreadable({ code, detail }: { code: string; detail: string }, sight: Sight): Polled {
  return { is: 'failed', why: { code: `source.${code}`, detail: detail.slice(0, 300) }, sights: [sight] }
}
