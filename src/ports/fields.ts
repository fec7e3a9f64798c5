import { z } from 'zod'
import type { Json, Settings, Shape } from './network.ts'

/** One field of a shape as a form can draw it; `usual` is what holds where nothing was set. */
export type Field = { name: string } & (
  | { is: 'flag'; usual: boolean }
  | { is: 'one'; values: readonly string[]; usual?: string }
  | { is: 'text'; usual?: string; lines: boolean }
  | { is: 'number'; usual?: number; whole: boolean; least?: number; step?: number }
  /** Texts, one a line. */
  | { is: 'list'; usual: readonly string[] }
  /** A text for each name, `name = text`, one a line. */
  | { is: 'pairs'; usual: Readonly<Record<string, string>> }
  /** Nothing a form can draw. */
  | { is: 'other' }
)

/** The fields of a network's shape in its own order, as its JSON Schema tells them; what it refines is left to parsing. */
export function fieldsOf(shape: Shape<unknown>): readonly Field[] {
  const { properties } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties ?? {}).map(([name, schema]) => ({ name, ...drawn(asSchema(schema)) }))
}

/** What holds where nothing is set; empty for a shape that asks for more. */
export const usualOf = (shape: Shape<Settings>): Settings => shape.safeParse({}).data ?? {}

type Schema = Exclude<NonNullable<z.core.JSONSchema.JSONSchema['properties']>[string], boolean>

const asSchema = (schema: Schema | boolean | undefined): Schema => (typeof schema === 'object' ? schema : {})

type Drawn<F = Field> = F extends { name: string } ? Omit<F, 'name'> : never

function drawn(schema: Schema): Drawn {
  const usual = schema.default as Json | undefined
  if (schema.type === 'boolean') return { is: 'flag', usual: usual === true }
  if (schema.type === 'number' || schema.type === 'integer') {
    const whole = schema.type === 'integer'
    const above = typeof schema.exclusiveMinimum === 'number' ? schema.exclusiveMinimum : undefined
    const least = schema.minimum ?? (whole && above !== undefined ? Math.floor(above) + 1 : above)
    return {
      is: 'number',
      whole,
      ...(typeof usual === 'number' && { usual }),
      ...(least !== undefined && least > Number.MIN_SAFE_INTEGER && { least }),
      ...(schema.multipleOf !== undefined && { step: schema.multipleOf }),
    }
  }
  if (schema.type === 'string') {
    const text = typeof usual === 'string' ? usual : undefined
    const values = schema.enum?.filter(value => typeof value === 'string')
    if (values) return { is: 'one', values, ...(text !== undefined && { usual: text }) }
    return { is: 'text', lines: text?.includes('\n') ?? false, ...(text !== undefined && { usual: text }) }
  }
  if (schema.type === 'array' && isText(schema.items))
    return { is: 'list', usual: z.array(z.string()).catch([]).parse(usual) }
  if (schema.type === 'object' && !schema.properties && isText(schema.additionalProperties))
    return { is: 'pairs', usual: z.record(z.string(), z.string()).catch({}).parse(usual) }
  return { is: 'other' }
}

const isText = (schema: unknown) => z.object({ type: z.literal('string') }).safeParse(schema).success
