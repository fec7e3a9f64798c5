import { expect, test } from 'vitest'
import { publish } from '../../../adapters/facebook/publish.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import type { Attempt, Content, Published, Session } from '../../../src/ports/network.ts'
import { linkPost, PAGE, photoPost, picture } from './builders.ts'
import { failure, json, type Line, NOW, PROOF, type Reply, Script, six, stage, trial } from './script.ts'

const FEED = `POST /${PAGE}/feed`
const PHOTOS = `POST /${PAGE}/photos`
const POST = `${PAGE}_122100000000000001`
const made: Line = { call: FEED, reply: json({ id: POST }) }
const place: Line = {
  call: `GET /${POST}`,
  reply: json({
    id: POST,
    permalink_url: `https://www.facebook.com/${PAGE}/posts/122100000000000001`,
    created_time: '2026-11-22T01:30:05+0000',
  }),
}
const live: Published = {
  is: 'live',
  remote: { id: POST, url: `https://www.facebook.com/${PAGE}/posts/122100000000000001` },
  at: new Date('2026-11-22T01:30:05Z'),
}

async function send(
  lines: readonly Line[],
  content: Content = linkPost(),
  given: { attempt?: Partial<Attempt>; to?: Partial<Session<{ token: string }>> } = {},
) {
  const script = new Script(lines)
  const { to, notes } = stage(script.fetch, given.to)
  const { attempt, saved } = trial(given.attempt)
  const published = await publish(to, content, attempt, {})
  script.done()
  return { published, notes, saved, calls: script.calls }
}

test('a link post is one call with message and link, nothing more, and is live', async () => {
  const { published, calls, saved } = await send([made, place])
  expect(published).toEqual(live)
  expect(Object.fromEntries(calls[0]?.form ?? [])).toEqual({
    message: linkPost().text,
    link: linkPost().link,
    appsecret_proof: PROOF,
  })
  expect(saved).toEqual([])
})

test('a text is sent as NFC without outer white space, its lines kept', async () => {
  const { calls } = await send([made, place], {
    form: 'text',
    text: ' Thông báo\n\nDòng hai\n'.normalize('NFD'),
    pictures: [],
  })
  expect(calls[0]?.form.get('message')).toBe('Thông báo\n\nDòng hai')
})

test('a link post without words sends no empty message', async () => {
  const { calls } = await send([made, place], linkPost({ text: '  ' }))
  expect(calls[0]?.form.has('message')).toBe(false)
})

test('a bare post id is completed with the id of the Page', async () => {
  const { published } = await send([{ call: FEED, reply: json({ id: '122100000000000001' }) }, place])
  expect(published).toEqual(live)
})

test('a relative address is completed', async () => {
  const relative = { call: `GET /${POST}`, reply: json({ permalink_url: `/${PAGE}/posts/1` }) }
  const { published } = await send([made, relative])
  expect(published).toMatchObject({ is: 'live', remote: { url: `https://www.facebook.com/${PAGE}/posts/1` }, at: NOW })
})

test('pictures go up unpublished with their description, each is saved, and one call makes the post of them in order', async () => {
  const pictures = six(picture)
  const uploads = pictures.map((_, index) => ({ call: PHOTOS, reply: json({ id: `90${index}` }) }))
  const { published, calls, saved } = await send([...uploads, made, place], photoPost({ form: 'album', pictures }))
  expect(published).toEqual(live)
  for (const [index, call] of calls.slice(0, 6).entries()) {
    expect(call.form.get('published')).toBe('false')
    expect(call.form.get('alt_text_custom')).toBe(`Ảnh ${index + 1}`)
    const file = call.form.get('source')
    expect(file instanceof File && file.type).toBe('image/jpeg')
    expect(file instanceof File && file.size).toBe(3)
  }
  expect(JSON.parse(String(calls[6]?.form.get('attached_media')))).toEqual(
    pictures.map((_, index) => ({ media_fbid: `90${index}` })),
  )
  expect(calls[6]?.form.has('link')).toBe(false)
  expect(saved.map(ticket => (ticket as { photos: unknown[] }).photos.length)).toEqual([1, 2, 3, 4, 5, 6, 6])
  expect(saved.at(-1)).toMatchObject({ step: 'posting' })
  expect(saved.at(-2)).toMatchObject({ step: 'uploading' })
})

test('the ticket is stored before the post is asked for, and a store that fails stops it', async () => {
  const script = new Script([{ call: PHOTOS, reply: json({ id: '900' }) }])
  const { to } = stage(script.fetch)
  const { attempt } = trial({
    save: async ticket => {
      if ((ticket as { step: string }).step === 'posting') throw new Error('database gone')
    },
  })
  await expect(publish(to, photoPost(), attempt, {})).rejects.toThrow('database gone')
  script.done()
})

test('pictures of an earlier attempt are used again, not uploaded again', async () => {
  const pictures = six(picture)
  const kept = pictures.slice(0, 4).map((one, index) => ({ digest: one.digest, id: `90${index}` }))
  const { calls } = await send(
    [{ call: PHOTOS, reply: json({ id: '904' }) }, { call: PHOTOS, reply: json({ id: '905' }) }, made, place],
    photoPost({ form: 'album', pictures }),
    { attempt: { number: 2, ticket: { step: 'uploading', photos: kept } } },
  )
  expect(JSON.parse(String(calls[2]?.form.get('attached_media')))).toHaveLength(6)
})

test('a ticket of unknown make is no ticket', async () => {
  const { published } = await send([{ call: PHOTOS, reply: json({ id: '900' }) }, made, place], photoPost(), {
    attempt: { ticket: { version: 9 } },
  })
  expect(published).toEqual(live)
})

test('a picture whose bytes are lost is refused before anything is sent', async () => {
  const { published } = await send([], photoPost(), {
    to: { files: { read: async () => undefined, piece: async () => undefined } },
  })
  expect(published).toEqual({ is: 'refused', why: { code: 'facebook.picture_lost', with: { n: 1 } } })
})

test('an attempt that is over makes no post', async () => {
  const controller = new AbortController()
  controller.abort()
  const { published } = await send([], linkPost(), { to: { signal: controller.signal } })
  expect(published).toMatchObject({ is: 'unsent' })
})

test('a form of another network is refused', async () => {
  const { published } = await send([], linkPost({ form: 'story' }))
  expect(published).toMatchObject({ is: 'refused', why: { code: 'facebook.form_unknown' } })
})

const answers: [string, Reply, Partial<Published>][] = [
  ['190/460', failure(190, 460), { is: 'reconnect' }],
  ['190/2069032', failure(190, 2069032), { is: 'reconnect' }],
  ['102', failure(102), { is: 'reconnect' }],
  ['10', failure(10), { is: 'reconnect' }],
  ['200', failure(200, undefined, 'pages_manage_posts', { status: 403 }), { is: 'reconnect' }],
  ['a wrong proof', failure(100, undefined, 'Invalid appsecret_proof provided'), { is: 'reconnect' }],
  [
    'a Page that is gone',
    failure(100, 33),
    { is: 'reconnect', why: expect.objectContaining({ code: 'facebook.page_gone' }) },
  ],
  ['80001', failure(80001), { is: 'unsent', retryAfter: 3_600_000 }],
  ['4', failure(4), { is: 'unsent', retryAfter: 3_600_000 }],
  ['429 of a gateway', new Response('', { status: 429 }), { is: 'unsent' }],
  ['368/1390008', failure(368, 1390008), { is: 'unsent', retryAfter: 86_400_000 }],
  ['368/1404102', failure(368, 1404102), { is: 'refused' }],
  ['100', failure(100), { is: 'refused' }],
  [
    '324 that claims to be transient',
    json({ error: { message: 'x', code: 324, error_subcode: 2069019, is_transient: true } }, { status: 400 }),
    { is: 'refused' },
  ],
  ['a link to Facebook', failure(100, 1609008), { is: 'refused' }],
  ['1', failure(1, undefined, 'x', { status: 500 }), { is: 'unknown' }],
  ['2', failure(2, undefined, 'x', { status: 503 }), { is: 'unknown' }],
  ['1/99', failure(1, 99, 'x', { status: 500 }), { is: 'unknown' }],
  ['an HTML 502', new Response('<html>', { status: 502 }), { is: 'unknown' }],
  ['truncated JSON', new Response('{"id":"1020'), { is: 'unknown' }],
  ['an empty 200', new Response(''), { is: 'unknown' }],
  ['a success without an id', json({ success: true }), { is: 'unknown' }],
  ['a redirect', new Response(null, { status: 307, headers: { location: 'https://x.example/' } }), { is: 'unknown' }],
  ['a reset after sending', new FetchFault('reset', true, 'x'), { is: 'unknown' }],
  ['a timeout after sending', new FetchFault('timeout', true, 'x'), { is: 'unknown' }],
  ['a refused connection', new FetchFault('refused', false, 'x'), { is: 'unsent' }],
  ['a name that is not found', new FetchFault('name', false, 'x'), { is: 'unsent' }],
]

test.each(answers)('the publishing call answered by %s', async (_, reply, expected) => {
  const { published } = await send([{ call: FEED, reply }])
  expect(published).toMatchObject(expected)
})

test.each<[string, Reply, Partial<Published>]>([
  ['a timeout after sending', new FetchFault('timeout', true, 'x'), { is: 'unsent', retryAfter: 60_000 }],
  ['an HTML 502', new Response('<html>', { status: 502 }), { is: 'unsent', retryAfter: 60_000 }],
  ['1', failure(1, undefined, 'x', { status: 500 }), { is: 'unsent', retryAfter: 60_000 }],
  ['190/463', failure(190, 463), { is: 'reconnect' }],
  ['324', failure(324), { is: 'refused', why: expect.objectContaining({ with: { n: 1 } }) }],
  ['100/1366046', failure(100, 1366046), { is: 'refused' }],
  ['368/1390008', failure(368, 1390008), { is: 'unsent', retryAfter: 86_400_000 }],
  ['80001', failure(80001), { is: 'unsent' }],
  ['an unknown code', failure(987), { is: 'unsent' }],
])('an upload answered by %s leaves no doubt, for nothing is public yet', async (_, reply, expected) => {
  const { published } = await send([{ call: PHOTOS, reply }], photoPost())
  expect(published).toMatchObject(expected)
})

test('an unknown code on uploads is given up at the third attempt', async () => {
  const { published } = await send([{ call: PHOTOS, reply: failure(987) }], photoPost(), { attempt: { number: 3 } })
  expect(published).toMatchObject({ is: 'refused', why: { code: 'facebook.odd', with: { code: '987' } } })
})

test('a link that Facebook cannot read is tried slowly three times, then a person decides', async () => {
  const first = await send([{ call: FEED, reply: failure(100, 1609005) }])
  expect(first.published).toMatchObject({ is: 'unsent', retryAfter: 600_000 })
  const third = await send([{ call: FEED, reply: failure(1609005) }], linkPost(), { attempt: { number: 3 } })
  expect(third.published).toMatchObject({ is: 'refused', why: { code: 'facebook.link_unreadable' } })
})

test('"duplicate" and codes nobody wrote down are in doubt, and the doubt is stored', async () => {
  for (const [reply, code] of [
    [failure(506), 'facebook.duplicate'],
    [failure(100, 1366051), 'facebook.pictures_used'],
    [failure(987), 'facebook.odd'],
  ] as const) {
    const { published, saved } = await send([{ call: FEED, reply }])
    expect(published).toMatchObject({ is: 'unknown', why: { code } })
    expect(saved).toMatchObject([{ step: 'posting', doubt: { code } }])
  }
})

test('a doubt that was settled does not follow into the next attempt, nor do its pictures', async () => {
  const { saved, published } = await send([{ call: PHOTOS, reply: json({ id: '901' }) }, made, place], photoPost(), {
    attempt: {
      number: 2,
      ticket: { step: 'posting', photos: [{ digest: picture().digest, id: '900' }], doubt: { code: 'facebook.odd' } },
    },
  })
  expect(published).toEqual(live)
  expect(saved[0]).toEqual({ step: 'uploading', photos: [] })
  expect(saved.at(-1)).toEqual({ step: 'posting', photos: [{ digest: picture().digest, id: '901' }] })
})

const kept: Partial<Attempt> = {
  number: 2,
  ticket: { step: 'posting', photos: [{ digest: picture().digest, id: '900' }] },
}

test('a post refused because a kept picture was deleted is built from fresh pictures next time', async () => {
  const { published, saved } = await send(
    [
      { call: FEED, reply: failure(100) },
      { call: 'GET /900', reply: failure(100, 33) },
    ],
    photoPost(),
    { attempt: kept },
  )
  expect(published).toMatchObject({ is: 'unsent' })
  expect(saved.at(-1)).toEqual({ step: 'uploading', photos: [] })
})

test('a post refused while its kept picture stands in a post is in doubt; otherwise it is refused', async () => {
  const there = await send(
    [
      { call: FEED, reply: failure(100) },
      { call: 'GET /900', reply: json({ id: '900', page_story_id: POST }) },
    ],
    photoPost(),
    { attempt: kept },
  )
  expect(there.published).toMatchObject({ is: 'unknown' })
  const unused = await send(
    [
      { call: FEED, reply: failure(100) },
      { call: 'GET /900', reply: json({ id: '900' }) },
    ],
    photoPost(),
    { attempt: kept },
  )
  expect(unused.published).toMatchObject({ is: 'refused' })
})
