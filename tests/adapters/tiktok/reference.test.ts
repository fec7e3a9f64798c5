import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { check } from '../../../adapters/tiktok/check.ts'
import { failureOf, faultOf } from '../../../adapters/tiktok/errors.ts'
import { hear } from '../../../adapters/tiktok/hear.ts'
import { planOf } from '../../../adapters/tiktok/plan.ts'
import { checkPlan } from '../../../adapters/tiktok/sandbox/chunks.ts'
import { owns } from '../../../adapters/tiktok/sandbox/ownership.ts'
import { hexOf } from '../../../adapters/tiktok/sandbox/tokens.ts'
import { film, photos } from './builders.ts'
import { hook, lengths, owned, owner, plans, verifier, verifierHex } from './vectors.ts'

const folder = `${process.env.REFERENCE_DIR ?? '../shared'}/platforms/data/tiktok`
const there = existsSync(folder)
const read = <T>(name: string, shape: z.ZodType<T>): T =>
  shape.parse(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))

const planHolds = (plan: { video_size: number; chunk_size: number; total_chunk_count: number }) => {
  try {
    checkPlan(plan.video_size, plan.chunk_size, plan.total_chunk_count)
    return 'valid'
  } catch (fault) {
    return fault instanceof Error ? fault.message : 'odd'
  }
}

describe('our own vectors', () => {
  test.each(plans)('$video_size in $total_chunk_count of $chunk_size', plan => {
    const said = planHolds(plan)
    expect(said === 'valid').toBe(plan.valid)
    if ('message' in plan) expect(said).toBe(plan.message)
  })
  test.each(owned)('%s is ours: %s', (url, ours) => expect(owns(owner, url)).toBe(ours))
  test('lengths, the challenge in hex, the signature', async () => {
    for (const { field, form, unit, ok } of lengths) {
      const make = (n: number) => ({ ...(form === 'video' ? film() : photos()), [field]: unit.repeat(n) })
      expect(check(make(ok), {}).filter(issue => issue.blocks)).toEqual([])
      expect(check(make(ok + 1), {}).filter(issue => issue.blocks)).toHaveLength(1)
    }
    expect(await hexOf(verifier)).toBe(verifierHex)
    const headers = new Headers({ 'TikTok-Signature': `t=${hook.t},s=${hook.mac}` })
    const body = new TextEncoder().encode(hook.body)
    const knock = { method: 'POST', query: new URLSearchParams(), headers, body }
    expect((await hear({ id: 'awthu', secret: hook.secret }, knock, new Date(hook.t * 1000))).is).toBe('hints')
  })
})

if (!there) console.info('tiktok vectors: no reference material here, skipped')

describe.runIf(there)('every vector of the reference material', () => {
  const vectors = <T extends z.ZodRawShape>(name: string, row: T) =>
    read(name, z.object({ vectors: z.array(z.looseObject(row)) })).vectors
  test('chunk plans', () => {
    const all = vectors('chunk-plan-vectors.json', {
      video_size: z.number(),
      chunk_size: z.number(),
      total_chunk_count: z.number(),
      valid: z.boolean(),
      message: z.string().optional(),
      last_chunk_bytes: z.number().optional(),
    })
    expect(all.length).toBeGreaterThan(10)
    for (const plan of all) {
      const said = planHolds(plan)
      expect(said === 'valid', JSON.stringify(plan)).toBe(plan.valid)
      if (plan.message?.startsWith('The ')) expect(said).toBe(plan.message)
      if (plan.last_chunk_bytes !== undefined)
        expect(plan.video_size - plan.chunk_size * (plan.total_chunk_count - 1)).toBe(plan.last_chunk_bytes)
      const { size, chunk, count } = planOf(plan.video_size)
      if (plan.video_size <= 4_294_967_296)
        expect(planHolds({ video_size: size, chunk_size: chunk, total_chunk_count: count })).toBe('valid')
    }
  })
  test('ownership of addresses', () => {
    const { verified_domains: domains, verified_prefixes: prefixes } = read(
      'url-ownership-vectors.json',
      z.object({ verified_domains: z.array(z.string()), verified_prefixes: z.array(z.string()) }),
    )
    const all = vectors('url-ownership-vectors.json', { url: z.string(), owned: z.boolean() })
    expect(all.length).toBeGreaterThan(10)
    for (const { url, owned: ours } of all) expect(owns({ domains, prefixes }, url), url).toBe(ours)
  })
  test('signatures', async () => {
    const { client_secret: secret } = read('webhook-signature-vectors.json', z.object({ client_secret: z.string() }))
    const all = vectors('webhook-signature-vectors.json', {
      t: z.number(),
      body: z.string(),
      header: z.string(),
      header_value: z.string(),
    })
    expect(all.length).toBeGreaterThan(2)
    for (const { t, body, header, header_value } of all) {
      const ask = (text: string, at: number) =>
        hear(
          { id: 'awtest', secret },
          {
            method: 'POST',
            query: new URLSearchParams(),
            headers: new Headers({ [header]: header_value }),
            body: new TextEncoder().encode(text),
          },
          new Date(at * 1000),
        )
      expect((await ask(body, t)).is).toBe('hints')
      expect((await ask(`${body} `, t)).is).toBe('forged')
      expect((await ask(body, t + 400)).is).toBe('forged')
    }
  })
  test('lengths of captions', () => {
    const all = vectors('caption-length-vectors.json', {
      field: z.string(),
      unit: z.string(),
      count_ok: z.number(),
      count_too_long: z.number(),
    })
    expect(all.length).toBeGreaterThan(8)
    for (const { field, unit, count_ok, count_too_long } of all) {
      const text = field === 'photo title' ? 'title' : 'text'
      const of = field.startsWith('photo') ? photos() : film()
      const blocks = (n: number) => check({ ...of, [text]: unit.repeat(n) }, {}).filter(issue => issue.blocks).length
      expect(blocks(count_ok), `${field} ${unit}`).toBe(0)
      expect(blocks(count_too_long), `${field} ${unit}`).toBe(1)
    }
  })
  test('the challenge in hex', async () => {
    const vector = read('pkce-vector.json', z.object({ code_verifier: z.string(), tiktok_desktop_hex: z.string() }))
    expect(await hexOf(vector.code_verifier)).toBe(vector.tiktok_desktop_hex)
  })
  test('codes of errors have the one consequence that the table gives them', () => {
    const table = read(
      'error-codes.json',
      z.object({
        api: z.array(z.object({ code: z.string(), http: z.number(), action: z.string() })),
        fail_reasons: z.array(z.object({ fail_reason: z.string(), verified: z.string() })),
      }),
    )
    const wanted: Readonly<Record<string, string>> = {
      refresh_once_then_reauthorise: 'account',
      reauthorise_with_scopes: 'account',
      backoff_one_minute_window: 'rate',
      wait_until_24h_window: 'cap',
      wait_for_user_to_clear_inbox: 'cap',
      bug: 'refused',
      fix_media: 'refused',
      human: 'refused',
      human_or_self_only_private_account: 'refused',
      requery_creator_info_then_ask_user: 'refused',
    }
    for (const { code, http, action } of table.api) {
      const is = wanted[action]
      if (is) expect(faultOf(code, { status: http, detail: '' }).is, code).toBe(is)
    }
    for (const { fail_reason, verified } of table.fail_reasons)
      expect(failureOf(fail_reason).code === 'tiktok.fail_other', fail_reason).toBe(verified !== 'doc')
  })
  test('calls a minute', async () => {
    const { per_minute } = read('rate-limits.json', z.object({ per_minute: z.record(z.string(), z.number()) }))
    const { routes } = await import('../../../adapters/tiktok/sandbox/api.ts')
    for (const [path, most] of Object.entries(per_minute)) {
      const route = Object.entries(routes).find(([key]) => key.endsWith(` ${path}`))?.[1]
      expect(route?.perMinute, path).toBe(most)
    }
  })
})
