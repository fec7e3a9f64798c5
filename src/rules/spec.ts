import { z } from 'zod'
import { jsonShape } from '../ports/content.ts'

/** A language tag as the web writes them (RFC 5646, as far as portals use it). */
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)

export const kinds = ['news', 'urgent', 'document', 'infographic', 'photos', 'video', 'longform'] as const

const ids = z.array(z.number().int().positive()).max(500).default([])
const words = z.array(z.string().trim().min(1).max(200).normalize('NFC')).max(100).default([])
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/**
 * What a rule says: when a portal publishes this, make a post for these channels. An empty list asks for nothing.
 * Strict, so that no approval covers a wish that is ignored.
 */
export const specShape = z.strictObject({
  when: z
    .strictObject({
      /** Each with everything below it. */
      units: ids,
      sources: ids,
      sections: words,
      kinds: z.array(z.enum(kinds)).default([]),
      /** `vi` also means `vi-VN`. */
      languages: z.array(language).max(20).default([]),
      /** At least one of these words in title, lead or text. */
      words,
      /** None of these. */
      without: words,
      /** Whether `hoc phi` finds `học phí`. */
      tones: z.enum(['ignored', 'kept']).default('ignored'),
    })
    .prefault({}),
  channels: z
    .array(
      z.strictObject({
        channel: z.number().int().positive(),
        /** Settings of the channel that this rule overrides when it writes the text. */
        template: z.record(z.string(), jsonShape).default({}),
        options: z.record(z.string(), jsonShape).default({}),
        /** Most posts by rules on this channel in one day of Viet Nam; what is over is offered as a draft. */
        perDay: z.number().int().min(1).max(1000).nullable().default(null),
        /** Of several items at once the higher goes first. */
        priority: z.number().int().min(-100).max(100).default(0),
      }),
    )
    .min(1)
    .max(50)
    .refine(all => new Set(all.map(each => each.channel)).size === all.length, { error: 'a channel stands twice' }),
  /** `automatic` publishes without a person, `held` waits for one. */
  mode: z.enum(['automatic', 'held']),
  delayMinutes: z.number().int().min(0).max(10_080).default(0),
  /** How long what publishes by itself waits for the item's film before it takes a form without one; 0 does not wait. */
  filmWaitMinutes: z.number().int().min(0).max(1440).default(30),
  quiet: z
    .strictObject({ from: clock, until: clock, exceptUrgent: z.boolean().default(true) })
    .refine(({ from, until }) => from !== until, { error: 'begins and ends at the same time' })
    .nullable()
    .default(null),
  /** Hours after which it is too late to publish by itself. */
  staleAfterHours: z.number().int().min(1).max(720).nullable().default(48),
})

export type Spec = z.output<typeof specShape>
export type SpecGiven = z.input<typeof specShape>
