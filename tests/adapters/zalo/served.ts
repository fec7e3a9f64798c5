import { type SandboxOptions, zaloSandbox } from '../../../adapters/zalo/sandbox.ts'
import { png } from '../../support/pictures.ts'
import { serve } from '../../support/serve.ts'

export const BACK = 'https://desk.example/zalo/back'
export const NOW = new Date('2026-11-25T02:00:00Z')
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

/** The portal as Zalo's fetcher meets it: what is not named here is 404. */
export const portal: Readonly<Record<string, () => Response>> = {
  '/a.png': () => new Response(png(32, 18)),
  '/b.png': () => new Response(png(20, 20)),
  '/big.png': () => new Response(padded(1_048_577)),
  '/most.png': () => new Response(padded(1_048_576)),
  '/a.webp': () => new Response(new TextEncoder().encode('RIFF0000WEBPVP8 ')),
  '/moved.png': () => Response.redirect('https://portal.example.vn/a.png', 302),
}

/** Bytes of a picture with a tail: only the first bytes and the size are looked at. */
function padded(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  bytes.set(png(4, 4))
  return bytes
}

export async function fetchPortal(url: string): Promise<Response> {
  const { host, pathname } = new URL(url)
  const page = host === 'portal.example.vn' ? portal[pathname] : undefined
  const response = page?.() ?? new Response('', { status: 404 })
  if (response.status >= 300 && response.status < 400) throw new TypeError('redirected')
  return response
}

export interface Answer {
  status: number
  headers: Headers
  body: {
    error?: number | null
    message?: string
    data?: { token: string; id: string; total: number; medias: Row[]; status: number | string; video_id: string }
  }
}
export type Row = Record<string, unknown> & { id: string }

export const article = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'normal',
  title: 'Lịch tiếp công dân tháng 12',
  author: 'Ban biên tập',
  description: 'Lãnh đạo tỉnh tiếp công dân ngày 10 và 25.',
  cover: { cover_type: 'photo', photo_url: 'https://portal.example.vn/a.png', status: 'show' },
  body: [{ type: 'text', content: '<p>Nội dung.</p>' }],
  status: 'show',
  comment: 'show',
  ...given,
})

/** A served sandbox with one app, one OA and its pair of tokens, and a plain client over HTTP. */
export async function setZalo(options: SandboxOptions = {}) {
  const sandbox = zaloSandbox({
    now: () => NOW,
    fetch: fetchPortal,
    ...options,
    settings: { processingFromMs: 0, processingToMs: 0, convertFromMs: 0, convertToMs: 0, ...options.settings },
  })
  const served = await serve(sandbox.app)
  const app = sandbox.addApp({ redirects: [BACK] })
  const oa = sandbox.addAccount()
  const pair = sandbox.mintPair({ app: app.id, account: oa.id })

  async function call(path: string, given?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${served.url}${path}`, {
      method: given === undefined ? 'GET' : 'POST',
      headers: {
        access_token: pair.access,
        ...(given !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(given !== undefined && { body: JSON.stringify(given) }),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const create = (given: Record<string, unknown> = {}) => call('/v2.0/article/create', article(given))
  const verify = (made: Answer) => call('/v2.0/article/verify', { token: made.body.data?.token })
  const list = (query = 'offset=0&limit=10&type=normal') => call(`/v2.0/article/getslice?${query}`)

  /** A video's way up, as a browser's form would send it. */
  async function prepare(bytes: Uint8Array<ArrayBuffer>, name = 'film.mp4', field = 'file'): Promise<Answer> {
    const form = new FormData()
    form.set(field, new File([bytes], name))
    const response = await fetch(`${served.url}/v2.0/article/upload_video/preparevideo`, {
      method: 'POST',
      headers: { access_token: pair.access },
      body: form,
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const state = (made: Answer) =>
    call('/v2.0/article/upload_video/verify', undefined, { token: made.body.data?.token ?? '' })

  async function token(fields: Record<string, string>, headers: Record<string, string> = {}) {
    const response = await fetch(`${served.url}/v4/oa/access_token`, {
      method: 'POST',
      headers: { secret_key: app.secret, ...headers },
      body: new URLSearchParams({ app_id: app.id, ...fields }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const refresh = (value = pair.refresh) => token({ grant_type: 'refresh_token', refresh_token: value })
  return {
    sandbox,
    served,
    app,
    oa,
    pair,
    call,
    create,
    verify,
    prepare,
    state,
    list,
    token,
    refresh,
    close: () => served.close(),
  }
}
export type Served = Awaited<ReturnType<typeof setZalo>>
