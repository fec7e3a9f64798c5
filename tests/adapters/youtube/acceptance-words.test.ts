import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../adapters/youtube/check.ts'
import { format } from '../../../adapters/youtube/format.ts'
import { youtube } from '../../../adapters/youtube/index.ts'
import { fittingTags, lengthOfTags } from '../../../adapters/youtube/tags.ts'
import { brief, content } from './builders.ts'
import { type Stage, setChannel } from './live.ts'
import { clientOf } from './served.ts'

/** The checks of the reference that a lazy client fails, by their numbers there: texts, fields and parts. */

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const bytes = (text: string) => new TextEncoder().encode(text).length
const blocks = (given: Parameters<typeof content>[0]) =>
  check(content(given), {})
    .filter(issue => issue.blocks)
    .map(issue => issue.code)

describe('1: a description is counted in bytes, over NFC', () => {
  test('1,667 letters of three bytes are too long, 1,666 are not', async () => {
    expect(blocks({ text: 'ế'.repeat(1667) })).toEqual(['youtube.text_long'])
    expect(blocks({ text: 'ế'.repeat(1666) })).toEqual([])
    expect((await stage.delivery().publish(content({ text: 'ế'.repeat(1666) }))).is).toBe('live')
    const over = await stage.delivery().publish(content({ text: 'ế'.repeat(1667) }))
    expect(over).toMatchObject({ is: 'refused', why: { code: 'youtube.refused_description' } })
  })
  test('letters in pieces are put together before they are counted and sent', async () => {
    const text = 'Cổng thông tin điện tử Chính phủ'
    expect(blocks({ text: text.normalize('NFD').repeat(100) })).toEqual(blocks({ text: text.repeat(100) }))
    await stage.delivery().publish(content({ title: text.normalize('NFD'), text: text.normalize('NFD') }))
    expect(stage.visible()).toMatchObject([{ title: text, description: text }])
  })
  test('a long story is cut at a word, its address and source stay whole', () => {
    const fit = format(brief({ lead: 'Tỉnh đã họp bàn về kế hoạch đầu tư. '.repeat(400) }), {})
    if (fit.is !== 'fit') throw new Error(fit.why.code)
    expect(bytes(fit.content.text)).toBeLessThanOrEqual(5000)
    expect(bytes(fit.content.text)).toBeGreaterThan(4500)
    expect(fit.content.text).toContain('Xem chi tiết: https://lacgiang.example.gov.vn/tin/7')
  })
})

describe('2: tags are counted as YouTube counts', () => {
  const tag = (n: number) => `tag ${String(n).padStart(2, '0')}`
  test('56 tags with a space are 503 although their text is 391', async () => {
    const tags = Array.from({ length: 56 }, (_, n) => tag(n))
    expect(tags.join(',').length).toBe(391)
    expect(lengthOfTags(tags)).toBe(503)
    expect(blocks({ tags })).toEqual(['youtube.tags_long'])
    expect(await stage.delivery().publish(content({ tags }))).toMatchObject({
      is: 'refused',
      why: { code: 'youtube.refused_tags' },
    })
    expect(fittingTags(tags)).toHaveLength(55)
    expect((await stage.delivery().publish(content({ tags: fittingTags(tags) }))).is).toBe('live')
  })
})

describe('7: privacy is always sent', () => {
  test.each(['public', 'unlisted', 'private'] as const)('%s is what becomes of it', async privacy => {
    await stage.delivery({ options: { privacy } }).publish(content())
    expect(stage.sandbox.ledger()).toMatchObject([{ privacy }])
  })
  test('the sandbox makes public what does not say, so that leaving it out cannot pass', async () => {
    const client = clientOf(stage)
    const begun = await client.begin({ snippet: { title: 'x', categoryId: '25' }, status: {} })
    await client.put(begun, new Uint8Array(1000), 'bytes 0-999/1000')
    expect(stage.sandbox.ledger()).toMatchObject([{ privacy: 'public' }])
  })
  test('made for kids and synthetic media are said in any case', async () => {
    await stage.delivery().publish(content())
    await stage.delivery({ options: { madeForKids: true, synthetic: true, notify: false } }).publish(content())
    expect(stage.sandbox.ledger()).toMatchObject([
      { madeForKids: false, synthetic: false, notified: true, license: 'youtube', categoryId: '25', language: 'vi' },
      { madeForKids: true, synthetic: true, notified: false },
    ])
  })
})

describe('8: a time to go public', () => {
  const at = '2026-11-25T02:30:00.000Z'
  test('keeps the video private until then, and only then it is live', async () => {
    const one = stage.delivery({ options: { publishAt: at } })
    expect(await one.publish(content())).toMatchObject({
      is: 'accepted',
      awaits: 'network',
      lookAfter: expect.any(Number),
    })
    expect(stage.sandbox.ledger()).toMatchObject([{ privacy: 'private', publishAt: at, visible: false }])
    expect(await one.reconcile(content())).toMatchObject({ is: 'pending', awaits: 'network' })
    stage.sandbox.advance(31 * 60_000)
    expect(await one.reconcile(content())).toMatchObject({ is: 'live', at: new Date(at) })
    expect(stage.visible()).toHaveLength(1)
  })
  test('that is past is not sent: it goes out at once, openly', async () => {
    const one = stage.delivery({ options: { publishAt: '2026-11-25T01:59:00Z' } })
    expect((await one.publish(content())).is).toBe('live')
    expect(stage.sandbox.ledger()).toMatchObject([{ privacy: 'public', publishAt: null }])
  })
  test('does not go with a hidden video', () => {
    expect(check(content(), { publishAt: at, privacy: 'unlisted' })).toMatchObject([
      { code: 'youtube.publish_at_hidden', field: 'publishAt', blocks: true },
    ])
    expect(check(content(), { publishAt: at, privacy: 'public' })).toEqual([])
  })
  test.each([
    ['with public', { privacyStatus: 'public', publishAt: at }, 400, undefined],
    ['that is no time', { privacyStatus: 'private', publishAt: '25/11/2026' }, 400, undefined],
    [
      'that is past, and publishes at once',
      { privacyStatus: 'private', publishAt: '2026-11-25T01:00:00Z' },
      200,
      'public',
    ],
  ] as const)('the sandbox judges one %s', async (_, status, expected, privacy) => {
    const client = clientOf(stage)
    const begun = await client.start({ snippet: { title: 'x', categoryId: '25' }, status })
    expect(begun.status).toBe(expected)
    if (!privacy) return expect((await begun.json()).error.errors[0].reason).toBe('invalidPublishAt')
    await client.put(begun.headers.get('location') ?? '', new Uint8Array(1000), 'bytes 0-999/1000')
    expect(stage.sandbox.ledger()).toMatchObject([{ privacy, visible: true }])
  })
})

test('11: part and id are taken with commas, repeated, and mixed', async () => {
  const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một' })
  const other = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Hai' })
  const client = clientOf(stage)
  for (const query of [
    `part=snippet,status&id=${id},${other.id}`,
    `part=snippet&part=status&id=${id}&id=${other.id}`,
    `part=snippet&part=status,id&id=${id},${other.id}`,
  ]) {
    const { items } = await client.json(`/youtube/v3/videos?${query}`)
    expect(items).toMatchObject([{ snippet: { title: 'Một' }, status: {} }, { snippet: { title: 'Hai' } }])
  }
})

describe('12: an update is destructive', () => {
  test('the sandbox refuses a title without a category, and wipes what is left out', async () => {
    const client = clientOf(stage)
    const { id } = stage.sandbox.addVideo({ channel: stage.channel.id, title: 'Một', description: 'Dài', tags: ['a'] })
    const put = (snippet: unknown) => client.call('PUT', '/youtube/v3/videos?part=snippet', { id, snippet })
    expect((await put({ title: 'Hai' })).status).toBe(400)
    expect((await put({ title: 'Hai', categoryId: '25' })).status).toBe(200)
    expect(stage.sandbox.ledger()).toMatchObject([{ title: 'Hai', description: '', tags: [] }])
  })
  test('a correction reads, merges and writes: what it does not change stays', async () => {
    const live = await stage
      .delivery({ options: { privacy: 'unlisted', category: '28', language: 'en' } })
      .publish(content())
    if (live.is !== 'live') throw new Error(live.is)
    const mended = content({ title: 'Đã sửa', tags: ['LacGiang', 'CauBenLoi'] })
    expect(await youtube.update?.(stage.session(), live.remote, mended)).toEqual({ is: 'done' })
    expect(stage.sandbox.ledger()).toMatchObject([
      {
        title: 'Đã sửa',
        tags: ['LacGiang', 'CauBenLoi'],
        categoryId: '28',
        language: 'en',
        privacy: 'unlisted',
        madeForKids: false,
      },
    ])
  })
})
