import type { Stage } from './live.ts'

// biome-ignore lint/suspicious/noExplicitAny: a plain client reads whatever comes.
type Anything = any

/** A plain client over HTTP, for what the adapter would never send. */
export function clientOf(stage: Stage, access = stage.pair.access) {
  const root = stage.served.url
  const headers = (more: Record<string, string> = {}) => ({ authorization: `Bearer ${access}`, ...more })
  const call = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    fetch(path.startsWith('http') ? path : root + path, {
      method,
      redirect: 'manual',
      headers: headers({ ...(body !== undefined && { 'content-type': 'application/json' }), ...more }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const json = async (path: string): Promise<Anything> => (await call('GET', path)).json()
  const reason = async (response: Response): Promise<string> => (await response.json()).error.errors[0].reason
  const start = (body: unknown, more: Record<string, string> = {}, query = 'part=snippet,status') =>
    call('POST', `/upload/youtube/v3/videos?${query}&uploadType=resumable`, body, {
      'x-upload-content-type': 'video/mp4',
      'x-upload-content-length': '1000',
      ...more,
    })
  const begin = async (body: unknown, more: Record<string, string> = {}) => {
    const response = await start(body, more)
    const location = response.headers.get('location')
    if (!location) throw new Error(`${response.status}: ${await response.text()}`)
    return location
  }
  const put = (uri: string, bytes: Uint8Array<ArrayBuffer> | null, range?: string) =>
    fetch(uri, {
      method: 'PUT',
      redirect: 'manual',
      headers: headers({
        ...(range !== undefined && { 'content-range': range }),
        ...(bytes === null && { 'content-length': '0' }),
      }),
      ...(bytes && { body: bytes }),
    })
  return { call, json, reason, start, begin, put }
}
