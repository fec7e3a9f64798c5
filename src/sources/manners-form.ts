import { z } from 'zod'
import { field } from '../http/forms.ts'
import type { Values } from '../ui/form.tsx'
import { areCertificates } from './certificates.ts'
import { type Manners, mannersShape } from './manners.ts'

const mostSpans = 6

/** `22:00–05:30`, also `22h-5h30`; one a line. */
function spansIn(text: string): Manners['quietHours'] | undefined {
  const lines = text.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.trim()]))
  const spans = lines.flatMap(line => {
    const [from, to, ...more] = line.split(/\s*(?:[-–—]|đến)\s*/)
    const times = [from, to].map(time => timeIn(time ?? ''))
    return times[0] && times[1] && more.length === 0 ? [{ from: times[0], to: times[1] }] : []
  })
  const right = spans.length === lines.length && spans.length <= mostSpans && spans.every(({ from, to }) => from !== to)
  return right ? spans : undefined
}

function timeIn(text: string): string | undefined {
  const found = /^([01]?\d|2[0-3])[:hg]?([0-5]\d)?$/i.exec(text)
  return found ? `${found[1]?.padStart(2, '0')}:${found[2] ?? '00'}` : undefined
}

/** What a person types; what is left empty is not said. */
export const formShape = z.object({
  seen: field.digest(),
  minInterval: z
    .string()
    .trim()
    .transform((text, ctx) => {
      if (text === '') return undefined
      const seconds = Number(text.replace(',', '.'))
      if (mannersShape.shape.minInterval.safeParse(seconds).success) return seconds
      ctx.addIssue({ code: 'custom', message: 'errors.not_interval' })
      return z.NEVER
    }),
  quietHours: z
    .string()
    .max(500)
    .transform((text, ctx) => {
      const spans = spansIn(text)
      if (spans) return spans.length > 0 ? spans : undefined
      ctx.addIssue({ code: 'custom', message: 'errors.not_spans' })
      return z.NEVER
    }),
  robotsPermission: z
    .string()
    .trim()
    .max(300)
    .refine(text => text === '' || text.length >= 10, 'errors.not_document'),
  installation: z.string().trim().max(100),
  extraCa: z
    .string()
    .trim()
    .max(100_000)
    .refine(text => text === '' || areCertificates(text), 'errors.not_certificates'),
  note: z.string().trim().max(500),
})

export function mannersIn({ seen: _seen, ...given }: z.output<typeof formShape>): Manners {
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== '')
  return mannersShape.parse(Object.fromEntries(said))
}

/** What the fields show of what holds. */
export function valuesOf(manners: Manners): Values {
  return {
    minInterval: manners.minInterval === undefined ? '' : String(manners.minInterval),
    quietHours: (manners.quietHours ?? []).map(({ from, to }) => `${from}–${to}`).join('\n'),
    robotsPermission: manners.robotsPermission ?? '',
    installation: manners.installation ?? '',
    extraCa: manners.extraCa ?? '',
    note: manners.note ?? '',
  }
}
