import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sha256Hex } from '../../src/kit/crypto.ts'
import type { AnyNetwork, Picture, PictureLimits } from '../../src/ports/network.ts'
import { approve } from '../../src/posts/approve.ts'
import { createPost } from '../../src/posts/create.ts'
import { fitPictures, fits, picturesFor } from '../../src/posts/fit-pictures.ts'
import { findPost } from '../../src/posts/queries/find.ts'
import { saveRendition } from '../../src/posts/save-rendition.ts'
import { submit } from '../../src/posts/submit.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

const limited = (id: string, limits: PictureLimits): AnyNetwork => ({
  ...toy,
  about: { ...toy.about, id, limits: { ...toy.about.limits, pictures: limits } },
  format: ({ title, pictures }) => {
    const figures = pictures.map((_, picture) => ({ is: 'figure', picture }) as const)
    const blocks = [...figures, { is: 'paragraph', text: title } as const]
    return { is: 'fit', content: { form: 'text', text: title, pictures, blocks } }
  },
})
const wide = limited('wide', { most: 9, mimes: ['image/jpeg', 'image/png'], bytes: 4_000_000, longestSide: 2048 })
const small = limited('small', { most: 9, mimes: ['image/jpeg', 'image/png'], bytes: 100_000, longestSide: 2048 })
const video = limited('video', {
  most: 9,
  mimes: ['image/jpeg', 'image/webp'],
  bytes: 20_000_000,
  longestSide: 1920,
  shorterSide: 1080,
})
const framed = limited('framed', {
  most: 9,
  mimes: ['image/jpeg'],
  bytes: 4_000_000,
  longestSide: 1000,
  ratio: { least: 0.8, most: 1.91 },
})

async function store() {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  let made = 0
  const files = {
    keep: async (bytes: Uint8Array) => {
      const digest = await sha256Hex(bytes)
      kept.set(digest, new Uint8Array(bytes))
      return digest
    },
    read: async (digest: string) => kept.get(digest),
    piece: async () => undefined,
  }
  const real = sharpMedia()
  const jpeg: typeof real.jpeg = (bytes, limit) => {
    made++
    return real.jpeg(bytes, limit)
  }
  const media = { ...real, jpeg }
  const picture = async (width: number, height: number): Promise<Picture> => {
    const grain = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#888', noise: grain } })
      .png()
      .toBuffer()
    return { digest: await files.keep(bytes), mime: 'image/png', width, height, bytes: bytes.length, alt: 'Cầu Bến Đá' }
  }
  return { files, media, kept, picture, made: () => made }
}

test('each network gets a copy within its own limits, and one that fits is nobody’s second copy', async () => {
  const { files, media, kept, picture, made } = await store()
  const one = await picture(1600, 1200)
  const networks = new Map([wide, small, video, framed].map(network => [network.about.id, network]))
  const pictures = [{ ...one, bytes: 3_900_000 }]
  const fitted = await fitPictures({ networks, media, files }, pictures)
  const copies = fitted[one.digest] ?? {}
  expect(Object.keys(copies).toSorted()).toEqual(['framed', 'small', 'video'])
  for (const network of [small, video, framed]) {
    const [shown] = picturesFor({ pictures, fitted }, network.about.id)
    const limits = network.about.limits.pictures
    expect(shown && limits && fits(shown, limits), network.about.id).toBe(true)
    expect(kept.get(shown?.digest ?? '')).toHaveLength(shown?.bytes ?? 0)
    expect(shown?.alt).toBe('Cầu Bến Đá')
  }
  expect(picturesFor({ pictures, fitted }, 'wide')).toEqual(pictures)
  expect(made()).toBe(3)
  await fitPictures({ networks, media, files }, pictures, fitted)
  expect(made()).toBe(3)
})

test('proportions a network does not take get a border, and nothing is cut off', async () => {
  const { files, media, kept, picture } = await store()
  for (const [width, height] of [
    [1600, 200],
    [300, 1500],
    [333, 777],
  ] as const) {
    const one = await picture(width, height)
    const fitted = await fitPictures({ networks: new Map([['framed', framed]]), media, files }, [one])
    const copy = fitted[one.digest]?.framed
    const limits = framed.about.limits.pictures
    expect(copy && limits && fits(copy, limits), `${width}×${height}`).toBe(true)
    const { data, info } = await sharp(kept.get(copy?.digest ?? ''))
      .raw()
      .toBuffer({ resolveWithObject: true })
    const corner = data[(info.width + 1) * info.channels] ?? 0
    expect(corner, 'the border is white').toBeGreaterThan(245)
  }
})

test('what is approved and goes out is the copy made for the network', async () => {
  const { files, media, picture } = await store()
  const stage = await setStage({ networks: [small], toy })
  Object.assign(stage.ctx, { files, media })
  const channel = await stage.addChannel('small')
  const [first, second] = [await picture(900, 700), await picture(800, 600)]
  const made = await createPost(stage.ctx, stage.author, {
    unit: stage.unit,
    channels: [channel.id],
    brief: { title: 'Thông cầu Bến Đá', text: 'Sáng nay.', pictures: [first, second] },
  })
  if (made.is !== 'created') throw new Error(made.is)
  const read = async () => {
    const post = await findPost(stage.db, stage.author.id, made.post)
    const rendition = post?.renditions[0]
    if (!post || !rendition?.content) throw new Error('no rendition')
    return { post, rendition, content: rendition.content }
  }
  const before = await read()
  const own = before.post.draft.fitted[first.digest]?.small?.digest
  expect(before.content.pictures[0]?.digest).toBe(own)
  expect(own).not.toBe(first.digest)
  // An editor or a program may name either copy.
  await saveRendition(stage.ctx, stage.author, made.post, channel.id, before.rendition.digest, {
    pictures: [{ digest: second.digest, alt: 'Nhìn từ bờ' }],
  })
  const after = await read()
  expect(after.content.pictures).toMatchObject([
    { digest: after.post.draft.fitted[second.digest]?.small?.digest, alt: 'Nhìn từ bờ', mime: 'image/jpeg' },
  ])
  // The first picture went, so the second one's place in the body is the first now.
  expect(after.content.blocks).toEqual([
    { is: 'figure', picture: 0 },
    { is: 'paragraph', text: 'Thông cầu Bến Đá' },
  ])
  await submit(stage.ctx, stage.author, made.post)
  const { post } = await read()
  await approve(stage.ctx, stage.approver, made.post, post.digest)
  const { content } = await stage.db.selectFrom('delivery').select('content').executeTakeFirstOrThrow()
  expect(content).toMatchObject({ pictures: [{ mime: 'image/jpeg' }] })
})
