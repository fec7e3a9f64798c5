import { z } from 'zod'
import { canonicalJson, digestOf } from '../kit/crypto.ts'
import { settingsShape } from '../ports/content.ts'
import { fieldsOf, usualOf } from '../ports/fields.ts'
import type { AnyNetwork, Json, Settings } from '../ports/network.ts'

/** What is wrong with one field; the issue is zod's own. */
export interface Wrong {
  field: string
  issue: z.core.$ZodIssue | 'unknown'
}

export type Judged = { is: 'right'; settings: Settings } | { is: 'wrong'; issues: readonly Wrong[] }

/**
 * Settings as a person gives them, by the network's own shape. Only what differs from the usual is kept: an approval
 * covers what is kept, and a form that was opened and saved changes no approval. A name the shape does not have is
 * wrong, not dropped: whoever misspells a setting believes in it.
 */
export function judgeSettings(network: AnyNetwork, given: unknown): Judged {
  const names = new Set(fieldsOf(network.shape.settings).map(({ name }) => name))
  const record = z.record(z.string(), z.json()).safeParse(given)
  if (!record.success) return { is: 'wrong', issues: wrongsOf(record.error) }
  const composed = composedOf(record.data)
  const unknown = Object.keys(composed).filter(name => !names.has(name))
  if (unknown.length) return { is: 'wrong', issues: unknown.map(field => ({ field, issue: 'unknown' })) }
  const parsed = network.shape.settings.safeParse(composed)
  if (!parsed.success) return { is: 'wrong', issues: wrongsOf(parsed.error) }
  const usual = usualOf(network.shape.settings)
  const kept = Object.entries(parsed.data).filter(([name, value]) => !same(value, usual[name]))
  return { is: 'right', settings: Object.fromEntries(kept) }
}

/** What holds on a channel: what was set, and the usual for the rest; undefined when what was set no longer fits. */
export const inForce = (network: AnyNetwork, stored: unknown): Settings | undefined =>
  network.shape.settings.safeParse(stored).data

/** Tells one state of the settings from another, for whoever read them and changes them later. */
export const versionOf = (stored: unknown): Promise<string> => digestOf(settingsShape.parse(stored))

export const same = (one: unknown, other: unknown): boolean =>
  one === other || (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other))

/** NFC all through; composing never touches what JSON is built of. */
const composedOf = (record: Record<string, Json>): Record<string, Json> =>
  settingsShape.parse(JSON.parse(JSON.stringify(record).normalize('NFC')))

const wrongsOf = (error: z.core.$ZodError): Wrong[] =>
  error.issues.map(issue => ({ field: issue.path.map(String)[0] ?? '', issue }))
