import { facebookSandbox, type SandboxOptions } from '../../adapters/facebook/sandbox.ts'
import { serve } from './serve.ts'

export interface Answer {
  status: number
  headers: Headers
  body: { [key: string]: unknown; id?: string; data?: Row[]; paging?: { next?: string; cursors?: { after: string } } }
  error: { code?: number; error_subcode?: number; message?: string; type?: string; is_transient?: boolean }
}
export type Row = Record<string, unknown> & { id: string }

/** A served sandbox with one app, one person with every task, one Page, and a plain client over HTTP. */
export async function setGraph(options: SandboxOptions = {}) {
  const sandbox = facebookSandbox(options)
  const served = await serve(sandbox.app)
  const app = sandbox.addApp({ redirects: ['https://desk.example/facebook/back'] })
  const person = sandbox.addPerson()
  const page = sandbox.addPage({ roles: { [person.id]: ['CREATE_CONTENT', 'MODERATE', 'ANALYZE', 'MANAGE'] } })
  const userToken = sandbox.mintToken({ app: app.id, person: person.id })
  const token = sandbox.mintToken({ app: app.id, person: person.id, page: page.id })

  async function call(
    method: string,
    path: string,
    params: Record<string, unknown> = {},
    as: string | null = token,
  ): Promise<Answer> {
    const url = new URL(path.startsWith('http') ? path : `${served.url}/v26.0/${path}`)
    const headers: Record<string, string> = as === null ? {} : { authorization: `Bearer ${as}` }
    const init: RequestInit = { method, headers, redirect: 'manual' }
    if (method === 'POST') {
      const form = Object.values(params).some(value => value instanceof Uint8Array)
      if (form) init.body = formOf(params)
      else init.body = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, textOf(value)]))
    } else for (const [name, value] of Object.entries(params)) url.searchParams.set(name, textOf(value))
    const response = await fetch(url, init)
    const text = await response.text()
    const body = JSON.parse(text === '' ? '{}' : text)
    return { status: response.status, headers: response.headers, body, error: body.error ?? {} }
  }
  const post = (message: string, more: Record<string, unknown> = {}) =>
    call('POST', `${page.id}/feed`, { message, ...more })
  return { sandbox, served, app, person, page, userToken, token, call, post, close: () => served.close() }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function formOf(params: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(params))
    if (value instanceof Uint8Array) form.set(name, new Blob([new Uint8Array(value)]), 'photo.bin')
    else form.set(name, textOf(value))
  return form
}
