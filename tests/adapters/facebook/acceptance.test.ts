import { afterEach, beforeEach, expect, test } from 'vitest'
import { facebook } from '../../../adapters/facebook/index.ts'
import { brief, linkPost, photoPost } from './builders.ts'
import { type Stage, setPage } from './live.ts'
import { NOW } from './script.ts'

/**
 * What a careless client gets wrong, by the numbers of our Facebook reference (§13), against a strict Graph over real
 * sockets. Each of them leaves exactly one truth: on the Page, in the answer, and in what is remembered.
 */

let stage: Stage
beforeEach(async () => {
  stage = await setPage({ now: () => NOW })
})
afterEach(() => stage.close())

const posted = (path = 'feed') =>
  stage.sandbox.calls().filter(call => call.method === 'POST' && call.path.endsWith(`/${path}`)).length

for (const [name, content] of [
  ['a link post', () => linkPost()],
  ['a text', () => ({ form: 'text', text: 'Thông báo cúp điện', pictures: [] })],
  ['a photo', () => photoPost({ pictures: [stage.shot(1)] })],
  ['an album', () => photoPost({ form: 'album', pictures: [1, 2, 3].map(stage.shot) })],
] as const) {
  test(`§13.1: ${name} whose answer is dropped is on the Page once, and adopted with its id`, async () => {
    stage.sandbox.levers.loseReplies(1)
    const delivery = stage.delivery()
    const post = content()
    expect(await delivery.publish(post)).toMatchObject({ is: 'unknown', why: { code: 'net.reset' } })
    const found = await delivery.reconcile(post)
    expect(stage.visible()).toHaveLength(1)
    expect(found).toMatchObject({ is: 'live', remote: { id: stage.visible()[0]?.postId } })
  })
}

test('§13.1: an answer dropped before anything happened is found absent, and the second send makes the one post', async () => {
  stage.sandbox.levers.loseCalls(1)
  const delivery = stage.delivery()
  expect(await delivery.publish(linkPost())).toMatchObject({ is: 'unknown' })
  expect(await delivery.reconcile(linkPost())).toEqual({ is: 'absent' })
  expect(await delivery.publish(linkPost())).toMatchObject({ is: 'live' })
  expect(stage.visible()).toHaveLength(1)
})

test('§13.1: a post that appears a minute after its call is found by the look of the second attempt', async () => {
  stage.sandbox.levers.delayCommit(60_000)
  const delivery = stage.delivery()
  expect(await delivery.publish(photoPost({ pictures: [stage.shot(1)] }))).toMatchObject({ is: 'unknown' })
  expect(await delivery.reconcile(photoPost({ pictures: [stage.shot(1)] }))).toEqual({ is: 'absent' })
  stage.sandbox.advance(61_000)
  const again = await delivery.publish(photoPost({ pictures: [stage.shot(1)] }))
  expect(again).toMatchObject({ is: 'unknown', why: { code: 'facebook.pictures_used' } })
  expect(await delivery.reconcile(photoPost({ pictures: [stage.shot(1)] }))).toMatchObject({ is: 'live' })
  expect(stage.visible()).toHaveLength(1)
})

test('§13.1: the copy of another delivery is never adopted', async () => {
  const first = await stage.delivery().publish(linkPost())
  if (first.is !== 'live') throw new Error(first.is)
  stage.sandbox.advance(60_000)
  stage.sandbox.levers.loseCalls(1)
  const second = stage.delivery([first.remote.id])
  expect(await second.publish(linkPost())).toMatchObject({ is: 'unknown' })
  expect(await second.reconcile(linkPost())).toEqual({ is: 'absent' })
})

test('§13.3: 506 on the second send leads to the first post', async () => {
  stage.sandbox.levers.loseReplies(1)
  stage.sandbox.levers.slowLists(30_000)
  const delivery = stage.delivery()
  const text = { form: 'text', text: 'Thông báo lịch tiếp công dân', pictures: [] }
  expect(await delivery.publish(text)).toMatchObject({ is: 'unknown' })
  expect(await delivery.reconcile(text)).toEqual({ is: 'absent' })
  expect(await delivery.publish(text)).toMatchObject({ is: 'unknown', why: { code: 'facebook.duplicate' } })
  expect(await delivery.reconcile(text)).toMatchObject({ is: 'later' })
  stage.sandbox.advance(31_000)
  expect(await delivery.reconcile(text)).toMatchObject({ is: 'live', remote: { id: stage.visible()[0]?.postId } })
  expect(stage.visible()).toHaveLength(1)
})

test('§13.3: 506 because somebody posted the same by hand is refused with the address, after the lists had their time', async () => {
  stage.sandbox.addPost({ page: stage.page.id, message: 'Thông báo lịch tiếp công dân' })
  const delivery = stage.delivery()
  const text = { form: 'text', text: 'Thông báo lịch tiếp công dân', pictures: [] }
  expect(await delivery.publish(text)).toMatchObject({ is: 'unknown' })
  expect(await delivery.reconcile(text)).toMatchObject({ is: 'later' })
  stage.sandbox.advance(5 * 60_000)
  const found = await delivery.reconcile(text)
  expect(found).toMatchObject({ is: 'refused', why: { code: 'facebook.duplicate_of' } })
  expect(found).not.toHaveProperty('remote')
})

test('§13.4: a failed permalink look-up after a good publish leaves the job done', async () => {
  for (const spoil of [
    () => stage.sandbox.levers.failBefore(1, 1, { on: 'read' }),
    () => stage.sandbox.levers.loseReplies(1, { on: 'read' }),
    () => stage.sandbox.levers.html502(1, { on: 'read' }),
    () => stage.sandbox.levers.garbage('truncated', { on: 'read' }),
  ]) {
    const before = stage.visible().length
    spoil()
    const published = await stage.delivery().publish(linkPost({ text: `Tin số ${before}` }))
    expect(stage.visible()).toHaveLength(before + 1)
    const id = stage.visible().at(-1)?.postId
    expect(published).toMatchObject({ is: 'live', remote: { id, url: `https://www.facebook.com/${id}` } })
  }
})

test('§13.5: one of six pictures fails and there is no post; the five are used when it is mended', async () => {
  const pictures = [1, 2, 3, 4, 5, 6].map(stage.shot)
  const album = photoPost({ form: 'album', pictures })
  const delivery = stage.delivery()
  let uploads = 0
  const flaky = stage.session({
    fetch: async (input, init) => {
      if (String(input).includes('/photos')) uploads += 1
      if (uploads === 6) stage.sandbox.levers.failBefore(1, 1, { on: 'upload' })
      return stage.way.fetch(input, init)
    },
  })
  expect(await delivery.publish(album, flaky)).toMatchObject({ is: 'unsent' })
  expect(stage.visible()).toEqual([])
  expect(posted()).toBe(0)
  expect(await delivery.publish(album)).toMatchObject({ is: 'live' })
  expect(stage.visible()[0]?.photos.map(photo => photo.alt)).toEqual(pictures.map(picture => picture.alt))
  expect(posted('photos')).toBe(7)
})

test('§13.10: an empty page with a next page is not the end', async () => {
  for (let n = 0; n < 60; n++) stage.sandbox.addPost({ page: stage.page.id, message: `Tin tay ${n}` })
  stage.sandbox.levers.loseReplies(1)
  const delivery = stage.delivery()
  await delivery.publish(linkPost())
  for (let n = 0; n < 120; n++) stage.sandbox.addPost({ page: stage.page.id, message: `Tin tay sau ${n}` })
  expect(await delivery.reconcile(linkPost())).toMatchObject({ is: 'live' })
  const pages = stage.sandbox.calls().filter(call => call.path.endsWith('/published_posts'))
  expect(pages.length).toBeGreaterThan(3)
})

test('§13.11: a next page on another host is refused and the token is not sent there', async () => {
  const evil = await setPage()
  try {
    stage.sandbox.settings.base = evil.served.url
    for (let n = 0; n < 120; n++) stage.sandbox.addPost({ page: stage.page.id, message: `Tin tay ${n}` })
    stage.sandbox.levers.loseCalls(1)
    const delivery = stage.delivery()
    await delivery.publish(linkPost())
    expect(await delivery.reconcile(linkPost())).toMatchObject({
      is: 'unproved',
      why: { code: 'facebook.foreign_page' },
    })
    expect(evil.sandbox.calls()).toEqual([])
  } finally {
    await evil.close()
  }
})

test('§13.12: no token, secret or proof in answers, remarks, tickets or addresses', async () => {
  const seen: string[] = []
  const watched = stage.session({
    fetch: async (input, init) => {
      const url = new URL(String(input))
      url.searchParams.delete('appsecret_proof')
      seen.push(url.href)
      try {
        return await stage.way.fetch(input, init)
      } catch (fault) {
        seen.push(String(fault))
        throw fault
      }
    },
    note: notice => seen.push(JSON.stringify(notice)),
  })
  const told = (value: unknown) => seen.push(JSON.stringify(value))
  const { levers } = stage.sandbox
  const delivery = stage.delivery()
  const photo = photoPost({ pictures: [stage.shot(1)] })
  for (const spoil of [
    () => levers.loseReplies(1),
    () => levers.html502(1),
    () => levers.garbage('truncated'),
    () => levers.failAfter(1, 1),
    () => levers.killToken({ subcode: 460, page: stage.page.id }),
  ]) {
    spoil()
    told(await delivery.publish(photo, watched))
    told(delivery.ticket() ?? null)
    told(await delivery.reconcile(photo, watched))
  }
  told(await facebook.metrics(watched, [`${stage.page.id}_1`]))
  told(await facebook.auth.inspect(watched))
  const proof = await stage.sandbox.proofOf(stage.app.secret, stage.token)
  // `debug_token` takes the inspected token in its address, by its documentation; it is nowhere else.
  const told_ = seen.filter(line => !line.includes('/debug_token?'))
  expect(told_.length).toBeGreaterThan(20)
  for (const line of told_)
    for (const secret of [stage.token, stage.app.secret, proof]) expect(line).not.toContain(secret)
})

test('§13.23 and §13.24: no call schedules at Facebook or customises a link', async () => {
  const sent: string[] = []
  const watched = stage.session({
    fetch: async (input, init) => {
      const { body } = init ?? {}
      sent.push(`${input} ${typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array)}`)
      return stage.way.fetch(input, init)
    },
  })
  expect(
    await stage.delivery().publish(linkPost({ title: 'T', description: 'D', author: 'A' }), watched),
  ).toMatchObject({ is: 'live' })
  expect(await stage.delivery().publish(photoPost({ pictures: [stage.shot(1)] }), watched)).toMatchObject({
    is: 'live',
  })
  expect(sent.length).toBeGreaterThan(3)
  for (const call of sent) {
    expect(call).not.toMatch(
      /scheduled_publish_time|unpublished_content_type|[?&" ](picture|name|description|thumbnail|caption)[="]\w/,
    )
  }
  expect(stage.sandbox.ledger().every(row => row.kind === 'published')).toBe(true)
})

test('§13.25: a page closed to the crawler becomes what the channel is set to, and Facebook takes it', async () => {
  const closed = brief({ preview: false, pictures: [stage.shot(1)] })
  for (const [settings, photos] of [
    [{ withoutPreview: 'photo' }, 1],
    [{ withoutPreview: 'text' }, 0],
  ] as const) {
    const fit = facebook.format(closed, settings)
    if (fit.is !== 'fit') throw new Error(fit.is)
    expect(facebook.check(fit.content, {})).toEqual([])
    stage.sandbox.advance(3_600_000)
    expect(await stage.delivery().publish(fit.content)).toMatchObject({ is: 'live' })
    const row = stage.visible().at(-1)
    expect(row?.photos).toHaveLength(photos)
    expect(row?.message).toContain(closed.source?.url)
    expect(row?.link).toBeNull()
  }
})

test('§13.31: a list that is too heavy is asked for in smaller parts', async () => {
  stage.sandbox.levers.loseReplies(1)
  const delivery = stage.delivery()
  await delivery.publish(linkPost())
  stage.sandbox.levers.tooMuchData(10)
  expect(await delivery.reconcile(linkPost())).toMatchObject({ is: 'live' })
})

for (const commit of [true, false]) {
  test(`§13.34: an HTML 502 on publish is in doubt (${commit ? 'posted' : 'not posted'}) and settled by reading`, async () => {
    stage.sandbox.levers.html502(1, { commit })
    const delivery = stage.delivery()
    expect(await delivery.publish(linkPost())).toMatchObject({ is: 'unknown', why: { status: 502 } })
    const found = await delivery.reconcile(linkPost())
    expect(found.is).toBe(commit ? 'live' : 'absent')
    if (!commit) expect(await delivery.publish(linkPost())).toMatchObject({ is: 'live' })
    expect(stage.visible()).toHaveLength(1)
  })
}

test('§13.34: so are an empty, a truncated, a cut and a huge body', async () => {
  for (const form of ['empty', 'truncated', 'cut', 'huge'] as const) {
    stage.sandbox.advance(3_600_000)
    stage.sandbox.levers.garbage(form)
    const delivery = stage.delivery()
    const post = linkPost({ text: `Tin ${form}` })
    expect((await delivery.publish(post)).is, form).toBe('unknown')
    expect((await delivery.reconcile(post)).is, form).toBe('live')
  }
  expect(stage.visible()).toHaveLength(4)
})

test('an answer that does not come in time is in doubt and settled by reading', async () => {
  stage.sandbox.levers.hang(2_000)
  const delivery = stage.delivery()
  const caller = new AbortController()
  const published = delivery.publish(linkPost(), stage.session({ signal: caller.signal }))
  await expect.poll(() => stage.visible()).toHaveLength(1)
  caller.abort(new DOMException('the limit of the caller', 'TimeoutError'))
  expect(await published).toMatchObject({ is: 'unknown' })
  expect(await delivery.reconcile(linkPost())).toMatchObject({ is: 'live' })
  expect(stage.visible()).toHaveLength(1)
})

test('a Graph that cannot be reached at all leaves nothing in doubt', async () => {
  await stage.served.close()
  expect(await stage.delivery().publish(linkPost())).toMatchObject({ is: 'unsent', why: { code: 'net.refused' } })
  stage = await setPage()
})
