import { expect, test } from 'vitest'
import { pictures } from '../../jobs/pictures.ts'
import { sha256Hex } from '../../src/kit/crypto.ts'
import { FetchFault } from '../../src/kit/http.ts'
import { createPost } from '../../src/posts/create.ts'
import { draftShape } from '../../src/posts/post.ts'
import { approveRule } from '../../src/rules/approve.ts'
import { writeRule } from '../../src/rules/write.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { politely } from '../../src/sources/polite.ts'
import { addChannel, addPerson } from '../support/build.ts'
import { png } from '../support/pictures.ts'
import { minutes } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'
import { waitingMoves } from '../support/turns.ts'
import { setWatch } from '../support/watching.ts'

const paths = [1, 2, 3].map(n => `/anh/${n}.png`)
const page = `<!DOCTYPE html><html lang="vi"><head><title>Khánh thành cầu</title><meta property="og:type" content="article"></head><body><article><h1>Khánh thành cầu</h1>${paths
  .map(
    (src, at) =>
      `<p>Sáng nay, Ủy ban nhân dân tỉnh khánh thành cây cầu qua sông, đoạn thứ ${at + 1} của con đường mới nối hai xã.</p><figure><img src="${src}" width="600" height="400"><figcaption>Cầu nhìn từ phía ${at + 1} (Ảnh: Minh Anh)</figcaption></figure>`,
  )
  .join('')}</article></body></html>`

/** A portal watched at the usual pace, a rule that drafts what is new, and a page with three pictures. */
async function setGallery() {
  const watch = await setWatch()
  const { db, ctx, portal, clock } = watch
  const asked: { path: string; at: number }[] = []
  let shut = (_path: string) => false
  const polite = politely({
    db,
    now: ctx.now,
    doors: {
      installationOf: async () => 'một',
      trusting: () => async (input, init) => {
        const { pathname } = new URL(input)
        if (shut(pathname)) throw new FetchFault('busy', false, 'không phải lượt')
        asked.push({ path: pathname, at: clock.at })
        return portal.fetch(input, init)
      },
      pause: waitingMoves(db, ms => {
        clock.at += ms
      }),
    },
  })
  ctx.outbound = { ...ctx.outbound, portals: polite }
  ctx.media = sharpMedia()
  ctx.files = { ...ctx.files, keep: sha256Hex }
  ctx.networks = new Map([[toy.about.id, toy]])
  const channel = await addChannel(db, { unit: watch.unit, network: 'toy' })
  const approver = await addPerson(db, { unit: watch.unit, role: 'approver' })
  const spec = { channels: [{ channel: channel.id }], mode: 'held' as const }
  const rule = await writeRule(ctx, watch.admin, { unit: watch.unit, name: 'Mọi tin', spec })
  if (rule.is !== 'written') throw new Error(rule.is)
  await approveRule(ctx, approver, rule.rule, rule.version, rule.digest)
  portal.answer('/robots.txt', { status: 404 })
  portal.list([{ id: 1, title: 'Tin có từ trước' }])
  await watch.turn()
  clock.at += minutes(10)
  portal.list([{ id: 2, title: 'Khánh thành cầu' }])
  portal.answer('/tin/bai-2.html', { body: page })
  for (const [at, path] of paths.entries())
    portal.answer(path, { type: 'image/png', body: png(300 + at, 200) as unknown as string })
  asked.length = 0
  return {
    ...watch,
    channel: channel.id,
    asked,
    /** The list, and at the portal's pace the page of what is new on it. */
    read: async () => {
      await watch.turn()
      await watch.turn(3000)
    },
    shutTo: (test: typeof shut) => {
      shut = test
    },
    fetch: () => pictures.run(ctx, { items: 100, signal: new AbortController().signal }),
    drafts: async () =>
      (await db.selectFrom('post').select('brief').orderBy('id').execute()).map(({ brief }) => draftShape.parse(brief)),
  }
}

test('lists and pages wait for no picture; the pictures come at the portal’s pace, and with them the post', async () => {
  const gallery = await setGallery()
  await gallery.read()
  expect(gallery.asked.map(({ path }) => path)).toEqual(['/rss', '/tin/bai-2.html'])
  expect(gallery.nudged).toContain('pictures')
  expect(await gallery.drafts()).toEqual([])
  await gallery.fetch()
  const fetched = gallery.asked.slice(2)
  expect(fetched.map(({ path }) => path).toSorted()).toEqual(paths)
  for (const [at, { at: time }] of fetched.entries())
    expect(time - (gallery.asked[at + 1]?.at ?? 0)).toBeGreaterThanOrEqual(2000)
  const [draft, ...more] = await gallery.drafts()
  expect(more).toEqual([])
  expect(draft?.pictures.map(({ width, credit }) => [width, credit])).toEqual([300, 301, 302].map(w => [w, 'Minh Anh']))
  expect(draft?.blocks.filter(block => block.is === 'figure')).toHaveLength(3)
  // Nothing is left to do, and a second post of it asks the portal for nothing.
  await gallery.fetch()
  const [publication] = (await gallery.publications()).slice(-1)
  const again = { unit: gallery.unit, publication: publication?.id ?? 0, channels: [gallery.channel], again: true }
  expect(await createPost(gallery.ctx, gallery.admin, again)).toMatchObject({ is: 'created' })
  expect((await gallery.drafts())[1]?.pictures).toHaveLength(3)
  expect(gallery.asked).toHaveLength(5)
})

test('a portal that will not be asked just now keeps its news waiting, and what came is not fetched again', async () => {
  const gallery = await setGallery()
  await gallery.read()
  gallery.shutTo(path => path === '/anh/3.png')
  await gallery.fetch()
  expect(await gallery.drafts()).toEqual([])
  expect(
    gallery.asked
      .slice(2)
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(paths.slice(0, 2))
  gallery.shutTo(() => false)
  gallery.clock.at += minutes(1)
  await gallery.fetch()
  expect((await gallery.drafts()).map(({ pictures }) => pictures.length)).toEqual([3])
  expect(
    gallery.asked
      .slice(2)
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(paths)
})

test('a person who will not wait goes without a picture, which is said to be that and nothing else', async () => {
  const gallery = await setGallery()
  await gallery.read()
  gallery.shutTo(path => path === '/anh/3.png')
  const [publication] = (await gallery.publications()).slice(-1)
  const given = { unit: gallery.unit, publication: publication?.id ?? 0, channels: [gallery.channel] }
  expect(await createPost(gallery.ctx, gallery.admin, given)).toMatchObject({ is: 'created' })
  const [draft] = await gallery.drafts()
  expect(draft?.pictures).toHaveLength(2)
  expect(draft?.lost).toEqual([{ url: `${gallery.portal.url}/anh/3.png`, code: 'picture.busy' }])
})
