import { z } from 'zod'
import { count, cut } from '../../../src/kit/text.ts'
import type { Brief, Content, Fit, Issue, Limits, Settings } from '../../../src/ports/network.ts'

export const limits: Limits = { fields: { text: { max: 280, unit: 'codepoint' } } }

const settings = z.strictObject({ signature: z.string().max(80).default('') })
export const settingsShape: z.ZodType<z.output<typeof settings>> = settings

export function format(brief: Brief, given: Settings): Fit {
  if (!brief.title) return { is: 'unfit', why: { code: 'toy.no_title' } }
  const { signature } = settings.parse(given)
  const link = (signature && `\n${signature}`) + (brief.source ? `\n${brief.source.url}` : '')
  const text = cut(`${brief.title}\n${brief.lead}`.trim(), 280 - count(link, 'codepoint'), 'codepoint') + link
  return { is: 'fit', content: { form: 'text', text, pictures: [] } }
}

export function check(content: Content): readonly Issue[] {
  const length = count(content.text, 'codepoint')
  if (length === 0) return [{ code: 'toy.empty', field: 'text', blocks: true }]
  return length > 280 ? [{ code: 'toy.too_long', field: 'text', blocks: true, with: { max: 280, length } }] : []
}
