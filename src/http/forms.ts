import type { Context } from 'hono'
import { z } from 'zod'
import { type Errors, operationField, type Values } from '../ui/form.tsx'
import type { Key, Words } from '../words/index.ts'
import type { Env } from './env.ts'
import { badRequest, stale } from './errors.tsx'
import { dropOperation, endOperation, startOperation } from './queries.ts'

export type Form<T> = { is: 'right'; value: T } | { is: 'wrong'; errors: Errors; values: Values }

/**
 * The submitted form, parsed. Text comes in as NFC with plain line ends; nothing typed is lost when it is wrong:
 * `values` go back into the fields. A field whose name ends in `[]` arrives as a list.
 */
export async function readForm<S extends z.ZodType>(c: Context<Env>, schema: S): Promise<Form<z.output<S>>> {
  const body = await c.req.parseBody({ all: true })
  const given: Record<string, string | string[]> = {}
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(body)) {
    const texts = (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string').map(tidy)
    given[name] = name.endsWith('[]') ? texts : (texts.at(-1) ?? '')
    values[name] = texts.join('\n')
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return { is: 'right', value: parsed.data }
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? 'form')
    errors[field] ??= sentence(c.var.words, issue)
  }
  return { is: 'wrong', errors, values }
}

const tidy = (value: string) => kept(value).replace(/\r\n?/g, '\n').normalize('NFC')

/** No database keeps the character U+0000, and no keyboard writes it. */
const kept = (value: string) => value.replaceAll('\0', '')

/** A schema says what is wrong in words by giving a key as its message; what zod finds by itself is put in words here. */
export function sentence(w: Words, issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'number'
        ? w.t('errors.not_number', { min: Number(issue.minimum), max: '…' })
        : Number(issue.minimum) <= 1
          ? w.t('errors.required')
          : w.t('errors.too_short', { min: Number(issue.minimum) })
    case 'too_big':
      return issue.origin === 'number'
        ? w.t('errors.not_number', { min: '…', max: Number(issue.maximum) })
        : w.t('errors.too_long', { max: Number(issue.maximum) })
    case 'invalid_format':
      if (issue.format === 'url') return w.t('errors.not_url')
      if (issue.format === 'email') return w.t('errors.not_email')
      return keyed(w, issue.message)
    case 'invalid_type':
      return w.t('errors.required')
    case 'invalid_value':
      return w.t('errors.choose')
    default:
      return keyed(w, issue.message)
  }
}

const keyed = (w: Words, message: string): string =>
  message.startsWith('errors.') ? (w.t as (key: Key) => string)(message as Key) : w.t('errors.invalid')

/** Fields used on many forms. */
export const field = {
  text: (max: number, min = 1) => z.string().trim().min(min).max(max),
  optional: (max: number) =>
    z
      .string()
      .trim()
      .max(max)
      .optional()
      .transform(value => value || undefined),
  url: () => z.url({ protocol: /^https?$/ }).max(2000),
  email: () => z.string().trim().toLowerCase().pipe(z.email()),
  id: () =>
    z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .transform(Number),
  digest: () => z.string().regex(/^[0-9a-f]{16,128}$/),
  ticked: () =>
    z
      .string()
      .optional()
      .transform(value => value !== undefined),
  /** `23/11/2026`, also without leading zeros, or the browser's own `2026-11-23`. */
  day: () =>
    z
      .string()
      .trim()
      .transform((value, ctx) => {
        const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(value)
        const iso = found ? `${found[3]}-${found[2]?.padStart(2, '0')}-${found[1]?.padStart(2, '0')}` : value
        const at = new Date(`${iso}T00:00:00Z`)
        if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso))
          return iso
        ctx.addIssue({ code: 'custom', message: 'errors.not_date' })
        return z.NEVER
      }),
  /** `10:00`, also `9:5` and `9h05`. */
  time: () =>
    z
      .string()
      .trim()
      .transform((value, ctx) => {
        const found = /^([01]?\d|2[0-3])[:hg]([0-5]?\d)$/i.exec(value)
        if (found) return `${found[1]?.padStart(2, '0')}:${found[2]?.padStart(2, '0')}`
        ctx.addIssue({ code: 'custom', message: 'errors.not_time' })
        return z.NEVER
      }),
}

/** A day and a time on Vietnam's clock, which has had no summer time since 1975. */
export const inVietnam = (day: string, time: string): Date => new Date(`${day}T${time}:00+07:00`)

/** The parts of an address, `?state=live&cursor=12`, parsed; what does not fit falls back to the schema's defaults. */
export function readQuery<S extends z.ZodType>(c: Context<Env>, schema: S): z.output<S> {
  const asked = Object.entries(c.req.query()).map(([name, value]) => [name, kept(value)])
  const parsed = schema.safeParse(Object.fromEntries(asked))
  return parsed.success ? parsed.data : schema.parse({})
}

/** Numbers in a path; undefined when it is none of ours: a larger one would be an error of the database. */
export function idOf(c: Context<Env>, name = 'id'): number | undefined {
  const text = c.req.param(name) ?? ''
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= 2_147_483_647 ? Number(text) : undefined
}

/**
 * Acts once per form shown: a second submission of the same form, by a double click or after a lost answer, is shown
 * the first result. `act` answers 303 when it did something; anything else did nothing and may be sent again.
 */
export async function once(c: Context<Env>, act: () => Promise<Response>): Promise<Response> {
  const body = await c.req.parseBody({ all: true })
  const key = body[operationField]
  if (typeof key !== 'string' || !/^[0-9a-f-]{36}$/.test(key)) return badRequest(c)
  const { db } = c.var.ctx
  const started = await startOperation(db, key, c.var.actor.id)
  switch (started.is) {
    case 'done':
      return c.redirect(started.location, 303)
    case 'another':
      return badRequest(c)
    case 'running':
      return stale(c, c.req.path)
    case 'first': {
      let answer: Response | undefined
      try {
        answer = await act()
        return answer
      } finally {
        const location = answer?.status === 303 ? answer.headers.get('location') : null
        if (location) await endOperation(db, key, location)
        else await dropOperation(db, key)
      }
    }
  }
}

/** A path of ours to go back to; anything else is the first page. */
export const safeBack = (back: string | undefined): string => (back && /^\/(?![/\\])[^\s\\]*$/.test(back) ? back : '/')
