import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { wordsIn } from '../words/index.ts'
import type { Env } from './env.ts'

/** Every refusal of the API: a stable code, and a sentence in the caller's language. */
export const errorShape = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      /** Which fields are wrong, and how. */
      fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    }),
  })
  .openapi('Error')

type Fields = readonly { path: string; message: string }[]
type Refusal = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500

/** `code` has its sentence under `problem.api.<code>`. */
export function refuse<S extends Refusal>(c: Context<Env>, status: S, code: string, fields?: Fields) {
  const message = (c.var.words ?? wordsIn('vi')).say({ code: `api.${code}` })
  return c.json({ error: { code, message, ...(fields && { fields: [...fields] }) } }, status)
}

/** What operations of every room say when they do nothing, and what it means to a caller. */
const plain = {
  missing: { status: 404, code: 'not_found' },
  forbidden: { status: 403, code: 'forbidden' },
  own: { status: 403, code: 'own' },
  stale: { status: 409, code: 'stale' },
  exists: { status: 409, code: 'exists' },
  ended: { status: 409, code: 'ended' },
} as const
type Plain = keyof typeof plain

export const refusePlain = <P extends Plain>(c: Context<Env>, is: P) =>
  refuse<(typeof plain)[P]['status']>(c, plain[is].status, plain[is].code)

const meaning: Readonly<Record<Refusal, string>> = {
  400: 'The request is not understood',
  401: 'No valid token',
  403: "The token's role may not do this there",
  404: 'Not there, or not in the units of the caller',
  409: 'Somebody changed it first, or it stands already',
  413: 'Too large',
  422: 'A field is wrong',
  500: 'Something failed here',
}

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** The refusals a route may answer with, for its description. */
export const refusals = <S extends Refusal>(...statuses: readonly S[]) =>
  Object.fromEntries(statuses.map(status => [status, json(errorShape, meaning[status])])) as Record<
    S,
    ReturnType<typeof json<typeof errorShape>>
  >

export const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const security = [{ bearer: [] }]

/** Routes of one room. What does not fit its schema is refused with the fields that are wrong. */
export const room = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      const fields = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
      return refuse(c, 422, 'invalid', fields)
    },
  })

/** No id of ours is larger; a larger one would be an error of the database instead of nothing found. */
export const id = z.coerce.number().int().min(1).max(2_147_483_647)
export const idParam = z.object({ id })

/** Newest first; `before` is the last id of the page before. */
export const pageQuery = {
  before: id.optional(),
  most: z.coerce.number().int().min(1).max(200).default(50),
}

export const time = z.iso.datetime().nullable()
export const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** A moment as the caller writes it. */
export const moment = z.iso.datetime({ offset: true }).transform(text => new Date(text))

export const named = z.object({ id: z.number().int(), name: z.string() })
export const problem = z.object({ code: z.string(), says: z.string() })
