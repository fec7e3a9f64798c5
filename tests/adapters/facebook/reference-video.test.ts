import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { errorShape, faultOf } from '../../../adapters/facebook/errors.ts'
import { facebook } from '../../../adapters/facebook/index.ts'
import { statusShape, verdictOf } from '../../../adapters/facebook/status.ts'
import type { Fetch } from '../../../src/ports/network.ts'
import { filmPost } from './builders.ts'
import { setPage } from './live.ts'
import { NOW } from './script.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = join(resolve(root, process.env.REFERENCE_DIR ?? '../shared'), 'platforms/data/facebook')
const present = existsSync(folder)
if (!present) console.log('videos of Facebook are not compared with the reference: the material is not here')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T

interface Node {
  operations: { method: string; edge: string; params: { name: string; required?: boolean }[] }[]
  fields: { name: string }[]
}

test.skipIf(!present)(
  'every parameter and field we send about videos exists in the specification, and none that is required is missing',
  async () => {
    const page = await setPage({ now: () => NOW })
    const sent = new Map<string, Set<string>>()
    const fields = new Set<string>()
    const live = page.session().fetch
    const fetch: Fetch = async (input, init) => {
      const url = new URL(String(input))
      if (url.host !== 'rupload.facebook.com') {
        const type = new Headers(init?.headers).get('content-type') ?? ''
        const form = init?.body
          ? await new Response(init.body, { headers: { 'content-type': type } }).formData()
          : new FormData()
        const [, , id, edge] = url.pathname.split('/')
        const key = `${edge === undefined && id !== page.page.id ? 'AdVideo' : 'Page'} ${init?.method ?? 'GET'} ${edge ?? '(node)'}`
        for (const name of [...form.keys(), ...url.searchParams.keys()])
          sent.set(key, (sent.get(key) ?? new Set()).add(name))
        for (const name of url.searchParams.get('fields')?.split(',') ?? []) fields.add(name)
      }
      return live(input, init)
    }
    const to = page.session({ fetch })
    for (const form of ['video', 'reel'] as const) {
      const shape = form === 'reel' ? { width: 1080, height: 1920, seconds: 30 } : {}
      const content = filmPost({ form, video: page.film(1, shape) })
      const one = page.delivery()
      await one.publish(content, to)
      page.sandbox.advance(60_000)
      const found = await one.reconcile(content, to)
      if (found.is !== 'live') throw new Error(found.is)
      await page.delivery().reconcile(content, to)
      await facebook.update?.(to, found.remote, content)
      await facebook.remove?.(to, found.remote)
    }
    await page.close()
    expect([...sent.keys()].sort()).toEqual([
      'AdVideo DELETE (node)',
      'AdVideo GET (node)',
      'AdVideo POST (node)',
      'Page GET video_reels',
      'Page GET videos',
      'Page POST video_reels',
      'Page POST videos',
    ])
    const generic = ['fields', 'limit', 'since', 'appsecret_proof']
    const wrong: string[] = []
    for (const [key, names] of sent) {
      const [node = '', method, edge] = key.split(' ')
      const operation = read<Node>(node).operations.find(one => one.method === method && one.edge === edge)
      for (const name of names)
        if (!generic.includes(name) && !operation?.params.some(one => one.name === name)) wrong.push(`${key}: ${name}`)
      for (const { name, required } of operation?.params ?? [])
        if (required && !names.has(name)) wrong.push(`${key}: no ${name}`)
    }
    const known = read<Node>('AdVideo').fields.map(one => one.name)
    for (const name of fields) if (!known.includes(name)) wrong.push(`AdVideo.${name}`)
    expect(wrong).toEqual([])
  },
)

interface Example {
  body: { status?: unknown; error?: unknown; published?: boolean }
}

test.skipIf(!present)('the example statuses come to what they are', () => {
  const examples = read<Record<string, Example>>('examples')
  const verdict = (name: string) => verdictOf(statusShape.parse(examples[name]?.body.status), undefined)
  expect(verdict('video_status_uploading')).toEqual({ is: 'waiting', bytes: 1_000_000, whole: false })
  expect(verdict('video_status_ready')).toEqual({ is: 'live', at: new Date(1_795_312_800_000) })
  expect(verdict('video_status_scheduled')).toMatchObject({ is: 'waiting', whole: true })
  expect(verdict('video_status_error')).toMatchObject({
    is: 'failed',
    why: { code: 'facebook.video_refused_length', detail: '1363128: The video duration is not supported.' },
  })
})

test.skipIf(!present)('the example of a wrong offset tells where to go on', () => {
  const { body } = read<Record<string, Example>>('examples').video_wrong_offset ?? { body: {} }
  const fault = faultOf(errorShape.parse(body.error), { status: 400, detail: '' })
  expect(fault).toMatchObject({ is: 'upload', next: { from: 1_048_576, to: 2_097_152 } })
})

test('offsets are understood as text inside text too, and where there are none the same part is sent again', () => {
  const of = (data: unknown) =>
    faultOf(errorShape.parse({ code: 6001, error_subcode: 1363037, error_data: data }), { status: 400, detail: '' })
  expect(of('{"start_offset":"5","end_offset":"9"}')).toMatchObject({ next: { from: 5, to: 9 } })
  for (const odd of [undefined, '', 'no json', { start_offset: '-1', end_offset: 'x' }])
    expect(of(odd)).toMatchObject({ next: 'resume' })
})

test('every word for a status is understood, and nothing else counts as published', () => {
  const verdict = (status: unknown, published?: boolean) => verdictOf(statusShape.parse(status), published).is
  const done = { status: 'completed' }
  const publishing_phase = { status: 'completed', publish_status: 'published' }
  expect(verdict({ video_status: 'ready', uploading_phase: done, processing_phase: done, publishing_phase })).toBe(
    'live',
  )
  expect(verdict({ video_status: 'ready' }, true)).toBe('live')
  // Complete and ready, and nobody sees it.
  expect(verdict({ video_status: 'ready' })).toBe('waiting')
  expect(verdict({ video_status: 'ready', publishing_phase: { status: 'complete', publish_status: 'draft' } })).toBe(
    'waiting',
  )
  expect(verdict({ video_status: 'ready', publishing_phase: { status: 'not_started' } })).toBe('waiting')
  expect(verdict({ video_status: 'expired' })).toBe('expired')
  expect(verdict({ video_status: 'upload_failed' })).toBe('failed')
  expect(verdict({ uploading_phase: { status: 'error', error: { message: 'x' } } })).toBe('failed')
  expect(
    verdict({ video_status: 'processing', uploading_phase: done, processing_phase: { status: 'in_progress' } }),
  ).toBe('working')
  const bytes = verdictOf(
    statusShape.parse({ uploading_phase: { status: 'in_progress', bytes_transfered: '77' } }),
    false,
  )
  expect(bytes).toEqual({ is: 'waiting', bytes: 77, whole: false })
  expect(verdictOf(undefined, undefined)).toEqual({ is: 'waiting', bytes: 0, whole: false })
})
