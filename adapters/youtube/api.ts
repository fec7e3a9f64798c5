import type { youtube_v3 } from 'googleapis/build/src/apis/youtube/v3.js'
import type { youtubeAnalytics_v2 } from 'googleapis/build/src/apis/youtubeAnalytics/v2.js'
import type { z } from 'zod'
import { exchange, type Replied, type Silence, unreadable } from '../../src/kit/exchange.ts'
import { findJson } from '../../src/kit/json.ts'
import type { Io } from '../../src/ports/network.ts'
import { type Answer, type Bad, badOf } from './bad.ts'
import { ANALYTICS, API } from './limits.ts'
import { allowanceOf, bucketOf, costOf, type Method } from './quota.ts'
import { redact } from './secrets.ts'
import { type Cred, settingsShape } from './shape.ts'

/** How one access token talks to YouTube. Every request goes through here, so each rule of transport and quota stands once. */
export interface Api {
  io: Io
  clean(text: string): string
  headers(): Headers
  /** Counted before it leaves; refused here where the day is used up. Undefined: go on. */
  spend(method: Method): Promise<Bad | undefined>
  /** What a reply that is no success comes to. What it says of a quota counts more than what we counted. */
  badOf(method: Method | undefined, reply: Replied): Promise<Bad>
  /** A JSON call as Google's client builds it. */
  ask<T>(
    method: Method,
    shape: z.ZodType<T>,
    call: (client: youtube_v3.Youtube) => Promise<unknown>,
  ): Promise<Answer<T>>
  report<T>(
    shape: z.ZodType<T>,
    call: (client: youtubeAnalytics_v2.Youtubeanalytics) => Promise<unknown>,
  ): Promise<Answer<T>>
}

export function apiOf(io: Io, cred: Cred, settings: unknown): Api {
  const kept = settingsShape.parse(settings)
  const clean = (text: string) => redact(text, [cred.access, cred.refresh, io.app.secret])
  const headers = () => new Headers({ authorization: `Bearer ${cred.access}`, accept: 'application/json' })

  async function spend(method: Method): Promise<Bad | undefined> {
    const of = allowanceOf(bucketOf(method), kept, io.now())
    const spent = await io.ledger?.spend(of, costOf(method))
    if (spent?.is !== 'over') return undefined
    const retryAfter = Math.max(1, spent.until.getTime() - io.now().getTime())
    return { is: 'fault', fault: { is: 'quota', why: { code: 'youtube.quota_spent' }, retryAfter } }
  }

  async function heard(method: Method | undefined, reply: Replied): Promise<Bad> {
    const bad = badOf(io, reply, clean)
    if (method && bad.is === 'fault' && bad.fault.is === 'quota')
      await io.ledger?.close(allowanceOf(bucketOf(method), kept, io.now()))
    return bad
  }

  async function settle<T>(
    method: Method | undefined,
    got: Replied | Silence,
    shape: z.ZodType<T>,
  ): Promise<Answer<T>> {
    if (got.is === 'silence') return got
    if (got.status < 200 || got.status > 299) return heard(method, got)
    const value = shape.safeParse(got.status === 204 ? undefined : findJson(got.text))
    if (value.success) return { is: 'answer', value: value.data }
    return unreadable('youtube.answer_unexpected', got, clean)
  }

  /**
   * Google's client builds the request; what goes out and what comes back is ours. It is given an access token and nothing
   * to renew it with, and repeats nothing: a repeated POST could be a second entry.
   */
  function carrier() {
    let got: Replied | Silence | undefined
    const fetchImplementation: typeof fetch = async (input, init = {}) => {
      const sent = new Headers(init.headers)
      for (const name of ['user-agent', 'x-goog-api-client', 'accept-encoding']) sent.delete(name)
      const url = input instanceof Request ? input.url : input
      const { method, body } = init
      got = await exchange(io, url, { ...(method && { method }), ...(body && { body }), headers: sent }, clean)
      // The client is told what it needs to end; the answer is read below.
      return got.is === 'reply' ? new Response(null, { status: got.status === 204 ? 204 : 200 }) : new Response(null)
    }
    const global = {
      headers: Object.fromEntries(headers()),
      fetchImplementation,
      retry: false,
      responseType: 'text' as const,
      validateStatus: () => true,
    }
    const result = (): Replied | Silence =>
      got ?? { is: 'silence', sent: false, why: { code: 'net.other', detail: 'nothing was sent' } }
    return { global, result }
  }

  return {
    io,
    clean,
    headers,
    spend,
    badOf: heard,
    async ask(method, shape, call) {
      const over = await spend(method)
      if (over) return over
      const { youtube_v3: api } = await import('googleapis/build/src/apis/youtube/v3.js')
      const { global, result } = carrier()
      await call(new api.Youtube({ ...global, rootUrl: API }))
      return settle(method, result(), shape)
    },
    async report(shape, call) {
      const { youtubeAnalytics_v2: api } = await import('googleapis/build/src/apis/youtubeAnalytics/v2.js')
      const { global, result } = carrier()
      await call(new api.Youtubeanalytics({ ...global, rootUrl: ANALYTICS }))
      return settle(undefined, result(), shape)
    },
  }
}
