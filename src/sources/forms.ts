import { z } from 'zod'
import { field } from '../http/forms.ts'
import { readKinds, type SourceSettings, settingsShape } from './source.ts'

const empty = z.literal('').transform(() => undefined)
const maybe = <T extends z.ZodType>(shape: T) => z.union([empty, shape]).optional()
const selector = maybe(z.string().trim().max(500))

/** How a source is read, as a form or the parts of an address say it. */
export const howShape = {
  kind: z.enum(readKinds).default('feed'),
  url: maybe(field.url()),
  family: maybe(z.string().regex(/^[a-z0-9-]{1,40}$/)),
  list_row: selector,
  list_title: selector,
  list_link: selector,
  list_date: selector,
  list_summary: selector,
  list_picture: selector,
  list_drop: selector,
  list_next: selector,
  pages: maybe(z.coerce.number().int().min(1).max(20)),
  idPattern: maybe(z.string().max(200)).refine(
    text => text === undefined || settingsShape.shape.idPattern.safeParse(text).success,
    'errors.not_pattern',
  ),
  dropParams: maybe(z.string().max(2000)),
  dateOrder: maybe(z.enum(['day-first', 'month-first'])),
}
type How = { [K in keyof typeof howShape]?: z.output<(typeof howShape)[K]> }

/** Only what was said; what a preset knows is not written down anew. */
export function settingsFrom(how: How): SourceSettings {
  const said = Object.entries({
    row: how.list_row,
    title: how.list_title,
    link: how.list_link,
    date: how.list_date,
    summary: how.list_summary,
    picture: how.list_picture,
    drop: how.list_drop,
    next: how.list_next,
  }).filter(([, one]) => one)
  const dropParams = how.dropParams?.split(/[\s,]+/).filter(one => one !== '')
  return settingsShape.parse({
    ...(how.family && how.family !== 'generic' ? { family: how.family } : {}),
    ...(said.length > 0 ? { list: Object.fromEntries(said) } : {}),
    ...(how.pages ? { pages: how.pages } : {}),
    ...(how.idPattern ? { idPattern: how.idPattern } : {}),
    ...(dropParams?.length ? { dropParams } : {}),
    ...(how.dateOrder ? { dateOrder: how.dateOrder } : {}),
  })
}
