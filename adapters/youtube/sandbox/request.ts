import { badPayload, invalidValue, missing, unexpected } from './errors.ts'
import { common, type Method, methods, type Parameter } from './methods.ts'

/** One request as it arrived; its body is read by whoever wants it. */
export interface Call {
  request: Request
  method: string
  /** Without `/upload` or `/resumable/upload`, without the first slash. */
  path: string
  upload: boolean
  query: URLSearchParams
  headers: Headers
  /** Where the caller meant to go: addresses that are handed out begin with it. */
  origin: string
}

export function readCall(request: Request): Call {
  const url = new URL(request.url)
  const upload = /^\/(?:resumable\/)?upload\//.test(url.pathname)
  const stands = request.headers.get('x-forwarded-host')
  return {
    request,
    method: request.method,
    path: url.pathname.replace(/^\/(?:resumable\/)?upload\//, '/').slice(1),
    upload,
    query: url.searchParams,
    headers: request.headers,
    origin: stands ? `https://${stands}` : url.origin,
  }
}

export const findMethod = (call: Call): Method | undefined =>
  methods.find(one => one.http === call.method && one.path === call.path && (one.upload !== undefined) === call.upload)

/** Every name known, every value of its kind, what is required there. Lists are commas, repetitions, or both. */
export function checkQuery(method: Method, query: URLSearchParams): void {
  const known: Record<string, Parameter> = { ...common, ...method.parameters }
  if (method.upload) known.uploadType = { is: 'text' }
  for (const name of new Set(query.keys())) {
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined
    if (!parameter) throw unexpected(name)
    const values = query.getAll(name)
    if (values.length > 1 && !(parameter.is === 'text' && parameter.many)) throw invalidValue(name)
    for (const value of values) {
      if (parameter.is === 'flag' && value !== 'true' && value !== 'false') throw invalidValue(name)
      if (parameter.is === 'one' && !parameter.of.includes(value)) throw invalidValue(name)
      if (parameter.is === 'number') {
        const figure = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
        if (!(figure >= parameter.from && figure <= parameter.to)) throw invalidValue(name)
      }
    }
  }
  for (const [name, parameter] of Object.entries(method.parameters))
    if (parameter.is === 'text' && parameter.required && listOf(query, name).length === 0) throw missing(name)
}

export const listOf = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap(value => value.split(','))
    .map(value => value.trim())
    .filter(Boolean)

export async function readJson(call: Call): Promise<Record<string, unknown>> {
  const type = (call.headers.get('content-type') ?? '').toLowerCase()
  if (!type.startsWith('application/json')) throw badPayload(`Content type "${type}" is not JSON.`)
  return objectOf(await call.request.text())
}

export function objectOf(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badPayload('Unexpected end of string.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badPayload('An object was expected.')
  return value as Record<string, unknown>
}
