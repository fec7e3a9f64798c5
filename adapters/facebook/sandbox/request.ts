import { invalid, unknownPath } from './errors.ts'

/** One Graph call, whichever of the three body forms and two token places it came in. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  /** As asked for in the path. */
  asked: string | null
  /** As served. */
  version: string
  segments: string[]
  params: Map<string, unknown>
  files: Map<string, Uint8Array<ArrayBuffer>>
  token: string | null
  /** A token from the header never comes back in `paging.next`. */
  tokenIn: 'parameter' | 'header'
  path: string
  /** The host it was meant for, where the server tells it. */
  host: string | null
}

export async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const method = request.method
  if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') throw invalid(`Unsupported method ${method}`)
  const call = blankCall(method, url.pathname)
  addPairs(call.params, url.searchParams)
  call.host = request.headers.get('x-forwarded-host')
  if (method !== 'GET') await readBody(request, call)
  const header = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return takeToken(call, header)
}

/** A part of a batch: an address relative to the host, and a url-encoded body. */
export function readPart(method: string, address: string, body: string | undefined, token: string | null): Call {
  if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') throw invalid(`Unsupported method ${method}`)
  const url = new URL(address.replace(/^\/*/, '/'), 'https://batch.invalid')
  const call = blankCall(method, url.pathname)
  addPairs(call.params, url.searchParams)
  if (body !== undefined) addPairs(call.params, new URLSearchParams(body))
  return takeToken(call, token ?? undefined)
}

function blankCall(method: Call['method'], pathname: string): Call {
  const segments = pathname.split('/').filter(Boolean).map(decode)
  const asked = /^v\d+\.\d+$/.test(segments[0] ?? '') ? (segments.shift() ?? null) : null
  return {
    method,
    asked,
    version: '',
    segments,
    params: new Map(),
    files: new Map(),
    token: null,
    tokenIn: 'header',
    path: `/${segments.join('/')}`,
    host: null,
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw unknownPath(`/${segment}`)
  }
}

function takeToken(call: Call, header: string | undefined): Call {
  const param = call.params.get('access_token')
  call.params.delete('access_token')
  if (typeof param === 'string' && param !== '') return { ...call, token: param, tokenIn: 'parameter' }
  return { ...call, token: header ?? null, tokenIn: 'header' }
}

async function readBody(request: Request, call: Call): Promise<void> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return addObject(call.params, await request.json().catch(() => null))
  if (type === 'application/x-www-form-urlencoded')
    return addPairs(call.params, new URLSearchParams(await request.text()))
  if (type === 'multipart/form-data') {
    for (const [name, value] of await request.formData()) {
      if (typeof value === 'string') addPair(call.params, name, value)
      else call.files.set(name, new Uint8Array(await value.arrayBuffer()))
    }
    return
  }
  if ((await request.arrayBuffer()).byteLength > 0) throw invalid(`Unsupported content type ${type}`)
}

function addObject(params: Map<string, unknown>, body: unknown): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('Invalid JSON body')
  for (const [name, value] of Object.entries(body)) params.set(name, value)
}

function addPairs(params: Map<string, unknown>, pairs: URLSearchParams): void {
  for (const [name, value] of pairs) addPair(params, name, value)
}

/** `attached_media[0]=…&attached_media[1]=…` is a list. */
function addPair(params: Map<string, unknown>, name: string, value: string): void {
  const [, list, index] = /^(\w+)\[(\d{1,3})\]$/.exec(name) ?? []
  if (list === undefined) {
    params.set(name, value)
    return
  }
  const values = params.get(list)
  const items: unknown[] = Array.isArray(values) ? values : []
  items[Number(index)] = value
  params.set(list, items)
}
