import type { Entry } from '../ports/portal.ts'

/** Portals date an item back by some days: to the day of the event, or of the document. */
const grace = 7 * 86_400_000

/**
 * Whether an item that was not seen before is history all the same: it came out well before its source was first read.
 * Lists bring such items up when a newer one is deleted, an old one is edited, or an archive is moved.
 */
export function isOlder(of: Pick<Entry, 'publishedAt' | 'updatedAt'>, baseline: Date | null): boolean {
  const told = of.publishedAt ?? of.updatedAt
  return baseline !== null && told !== null && Date.parse(told) < baseline.getTime() - grace
}
