import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { youtube } from '../../../adapters/youtube/index.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import { content, picture, short, video } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const track = 'WEBVTT\n\n00:00.000 --> 00:02.000\nKhởi công cầu Bến Lội'

async function slow() {
  await stage.close()
  stage = await setChannel({ settings: { processingFromMs: 60_000, processingToMs: 60_000 } })
}

describe('what becomes of an upload', () => {
  test('a 201 is not a publication: it is waited for, and then it is live under its address', async () => {
    await slow()
    const one = stage.delivery()
    expect(await one.publish(content())).toMatchObject({ is: 'accepted', awaits: 'network', lookAfter: 15_000 })
    expect((await one.reconcile(content())).is).toBe('pending')
    stage.sandbox.advance(60_000)
    const id = stage.sandbox.ledger()[0]?.id
    expect(await one.reconcile(content())).toEqual({
      is: 'live',
      remote: { id, url: `https://www.youtube.com/watch?v=${id}` },
      at: new Date('2026-11-25T02:00:00Z'),
    })
  })
  test('a Short has the address of a Short', async () => {
    const live = await stage.delivery().publish(content({ form: 'short', video: short() }))
    expect(live).toMatchObject({
      is: 'live',
      remote: { url: expect.stringContaining('https://www.youtube.com/shorts/') },
    })
  })
  test.each([
    ['failed', { failure: 'codec' }],
    ['rejected', { rejection: 'duplicate' }],
  ] as const)('%s is refused with the copy to remove, and sent anew it is another video', async (word, fate) => {
    stage.sandbox.pull({ what: 'fate', ...fate })
    const one = stage.delivery()
    const told = await one.publish(content())
    expect(told).toMatchObject({ is: 'unknown', why: { code: `youtube.${word}` } })
    const found = await one.reconcile(content())
    const [copy] = stage.sandbox.ledger()
    expect(found).toMatchObject({ is: 'refused', remote: { id: copy?.id }, why: { code: `youtube.${word}` } })
    if (found.is !== 'refused' || !found.remote) throw new Error('no copy')
    expect(await youtube.remove?.(stage.session(), found.remote)).toEqual({ is: 'done' })
    expect((await one.publish(content())).is).toBe('live')
    expect(stage.visible()).toHaveLength(1)
  })
  test('a project that YouTube locks leaves a private video, and a person is asked, not told that it is live', async () => {
    stage.sandbox.settings.unverifiedProjectLock = true
    const one = stage.delivery()
    expect(await one.publish(content())).toMatchObject({ is: 'accepted', awaits: 'person' })
    expect(stage.notes).toMatchObject([{ why: { code: 'youtube.locked_private' } }])
    expect(await one.reconcile(content())).toMatchObject({ is: 'pending', awaits: 'person' })
    expect(stage.visible()).toEqual([])
  })
  test('a private video that was meant to be private is live', async () => {
    expect((await stage.delivery({ options: { privacy: 'private' } }).publish(content())).is).toBe('live')
  })
  test('a video that somebody removed is not made again', async () => {
    await slow()
    const one = stage.delivery()
    await one.publish(content())
    const [{ id = '' } = {}] = stage.sandbox.ledger()
    await youtube.remove?.(stage.session(), { id })
    expect(await one.reconcile(content())).toMatchObject({ is: 'unproved', why: { code: 'youtube.gone' } })
    expect(await one.publish(content())).toMatchObject({ is: 'unknown', why: { code: 'youtube.gone' } })
    expect(stage.sandbox.ledger()).toHaveLength(1)
  })
})

describe('what stands beside the video', () => {
  const dressed = () => content({ section: 'Thời sự', pictures: [picture()] })
  const given = () => {
    const list = stage.sandbox.addPlaylist({ channel: stage.channel.id, title: 'Thời sự' })
    return { list, given: { settings: { playlists: { 'Thời sự': list.id } }, options: { captions: track } } }
  }

  test('still, captions and the list of its section come with it', async () => {
    const { list, given: all } = given()
    expect((await stage.delivery(all).publish(dressed())).is).toBe('live')
    expect(stage.sandbox.ledger()).toMatchObject([
      { thumbnail: expect.any(Number), captions: [{ language: 'vi', name: '' }], playlists: [list.id] },
    ])
    expect(stage.notes).toEqual([])
  })
  test('none of them may fail the publication: it is live, and each failure is told with its address', async () => {
    const { given: all } = given()
    for (const on of ['thumbnail', 'caption', 'list'] as const)
      stage.sandbox.pull({ what: 'refuse', on, status: 403, reason: 'forbidden' })
    const live = await stage.delivery(all).publish(dressed())
    if (live.is !== 'live') throw new Error(live.is)
    expect(stage.notes.map(note => note.why.code)).toEqual([
      'youtube.captions_failed',
      'youtube.playlist_failed',
      'youtube.thumbnail_failed',
    ])
    for (const note of stage.notes) expect(note.why.with).toEqual({ url: live.remote.url })
  })
  test('what was refused once is asked once, what was lost is tried again', async () => {
    const { given: all } = given()
    stage.sandbox.pull({ what: 'refuse', on: 'thumbnail', status: 400, reason: 'invalidImage' })
    stage.sandbox.pull({ what: 'lose', on: 'caption' })
    stage.sandbox.pull({ what: 'html', on: 'list', status: 503 })
    expect((await stage.delivery(all).publish(dressed())).is).toBe('live')
    expect(stage.count('thumbnails.set')).toBe(1)
    // The lost one had been taken: the second answer says that it is there.
    expect(stage.count('captions.insert')).toBe(2)
    expect(stage.sandbox.ledger()).toMatchObject([{ captions: [{}], playlists: [expect.any(String)] }])
    expect(stage.notes.map(note => note.why.code)).toEqual(['youtube.thumbnail_failed'])
  })
  test('a fresh video that a list does not know yet is filed later, by a correction', async () => {
    const { list, given: all } = given()
    stage.sandbox.settings.listDelayMs = 60_000
    const one = stage.delivery(all)
    const live = await one.publish(dressed())
    expect(stage.notes).toMatchObject([{ is: 'incomplete', why: { code: 'youtube.playlist_later' } }])
    if (live.is !== 'live') throw new Error(live.is)
    stage.sandbox.advance(61_000)
    expect(await youtube.update?.(stage.session({ settings: all.settings }), live.remote, dressed())).toEqual({
      is: 'done',
    })
    expect(stage.sandbox.ledger()).toMatchObject([{ playlists: [list.id] }])
  })
  test('a video is in its list once, however often it is put there', async () => {
    const { list, given: all } = given()
    const live = await stage.delivery(all).publish(dressed())
    if (live.is !== 'live') throw new Error(live.is)
    await youtube.update?.(stage.session({ settings: all.settings }), live.remote, dressed())
    expect(list.items).toHaveLength(1)
    expect(stage.count('playlistItems.insert')).toBe(1)
  })
  test('the chosen list comes before that of the section, and none may be chosen', async () => {
    const { list, given: all } = given()
    const other = stage.sandbox.addPlaylist({ channel: stage.channel.id, title: 'Khác' })
    await stage.delivery({ ...all, options: { playlist: other.id } }).publish(content({ section: 'Thời sự' }))
    await stage.delivery({ ...all, options: { playlist: '' } }).publish(content({ section: 'Thời sự', title: 'Hai' }))
    expect(stage.sandbox.ledger()).toMatchObject([{ playlists: [other.id] }, { playlists: [] }])
    expect(list.items).toEqual([])
  })
  test('killed before they were set, the video is live and a person is told what may be missing', async () => {
    const { given: all } = given()
    const one = stage.delivery(all)
    one.killAfter(3)
    await expect(one.publish(dressed())).rejects.toThrow('killed')
    one.revive()
    expect((await one.reconcile(dressed())).is).toBe('live')
    expect(stage.notes.map(note => note.why.code)).toEqual(['youtube.steps_open'])
  })
})

describe('before anything goes out', () => {
  test.each([
    ['a form of another network', content({ form: 'link' }), 'youtube.form_unknown'],
    ['no video', (({ video: _, ...rest }) => rest)(content()), 'youtube.video_missing'],
  ])('%s is refused', async (_, what, code) => {
    expect(await stage.delivery().publish(what)).toMatchObject({ is: 'refused', why: { code } })
    expect(stage.sandbox.calls()).toEqual([])
  })
  test('a claim that is over sends nothing', async () => {
    const to = stage.session({ signal: AbortSignal.abort() })
    expect(await stage.delivery().publish(content(), to)).toMatchObject({ is: 'unsent' })
    expect(stage.sandbox.calls()).toEqual([])
  })
  test('a file that is no longer kept is refused, and no session is left half', async () => {
    const to = stage.session({ files: { read: async () => undefined, piece: async () => undefined } })
    expect(await stage.delivery().publish(content(), to)).toMatchObject({
      is: 'refused',
      why: { code: 'youtube.file_missing' },
    })
    expect(stage.sandbox.ledger()).toEqual([])
  })
  test('a session whose address is not one of Google’s is not used', async () => {
    const fetch: typeof stage.way.fetch = async (input, init) => {
      const reply = await stage.way.fetch(input, init)
      if (init?.method !== 'POST') return reply
      return new Response(null, { status: 200, headers: { location: 'https://evil.example/upload?upload_id=1' } })
    }
    const told = await stage.delivery().publish(content(), stage.session({ fetch }))
    expect(told).toMatchObject({ is: 'unsent', why: { code: 'youtube.answer_unexpected' } })
    expect(stage.count('upload.put')).toBe(0)
  })
  test('a begin that gets no answer leaves nothing behind and is sent again', async () => {
    stage.sandbox.pull({ what: 'lose', on: 'start' })
    const one = stage.delivery()
    expect((await one.publish(content())).is).toBe('unsent')
    expect((await one.publish(content())).is).toBe('live')
    expect(stage.sandbox.ledger()).toHaveLength(1)
  })
})

test('the address of a session stands in no ticket that can be read, and opens with the app’s secret alone', async () => {
  const one = stage.delivery()
  one.killAfter(1)
  await expect(one.publish(content())).rejects.toThrow('killed')
  one.revive()
  const text = JSON.stringify(one.ticket())
  expect(text).not.toContain('upload')
  expect(text).not.toContain('googleapis')
  const begun = stage.count('videos.insert')
  const other = stage.session({ app: { id: stage.app.id, secret: 'another-secret-altogether' } })
  expect((await one.publish(content(), other)).is).toBe('live')
  expect(stage.count('videos.insert')).toBe(begun + 1)
  expect(stage.sandbox.ledger()).toHaveLength(1)
})

test('an empty refusal of an upload server is survived', async () => {
  stage.sandbox.pull({ what: 'refuse', on: 'send', status: 500, reason: '', body: 'empty' })
  stage.sandbox.pull({ what: 'refuse', on: 'start', status: 400, reason: '', body: 'empty' })
  const one = stage.delivery({ settings: { pieceBytes: 262_144 } })
  expect(await one.publish(content())).toMatchObject({ is: 'unsent', why: { code: 'youtube.answer_unreadable' } })
  expect((await one.publish(content())).is).toBe('live')
})

test('no token stands in an address, and none goes anywhere but to Google', async () => {
  const seen: { url: URL; headers: Headers }[] = []
  const fetch: typeof stage.way.fetch = (input, init) => {
    seen.push({ url: new URL(input), headers: new Headers(init?.headers) })
    return stage.way.fetch(input, init)
  }
  const to = stage.session({ fetch })
  const live = await stage.delivery().publish(content({ pictures: [picture()] }), to)
  if (live.is !== 'live') throw new Error(live.is)
  await youtube.metrics(to, [live.remote.id])
  await youtube.choices?.(to)
  await youtube.auth.inspect(to)
  await youtube.auth.refresh?.(to)
  expect(seen.length).toBeGreaterThan(8)
  for (const { url, headers } of seen) {
    expect(url.href).not.toContain(stage.pair.access)
    expect(youtube.about.traits.hosts).toContain(url.host)
    if (url.host !== 'oauth2.googleapis.com') expect(headers.get('authorization')).toBe(`Bearer ${stage.pair.access}`)
    expect(headers.has('x-goog-api-client')).toBe(false)
  }
})

test('a failure that is no fault of the wire leaves the session to go on with', async () => {
  const unheard = async () => {
    throw new FetchFault('name', false, 'no such name')
  }
  expect(await stage.delivery().publish(content(), stage.session({ fetch: unheard }))).toMatchObject({
    is: 'unsent',
    why: { code: 'net.name' },
  })
  const broken: typeof stage.way.fetch = async (input, init) => {
    if (init?.method === 'PUT') throw new TypeError('odd')
    return stage.way.fetch(input, init)
  }
  // The only part is the one that ends it: nobody knows.
  expect(await stage.delivery().publish(content({ video: video() }), stage.session({ fetch: broken }))).toMatchObject({
    is: 'unknown',
  })
})
