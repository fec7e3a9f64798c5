import { expect, test } from 'vitest'
import { makeApp } from '../../src/app.tsx'
import { sha256Hex } from '../../src/kit/crypto.ts'
import type { AnyNetwork } from '../../src/ports/network.ts'
import { approved, setStage } from '../support/stage.ts'
import { toy } from '../support/toy/index.ts'

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 60 }, (_, at) => at)])
const page = new TextEncoder().encode('<!doctype html><title>không phải ảnh</title>')

async function setShown() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const bytes of [jpeg, page]) files.set(await sha256Hex(bytes), new Uint8Array(bytes))
  const [picture = '', document = ''] = [...files.keys()]
  const fetching: AnyNetwork = {
    ...toy,
    about: { ...toy.about, traits: { ...toy.about.traits, fetchesPictures: true } },
  }
  const stage = await setStage({ toy: fetching })
  const ctx = { ...stage.ctx, files: { ...stage.ctx.files, read: async (digest: string) => files.get(digest) } }
  const app = makeApp(ctx)
  const get = (digest: string) => app.request(`http://desk.test/media/${digest}`)
  const story = (digest: string) =>
    stage.add(
      approved({
        on: 'toy',
        content: { pictures: [{ digest, mime: 'image/jpeg', width: 400, height: 300, bytes: 64, alt: 'Ảnh' }] },
      }),
    )
  return { stage, get, story, picture, document, app }
}

test('a picture can be fetched once a delivery that shows it goes out, and not before', async () => {
  const { stage, get, story, picture } = await setShown()
  const id = await story(picture)
  expect((await get(picture)).status).toBe(404)
  await stage.tick()
  const answer = await get(picture)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
  expect(answer.headers.has('set-cookie')).toBe(false)
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(jpeg)
  await stage.db.updateTable('delivery').set({ state: 'removed' }).where('id', '=', id).execute()
  expect((await get(picture)).status).toBe(404)
})

test('a network that takes uploads shows nothing to strangers', async () => {
  const stage = await setStage({
    post: approved({
      on: 'toy',
      content: {
        pictures: [{ digest: 'a'.repeat(64), mime: 'image/jpeg', width: 400, height: 300, bytes: 64, alt: 'Ảnh' }],
      },
    }),
  })
  await stage.tick()
  expect(await stage.db.selectFrom('shown_file').selectAll().execute()).toEqual([])
})

test('what is no picture is not served, nothing is listed, and nobody is sent to sign in', async () => {
  const { stage, get, story, document, app } = await setShown()
  await story(document)
  await stage.tick()
  expect((await get(document)).status).toBe(404)
  for (const path of ['', 'x', '../pictures', 'A'.repeat(64)])
    expect((await app.request(`http://desk.test/media/${path}`)).status).not.toBe(200)
  expect((await app.request('http://desk.test/media/')).headers.get('location')).toBeNull()
})
