import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { fullId, listPosts } from '../../../adapters/facebook/calls.ts'
import { errorShape, type Fault, faultOf } from '../../../adapters/facebook/errors.ts'
import { graphOf } from '../../../adapters/facebook/graph.ts'
import { facebook } from '../../../adapters/facebook/index.ts'
import { walk } from '../../../adapters/facebook/list.ts'
import { hmacSha256Hex } from '../../../src/kit/crypto.ts'
import { parseJson } from '../../../src/kit/json.ts'
import { linkPost, PAGE, photoPost } from './builders.ts'
import { json, Script, stage, trial } from './script.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = join(resolve(root, process.env.REFERENCE_DIR ?? '../shared'), 'platforms/data/facebook')
const present = existsSync(folder)
if (!present) console.log('the Facebook client is not compared with the reference: the material is not here')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T

interface Vectors {
  appsecret_proof: { app_secret: string; access_token: string; appsecret_proof: string }[]
  webhook_signature: { raw_body: string; expect: string }[]
  ids: { in: string; page?: string | null; object?: string }[]
  time: { graph: string; unix: number }[]
  paging: { name: string; pages: { data: string[]; next: boolean }[]; expect: string[] }[]
}
interface Catalogue {
  errors: { code: number | null; subcode: number | null; message_contains: string; class: string; where: string }[]
}

test.skipIf(!present)('proofs agree with the vectors', async () => {
  for (const vector of read<Vectors>('test-vectors').appsecret_proof) {
    expect(await hmacSha256Hex(vector.app_secret, vector.access_token)).toBe(vector.appsecret_proof)
  }
})

test.skipIf(!present)('bodies with large numbers keep their digits', () => {
  const [large] = read<Vectors>('test-vectors').webhook_signature.filter(one => one.expect.includes('exactly'))
  expect(JSON.stringify(parseJson(large?.raw_body ?? ''))).toContain('"1221000000000000013"')
})

test.skipIf(!present)('a bare post id is completed, a full one left alone', () => {
  for (const { in: given, page, object } of read<Vectors>('test-vectors').ids) {
    if (page === undefined) continue
    expect(fullId(PAGE, given)).toBe(`${page ?? PAGE}_${object}`)
  }
})

test.skipIf(!present)('times without a colon in their offset are read', async () => {
  for (const { graph, unix } of read<Vectors>('test-vectors').time) {
    const post = { id: '1_2', created_time: graph }
    const script = new Script([{ call: `GET /${PAGE}/published_posts`, reply: json({ data: [post] }) }])
    const { to } = stage(script.fetch)
    const answer = await listPosts(graphOf(to, 'token'), PAGE, new Date(0), 1)
    expect(answer.is === 'answer' && answer.value.data[0]?.created_time?.getTime()).toBe(unix * 1000)
  }
})

test.skipIf(!present)('lists are walked as the vectors say', async () => {
  for (const { pages, expect: expected, name } of read<Vectors>('test-vectors').paging) {
    let at = 0
    const next = async () => {
      const page = pages[at++]
      const paging = page?.next ? { next: `https://graph.facebook.com/${at}` } : undefined
      return { is: 'answer' as const, value: { data: page?.data ?? [], paging } }
    }
    const walked = await walk(next, next)
    expect(walked.is === 'whole' && walked.items, name).toEqual(expected)
  }
})

/** The catalogue's classes in our words; messages and insights are not ours. */
const classes: Record<string, Fault['is'][]> = {
  transient: ['transient'],
  too_much_data: ['too_heavy'],
  permission: ['permission'],
  capability: ['permission'],
  invalid: ['invalid'],
  invalid_metric: ['invalid'],
  too_long: ['invalid'],
  auth_config: ['auth'],
  auth: ['auth'],
  token_kind: ['auth'],
  not_found: ['gone'],
  media: ['media'],
  duplicate: ['duplicate'],
  link_scrape: ['link'],
  throttle: ['throttle'],
  policy_block: ['blocked'],
  policy: ['policy'],
}
/** What the catalogue tells to resume or to begin anew is one class of ours. */
const uploads: Record<string, Fault['is'][]> = {
  transient: ['upload', 'transient'],
  offset: ['upload'],
  session_expired: ['upload'],
  media_fetch: ['media'],
  transient_or_media: ['transient'],
  invalid: ['invalid', 'upload'],
}

test.skipIf(!present)('every error of the catalogue that can meet us has the class it has there', () => {
  const wrong: string[] = []
  let seen = 0
  for (const one of read<Catalogue>('errors').errors) {
    const expected = (/video|reel/.test(one.where) ? uploads[one.class] : undefined) ?? classes[one.class]
    if (!expected || /messages|insights/.test(one.where)) continue
    seen += 1
    const error = errorShape.parse({
      code: one.code ?? 100,
      message: one.message_contains,
      ...(one.subcode !== null && { error_subcode: one.subcode }),
    })
    const fault = faultOf(error, { status: 400, detail: '' })
    if (!expected.includes(fault.is)) wrong.push(`${one.code}/${one.subcode} ${one.class}: ${fault.is}`)
  }
  expect(seen).toBeGreaterThan(75)
  expect(wrong).toEqual([])
})

interface Node {
  operations: { method: string; edge: string; params: { name: string }[] }[]
  fields: { name: string }[]
}

test.skipIf(!present)('every parameter and field we send exists in the specification', async () => {
  const sent = new Map<string, Set<string>>()
  const fields = new Map<string, Set<string>>()
  const to = stage(async (input, init) => {
    const url = new URL(String(input))
    const type = new Headers(init?.headers).get('content-type') ?? ''
    const form = init?.body
      ? await new Response(init.body, { headers: { 'content-type': type } }).formData()
      : new FormData()
    const edge = url.pathname.split('/')[3]
    const node = edge === undefined ? (url.pathname.endsWith('/900') ? 'Photo' : 'PagePost') : 'Page'
    const key = `${node} ${init?.method ?? 'GET'} ${edge ?? '(node)'}`
    for (const name of [...form.keys(), ...url.searchParams.keys()])
      sent.set(key, (sent.get(key) ?? new Set()).add(name))
    const asked =
      url.searchParams
        .get('fields')
        ?.replace(/\{[^}]*\{?[^}]*\}?[^}]*\}/g, '')
        .split(',') ?? []
    const place = edge === 'published_posts' ? 'PagePost' : node
    for (const name of asked) fields.set(place, (fields.get(place) ?? new Set()).add(name))
    return json(
      init?.method === 'POST'
        ? { id: edge === 'photos' ? '900' : `${PAGE}_1`, success: true }
        : { data: [], id: '900' },
    )
  }).to
  await facebook.publish(to, linkPost(), trial().attempt, {})
  const photo = trial()
  await facebook.publish(to, photoPost(), photo.attempt, {})
  await facebook.reconcile(to, photoPost(), { ...photo.attempt, ticket: photo.saved.at(-1) ?? null }, {})
  await facebook.update?.(to, { id: `${PAGE}_1` }, linkPost())
  await facebook.remove?.(to, { id: `${PAGE}_1` })
  expect([...sent.keys()].sort()).toEqual([
    'Page GET published_posts',
    'Page POST feed',
    'Page POST photos',
    'PagePost DELETE (node)',
    'PagePost GET (node)',
    'PagePost POST (node)',
    'Photo GET (node)',
  ])
  const generic = ['fields', 'limit', 'since', 'appsecret_proof']
  const wrong: string[] = []
  for (const [key, names] of sent) {
    const [node = '', method, edge] = key.split(' ')
    const operation = read<Node>(node).operations.find(one => one.method === method && one.edge === edge)
    for (const name of names) {
      // The part with the bytes exists although the specification lists no such parameter.
      const known = generic.includes(name) || (key === 'Page POST photos' && name === 'source')
      if (!known && !operation?.params.some(one => one.name === name)) wrong.push(`${key}: ${name}`)
    }
  }
  for (const [node, names] of fields) {
    const spec = read<Node>(node)
    const known = [...spec.fields.map(one => one.name), ...spec.operations.map(one => one.edge)]
    for (const name of names) if (!known.includes(name)) wrong.push(`${node}.${name}`)
  }
  expect(wrong).toEqual([])
})
