import { invalid } from './errors.ts'
import { type FilePart, filesOf } from './parts.ts'

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
  /** The files of an upload, by the names of their parts. */
  files: ReadonlyMap<string, FilePart>
}

export async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const type = (request.headers.get('content-type') ?? '').toLowerCase()
  const upload = type.startsWith('multipart/form-data')
  const text = request.method === 'POST' && !upload ? await request.text() : ''
  const body = upload ? await request.arrayBuffer().catch(nothing) : undefined
  return {
    method: request.method,
    path: url.pathname.replace(/\/{2,}/g, '/'),
    query: url.searchParams,
    headers: request.headers,
    json: type.startsWith('application/json') ? parse(text) : undefined,
    form: type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(text) : null,
    // The boundary keeps its capitals.
    files: (body && filesOf(request.headers.get('content-type') ?? '', new Uint8Array(body))) ?? new Map(),
  }
}

/** Of an upload that was cut off: nobody is there to hear the answer. */
const nothing = () => new ArrayBuffer(0)

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
