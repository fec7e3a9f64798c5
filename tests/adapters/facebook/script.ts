import { expect } from 'vitest'
import type { Cred } from '../../../adapters/facebook/shape.ts'
import type { Attempt, Fetch, Json, Notice, Picture, Session, Ticket } from '../../../src/ports/network.ts'
import { PAGE } from './builders.ts'

/** A Facebook that answers line by line, for replies that no sandbox gives on its own. */

export const APP = { id: '700000000000001', secret: '0123456789abcdef0123456789abcdef' }
export const TOKEN = 'EAATESTpagetoken0001'
/** Computed by a second implementation: HMAC-SHA256 of TOKEN under the app's secret. */
export const PROOF = '8b4106c8f438cfada441da4ef568865176f087ef6c78887dbf9c6aef51719e55'
export const NOW = new Date('2026-11-22T01:30:00Z')

export interface Call {
  method: string
  url: URL
  headers: Headers
  /** Form fields, or the parts of a multipart body. */
  form: FormData
}

export type Reply = Response | Error | ((call: Call) => Response | Error | Promise<Response>)

export interface Line {
  /** `POST /102030405060708/feed`, without the version, which every call must carry. */
  call: string
  reply: Reply
}

export const json = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json', 'facebook-api-version': 'v26.0', ...init.headers },
  })

export const failure = (
  code: number,
  subcode?: number,
  message = 'x',
  init: ResponseInit = { status: 400 },
): Response =>
  json(
    {
      error: {
        message,
        type: 'OAuthException',
        code,
        ...(subcode !== undefined && { error_subcode: subcode }),
        fbtrace_id: 'AbC',
      },
    },
    init,
  )

export class Script {
  readonly calls: Call[] = []
  readonly surprises: string[] = []
  private readonly lines: Line[]

  constructor(lines: readonly Line[]) {
    this.lines = [...lines]
  }

  readonly fetch: Fetch = async (input, init = {}) => {
    const url = new URL(String(input))
    const headers = new Headers(init.headers)
    const method = init.method ?? 'GET'
    const type = headers.get('content-type') ?? ''
    const form = init.body
      ? await new Response(init.body, { headers: { 'content-type': type } }).formData()
      : new FormData()
    const call = { method, url, headers, form }
    this.calls.push(call)
    const line = this.lines.shift()
    const path = url.pathname.replace(/^\/v26\.0/, '')
    if (line === undefined || line.call !== `${method} ${path}` || !url.pathname.startsWith('/v26.0')) {
      this.surprises.push(`${method} ${url.pathname}, expected ${line?.call ?? 'nothing'}`)
      return json({}, { status: 599 })
    }
    const reply = typeof line.reply === 'function' ? await line.reply(call) : line.reply
    if (reply instanceof Error) throw reply
    return reply.clone()
  }

  /** Exactly the lines were asked for, no more and no less. */
  done(): void {
    expect(this.surprises).toEqual([])
    expect(this.lines.map(line => line.call)).toEqual([])
  }
}

export interface Stage {
  to: Session<Cred>
  notes: Notice[]
}

export function stage(fetch: Fetch, given: Partial<Session<Cred>> = {}): Stage {
  const notes: Notice[] = []
  const to: Session<Cred> = {
    app: APP,
    fetch,
    now: () => NOW,
    signal: new AbortController().signal,
    cred: { token: TOKEN },
    account: PAGE,
    settings: {},
    files: { read: async () => new Uint8Array([1, 2, 3]), piece: async () => undefined },
    note: notice => notes.push(notice),
    ...given,
  }
  return { to, notes }
}

export interface Trial {
  attempt: Attempt
  saved: Json[]
}

export function trial(given: Partial<Attempt> & { owned?: readonly string[] } = {}): Trial {
  const saved: Json[] = []
  const { owned = [], ...rest } = given
  const attempt: Attempt = {
    delivery: 7,
    number: 1,
    beganAt: NOW,
    firstBeganAt: NOW,
    save: async (ticket: Ticket) => {
      saved.push(ticket)
    },
    progress: async () => {},
    taken: async remotes => new Set(remotes.filter(remote => owned.includes(remote))),
    ...rest,
  }
  return { attempt, saved }
}

export const six = (of: (given: Partial<Picture>) => Picture): Picture[] =>
  Array.from({ length: 6 }, (_, index) => of({ digest: String(index).repeat(64), alt: `Ảnh ${index + 1}` }))
