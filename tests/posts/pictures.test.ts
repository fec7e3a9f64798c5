import { expect, test } from 'vitest'
import { FetchFault } from '../../src/kit/http.ts'
import { keepPictures } from '../../src/posts/pictures.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { png } from '../support/pictures.ts'

/** A portal that answers for these paths, our own copies, and what was asked. */
function portal(answers: Record<string, () => Response | Promise<Response>>) {
  const asked: string[] = []
  const kept = new Map<string, Uint8Array>()
  const ctx = {
    media: sharpMedia(),
    files: {
      keep: async (bytes: Uint8Array) => {
        const digest = String(kept.size + 1).padStart(64, '0')
        kept.set(digest, bytes)
        return digest
      },
      read: async () => undefined,
      piece: async () => undefined,
    },
    outbound: {
      networks: async () => new Response(),
      portals: async (input: string | URL) => {
        asked.push(new URL(input).pathname)
        return (answers[new URL(input).pathname] ?? (() => new Response('', { status: 404 })))()
      },
    },
  }
  return { ctx, asked, kept }
}
const want = (path: string, alt = '', caption: string | null = null) => ({
  url: `https://tinh.example${path}`,
  alt,
  caption,
})

test('a picture is kept under its digest with what the portal says of it', async () => {
  const { ctx, kept } = portal({ '/a.png': () => new Response(png(300, 200)) })
  const { pictures, lost } = await keepPictures(ctx, [want('/a.png', '', 'Lễ khánh thành (Ảnh: Minh Anh)')])
  expect(lost).toEqual([])
  expect(pictures.get('https://tinh.example/a.png')).toEqual({
    digest: '1'.padStart(64, '0'),
    mime: 'image/png',
    width: 300,
    height: 200,
    bytes: kept.get('1'.padStart(64, '0'))?.length,
    alt: 'Lễ khánh thành (Ảnh: Minh Anh)',
    caption: 'Lễ khánh thành (Ảnh: Minh Anh)',
    credit: 'Minh Anh',
    origin: 'https://tinh.example/a.png',
  })
})

test('a large picture is made to fit, an ornament is nobody’s loss', async () => {
  const { ctx } = portal({ '/big.png': () => new Response(png(3000, 1500)), '/dot.png': () => new Response(png(1, 1)) })
  const { pictures, lost } = await keepPictures(ctx, [want('/big.png'), want('/dot.png')])
  expect([...pictures.values()]).toMatchObject([{ mime: 'image/jpeg', width: 2048, height: 1024 }])
  expect(lost).toEqual([])
})

test('what cannot be had is named, and the rest goes on', async () => {
  const { ctx } = portal({
    '/ok.png': () => new Response(png(100, 100)),
    '/page.png': () => new Response('<html>đăng nhập</html>'),
    '/broken.png': () => Promise.reject(new FetchFault('reset', true, 'reset')),
    '/inner.png': () => new Response('', { status: 302, headers: { location: 'http://[' } }),
    '/loop.png': () => new Response('', { status: 302, headers: { location: '/loop.png' } }),
  })
  const { pictures, lost } = await keepPictures(
    ctx,
    ['/ok.png', '/gone.png', '/page.png', '/broken.png', '/inner.png', '/loop.png'].map(path => want(path)),
  )
  expect([...pictures.keys()]).toEqual(['https://tinh.example/ok.png'])
  expect(lost.map(each => [new URL(each.url).pathname, each.code])).toEqual([
    ['/gone.png', 'picture.gone'],
    ['/page.png', 'picture.unreadable'],
    ['/broken.png', 'picture.gone'],
    ['/inner.png', 'picture.gone'],
    ['/loop.png', 'picture.gone'],
  ])
})

test('a redirect is followed by hand, so that the guard sees each address', async () => {
  const { ctx, asked } = portal({
    '/a.png': () => new Response('', { status: 301, headers: { location: '/b.png' } }),
    '/b.png': () => new Response(png(100, 100)),
  })
  expect((await keepPictures(ctx, [want('/a.png')])).pictures.size).toBe(1)
  expect(asked).toEqual(['/a.png', '/b.png'])
})

test('a picture known from before is not fetched again', async () => {
  const { ctx, asked } = portal({ '/a.png': () => new Response(png(100, 100)) })
  const first = await keepPictures(ctx, [want('/a.png')])
  const again = await keepPictures(ctx, [want('/a.png')], [...first.pictures.values()])
  expect(again.pictures).toEqual(first.pictures)
  expect(asked).toEqual(['/a.png'])
})

test('where pictures cannot be looked at, none is published unseen', async () => {
  const { ctx, asked } = portal({ '/a.png': () => new Response(png(100, 100)) })
  const { pictures, lost } = await keepPictures({ ...ctx, media: undefined }, [want('/a.png')])
  expect([pictures.size, lost.map(each => each.code), asked]).toEqual([0, ['picture.later'], []])
})
