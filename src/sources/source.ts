import { z } from 'zod'
import { FetchFault } from '../kit/http.ts'
import { isZone } from '../kit/time.ts'
import type { Problem } from '../ports/network.ts'
import type { ListRules } from '../ports/portal.ts'

/** Ways to learn what a portal publishes, in the order in which they are tried; `push` is the portal telling us itself. */
export const readKinds = ['wordpress', 'feed', 'sitemap', 'list'] as const
export type ReadKind = (typeof readKinds)[number]
export const sourceKinds = [...readKinds, 'push'] as const
export type SourceKind = (typeof sourceKinds)[number]

const selector = z.string().trim().min(1).max(500).optional()

/** What stands where in a row of a list page, as CSS selectors; what is not said is found by likeness. */
export const selectorsShape = z.object({
  row: selector,
  title: selector,
  link: selector,
  date: selector,
  summary: selector,
  picture: selector,
  /** Parts of a row that change by themselves. */
  drop: selector,
  /** The link to the next page. */
  next: selector,
})
export type Selectors = z.infer<typeof selectorsShape>

import { NotNow } from './polite.ts'

/** What an operator may say of a portal or, more closely, of one of its sources. */
export const settingsShape = z.object({
  /** Kind of installation, by the name of its preset. */
  family: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  list: selectorsShape.optional(),
  /** Pages of a list, or parts of an answer, that are read at the most when nothing on the first is known. */
  pages: z.number().int().min(1).max(20).optional(),
  dateOrder: z.enum(['day-first', 'month-first']).optional(),
  timeZone: z.string().max(60).refine(isZone, 'not a time zone').optional(),
  /** A pattern whose groups together are the portal's own name of an item: `/-/view_content/(\d+)-`. */
  idPattern: z.string().max(200).refine(isPattern, 'not a regular expression with a group').optional(),
  /** Parameters that do not belong to an address; `*` stands for any ending: `p_p_*`. */
  dropParams: z.array(z.string().min(1).max(60)).max(50).optional(),
  /** Hosts that serve one website, the first being its name. */
  hosts: z
    .array(z.array(z.string().min(1).max(253)).min(1).max(20))
    .max(50)
    .optional(),
  /** More new items than this at once wait for a person. */
  floodAt: z.number().int().min(1).max(1000).optional(),
})
export type SourceSettings = z.infer<typeof settingsShape>

export const usualFlood = 20

/** As the readers of portals take them. */
export const listRulesOf = ({ family, list, idPattern, dropParams, hosts }: SourceSettings): ListRules => ({
  ...list,
  family,
  idPattern,
  dropParams,
  hosts,
})

/** By what items are known again. When it changes, known items may look new: the next sight is a baseline. */
export const identityRulesOf = ({ family, idPattern, dropParams, hosts }: SourceSettings): string =>
  JSON.stringify([family ?? null, idPattern ?? null, dropParams ?? [], hosts ?? []])

/** One watchable list, under our claim. */
export interface Claimed {
  id: number
  claim: number
  portal_id: number
  unit_id: number
  kind: SourceKind
  url: string
  section: string | null
  every_seconds: number
  baseline_at: Date | null
  etag: string | null
  last_modified: string | null
  body_digest: string | null
  full_read_at: Date | null
  failures: number
  hints: unknown
  moved_to: string | null
  settings: SourceSettings
}

/** The source's own words count over the portal's; what neither can parse counts as unsaid. */
export function settingsOf(portal: unknown, source: unknown): SourceSettings {
  const read = (value: unknown) => settingsShape.safeParse(value).data ?? {}
  return { ...read(portal), ...read(source) }
}

const hour = 3_600_000

/** Validators may lie: portals edit items and send the old `Last-Modified`. Once a day the list is read without them. */
export function isFullReadDue(fullReadAt: Date | null, now: Date): boolean {
  return fullReadAt === null || now.getTime() - fullReadAt.getTime() >= 24 * hour
}

/**
 * Milliseconds until the next read. Doubles with each failure, six hours at the most; `luck` (0 to 1) spreads it, so that
 * 200 sources of one installation do not come back in the same second. A portal that names a time is obeyed, a day at the most.
 */
export function waitAfter(everySeconds: number, failures: number, luck: number, retryAfter?: number): number {
  const usual = everySeconds * 1000
  if (failures === 0) return usual * (1 + 0.1 * luck)
  const backedOff = Math.min(usual * 2 ** Math.min(failures, 20), Math.max(6 * hour, usual)) * (0.75 + 0.5 * luck)
  return Math.max(backedOff, Math.min(retryAfter ?? 0, 24 * hour))
}

/** What an answer that is no list means, in a code that has words. */
export function problemOfStatus(status: number): Problem {
  const code =
    status === 401 || status === 403
      ? 'source.forbidden'
      : status === 404
        ? 'source.not_found'
        : status === 410
          ? 'source.gone'
          : status === 429
            ? 'source.too_fast'
            : status >= 500
              ? 'source.server_error'
              : 'source.odd_answer'
  return { code, with: { status }, status }
}

export function problemOfFault(cause: unknown): Problem {
  if (!(cause instanceof FetchFault)) throw cause
  if (cause instanceof NotNow) throw cause
  return { code: `source.fault_${cause.kind}`, detail: cause.message.slice(0, 300) }
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3), as milliseconds from now. */
export function findRetryAfter(header: string | null, now: Date): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}

function isPattern(text: string): boolean {
  try {
    return (new RegExp(`${text}|`).exec('')?.length ?? 0) >= 2
  } catch {
    return false
  }
}
