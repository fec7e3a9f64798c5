import { z } from 'zod'
import { areCertificates } from './certificates.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time of day like 22:30')

/** How a portal is to be treated. Said of the portal as a whole, never of one of its lists. */
export const mannersShape = z.object({
  /** Seconds between two requests to its installation; for an installation of our own body it may be nothing. */
  minInterval: z.number().min(0).max(600).optional(),
  /** The name of an installation that several portals share, where their addresses do not show it. */
  installation: z.string().trim().min(1).max(100).optional(),
  /** The document by which the portal's body lets us read it whatever robots.txt says. Without it robots.txt holds. */
  robotsPermission: z.string().trim().min(10).max(300).optional(),
  /** Hours of the day in Viet Nam in which nothing is asked; `from` may lie after `to`. */
  quietHours: z
    .array(
      z.object({ from: clock, to: clock }).refine(({ from, to }) => from !== to, 'begins and ends at the same time'),
    )
    .max(6)
    .optional(),
  /** What people should know of it: answers only inside Viet Nam, is mended on Saturday nights. Changes nothing by itself. */
  note: z.string().trim().min(1).max(500).optional(),
  /** Certificates (PEM) trusted for this portal beside those of the system. */
  extraCa: z.string().max(100_000).refine(areCertificates, 'not certificates in PEM form').optional(),
})
export type Manners = z.infer<typeof mannersShape>

/** What neither parses nor is given counts as unsaid. */
export const mannersOf = (settings: unknown): Manners => mannersShape.safeParse(settings ?? {}).data ?? {}

export const usualInterval = 2
/** A portal may ask for more patience than the usual, and not for so much that it is never read. */
const longestDelay = 60

/** Milliseconds between the end of one request to an installation and the beginning of the next. */
export function intervalOf(manners: Manners, crawlDelay: number | undefined): number {
  const asked = manners.robotsPermission ? 0 : Math.min(Math.max(crawlDelay ?? 0, 0), longestDelay)
  return Math.max(manners.minInterval ?? usualInterval, asked) * 1000
}

/** Vietnam keeps one time the whole year (UTC+7). */
const eastOfGreenwich = 7 * 3_600_000
const day = 24 * 3_600_000

/** When the quiet that holds now ends; undefined when nothing holds. */
export function quietUntil({ quietHours = [] }: Manners, now: Date): Date | undefined {
  const midnight = Math.floor((now.getTime() + eastOfGreenwich) / day) * day - eastOfGreenwich
  let until = now.getTime()
  // Two that touch are one; each can lengthen the quiet once.
  for (let round = 0; round <= quietHours.length; round++)
    for (const { from, to } of quietHours)
      for (const start of [midnight - day, midnight, midnight + day]) {
        const begin = start + minutesOf(from) * 60_000
        const end = begin + ((minutesOf(to) - minutesOf(from) + 1440) % 1440) * 60_000
        if (begin <= until && until < end && end - now.getTime() < 2 * day) until = end
      }
  return until > now.getTime() ? new Date(until) : undefined
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}
