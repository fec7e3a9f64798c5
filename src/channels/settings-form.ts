import { sentence } from '../http/forms.ts'
import type { Field } from '../ports/fields.ts'
import type { AnyNetwork, Json, Settings } from '../ports/network.ts'
import type { Values } from '../ui/form.tsx'
import type { Words } from '../words/index.ts'
import type { Wrong } from './settings.ts'

export const inputOf = (name: string) => `setting.${name}`

/** How a field's value stands in its input. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.join('\n')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, text]) => `${name} = ${text}`)
      .join('\n')
  return String(value)
}

/**
 * The settings a submitted form means, on top of those it cannot show. What cannot be understood stays as it was typed:
 * the network's shape says what is wrong with it.
 */
export function settingsIn(fields: readonly Field[], stored: Settings, values: Values): Record<string, Json> {
  const settings: Record<string, Json> = {}
  for (const field of fields) {
    const { name } = field
    const kept = stored[name]
    const value = field.is === 'other' ? kept : valueIn(field, values[inputOf(name)])
    if (value !== undefined) settings[name] = value
  }
  return settings
}

function valueIn(field: Exclude<Field, { is: 'other' }>, typed: string | undefined): Json | undefined {
  if (field.is === 'flag') return typed !== undefined
  const text = typed?.trim() ?? ''
  const lines = text.split('\n').map(line => line.trim())
  switch (field.is) {
    case 'one':
      return text === '' ? undefined : text
    case 'text':
      return text === '' && field.usual === undefined ? undefined : text
    case 'number':
      return text === '' ? undefined : numberIn(text, field.whole)
    case 'list':
      return lines.filter(Boolean)
    case 'pairs':
      return Object.fromEntries(lines.filter(Boolean).map(pairIn))
    default:
      return field satisfies never
  }
}

/** Vietnamese groups thousands with dots, English with commas, and both with spaces. */
function numberIn(text: string, whole: boolean): Json {
  const bare = whole ? text.replace(/(?<=\d)[., \u00a0](?=\d{3}(\D|$))/g, '') : text.replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : text
}

/** The last sign divides: names of sections may hold one, ids of networks do not. A line without one names nothing. */
function pairIn(line: string): [string, Json] {
  const at = line.lastIndexOf('=')
  return at < 0 ? [line, null] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}

/** What is wrong with a field, in words: the network's own where its shape refines what zod cannot name. */
export function sayWrong(w: Words, network: AnyNetwork, fields: readonly Field[], { field, issue }: Wrong): string {
  if (issue === 'unknown') return w.t('channels.setting_unknown')
  const known = fields.find(({ name }) => name === field)
  const number = known?.is === 'number' ? known : undefined
  if (issue.code === 'not_multiple_of' && number?.step !== undefined)
    return w.t('channels.setting_step', { step: number.step })
  if (number) {
    const { least, whole } = number
    if (least === undefined) return w.t(whole ? 'channels.setting_whole' : 'channels.setting_number')
    return w.t(whole ? 'channels.setting_whole_from' : 'channels.setting_number_from', { least })
  }
  const own = network.about.words[w.language][`setting.${field}.wrong`]
  const vague = issue.code === 'custom' || issue.code === 'invalid_format' || issue.path.length > 1
  if (own && vague) return own
  if (known?.is === 'pairs') return w.t('channels.setting_pairs')
  if (known?.is === 'list' && issue.code === 'too_big')
    return issue.path.length > 1
      ? w.t('channels.setting_line_long', { max: Number(issue.maximum) })
      : w.t('channels.setting_lines_many', { max: Number(issue.maximum) })
  return sentence(w, issue)
}

export const nameOf = (w: Words, network: AnyNetwork, field: string): string =>
  network.about.words[w.language][`setting.${field}`] ?? field

export const hintOf = (w: Words, network: AnyNetwork, field: string): string | undefined =>
  network.about.words[w.language][`setting.${field}.hint`]

export const valueName = (w: Words, network: AnyNetwork, field: string, value: string): string =>
  network.about.words[w.language][`setting.${field}.${value}`] ?? value

/** A value as a sentence shows it. */
export function shownValue(w: Words, network: AnyNetwork, field: Field, value: Json | undefined): string {
  if (field.is === 'flag') return w.t(value === true ? 'channels.setting_on' : 'channels.setting_off')
  const text = textOf(value)
  if (text === '') return w.t('channels.setting_empty')
  return field.is === 'one' ? valueName(w, network, field.name, text) : text
}
