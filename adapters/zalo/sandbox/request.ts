import { invalid } from './errors.ts'

/** One request as it arrived. Header names are case-insensitive and keep their underscores. */
export interface Call {
  method: string
  /** Without double slashes, which an official SDK sends. */
  path: string
  query: URLSearchParams
  headers: Headers
  /** The JSON of a POST; undefined where there is none. */
  json: unknown
  /** The form of a token request. */
  form: URLSearchParams | null
}

export async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const type = (request.headers.get('content-type') ?? '').toLowerCase()
  const text = request.method === 'POST' ? await request.text() : ''
  return {
    method: request.method,
    path: url.pathname.replace(/\/{2,}/g, '/'),
    query: url.searchParams,
    headers: request.headers,
    json: type.startsWith('application/json') ? parse(text) : undefined,
    form: type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(text) : null,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The only parameters of a GET; another one, or one given twice, is refused. */
export function checkQuery(call: Call, strict: boolean, names: readonly string[]): void {
  for (const name of call.query.keys()) if (strict && !names.includes(name)) throw invalid(`param ${name} is invalid!`)
  for (const name of names) if (call.query.getAll(name).length > 1) throw invalid(`param ${name} is invalid!`)
}
