import type { z } from 'zod'
import { invalid } from './errors.ts'

/** One request as it arrived. An upload keeps its body as the stream it is. */
export interface Call {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  /** The JSON of a POST; undefined where there is none. */
  json: unknown
  /** The form of a token request. */
  form: URLSearchParams | null
  body: ReadableStream<Uint8Array> | null
}

export async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const type = (request.headers.get('content-type') ?? '').toLowerCase()
  const text = request.method === 'POST' ? await request.text() : ''
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    json: /^application\/json(?:;\s*charset=utf-8)?$/.test(type) ? parse(text) : undefined,
    form: type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(text) : null,
    body: request.method === 'PUT' ? request.body : null,
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The body as documented; the message names the first thing that is wrong with it. */
export function bodyOf<T>(call: Call, shape: z.ZodType<T>): T {
  const read = shape.safeParse(call.json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw invalid(`Invalid parameter ${issue?.path.join('.') || 'body'}: ${issue?.message ?? ''}`)
}
