import { afterEach, beforeEach, expect, test } from 'vitest'
import { setGraph } from '../../support/graph.ts'
import { png } from '../../support/pictures.ts'

let graph: Awaited<ReturnType<typeof setGraph>>
beforeEach(async () => {
  graph = await setGraph()
})
afterEach(() => graph.close())

const see = async (path = `wall/${graph.page.id}`) => (await fetch(`${graph.served.url}/${path}`)).text()

test('the wall lists the Pages and says that it is a simulation', async () => {
  const html = await see('wall')
  expect(html).toContain(graph.page.name)
  expect(html).toContain('Môi trường mô phỏng')
})

test('posts stand newest first, a pinned one above', async () => {
  const { body } = await graph.post('Bài cũ')
  graph.sandbox.advance(1000)
  await graph.post('Bài mới')
  expect(await see()).toMatch(/Bài mới.*Bài cũ/s)
  await graph.call('POST', String(body.id), { is_pinned: true })
  expect(await see()).toMatch(/Bài cũ.*Bài mới/s)
})

test('a stranger sees no hidden, removed, scheduled or dark post, and none of an app in development', async () => {
  const time = Math.floor(graph.sandbox.now().getTime() / 1000) + 3600
  const hidden = await graph.post('Bài bị ẩn')
  await graph.call('POST', String(hidden.body.id), { is_hidden: true })
  const removed = await graph.post('Bài bị xóa')
  await graph.call('DELETE', String(removed.body.id))
  await graph.post('Bài hẹn giờ', { published: false, scheduled_publish_time: time })
  await graph.post('Bài không đăng', { published: false })
  expect(await see()).toContain('Chưa có bài viết nào')
  await graph.post('Bài thử')
  expect(await see()).toContain('Bài thử')
  graph.app.mode = 'development'
  expect(await see()).toContain('Chưa có bài viết nào')
})

test('markup in a post stays text', async () => {
  await graph.post('<script>alert(1)</script> & "xin chào"')
  expect(await see()).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;xin chào&quot;')
})

test('addresses in a post become links without the full stop behind them', async () => {
  await graph.post('Xem https://example.gov.vn/tin-1.')
  expect(await see()).toContain('<a href="https://example.gov.vn/tin-1" rel="nofollow noreferrer">')
})

test('a long post is folded, and nothing of it is lost', async () => {
  const text = 'Nội dung dài '.repeat(80).trim()
  await graph.post(text)
  const html = await see()
  expect(html).toContain('Xem thêm')
  expect(html.replace(/<details>|<summary>.*?<\/summary>/gs, '')).toContain(text)
})

test('photos show with their alternative text, and their bytes are the ones that were sent', async () => {
  const bytes = png(30, 20)
  const photo = { source: bytes, published: 'false', alt_text_custom: 'Lễ khánh thành' }
  const { body } = await graph.call('POST', `${graph.page.id}/photos`, photo)
  expect((await fetch(`${graph.served.url}/wall/photos/${body.id}`)).status).toBe(404)
  await graph.post('Ảnh', { attached_media: [{ media_fbid: body.id }] })
  expect(await see()).toContain('alt="Lễ khánh thành"')
  const response = await fetch(`${graph.served.url}/wall/photos/${body.id}`)
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
})

test('a link card shows what the crawler read', async () => {
  const pages: Record<string, string | Uint8Array<ArrayBuffer>> = {
    'https://example.gov.vn/a':
      '<title>Khác</title><meta property="og:title" content="Tiêu đề &amp; tin"><meta content="Mô tả" property="og:description"><meta property="og:image" content="/a.png">',
    'https://example.gov.vn/a.png': png(600, 315),
  }
  const other = await setGraph({
    settings: { fetchLinks: true },
    fetch: async url => new Response(pages[url] ?? null, { status: pages[url] ? 200 : 404 }),
  })
  const { body } = await other.post('Tin', { link: 'https://example.gov.vn/a' })
  const html = await (await fetch(`${other.served.url}/wall/${other.page.id}`)).text()
  expect(html).toContain('Tiêu đề &amp; tin')
  expect(html).toContain('Mô tả')
  expect((await fetch(`${other.served.url}/wall/previews/${body.id}`)).headers.get('content-type')).toBe('image/png')
  expect((await other.post('Tin khác', { link: 'https://example.gov.vn/b' })).error.code).toBe(1609005)
  Object.assign(other.sandbox.settings, { fetchLinks: false, previews: true })
  expect((await other.post('Tin khác', { link: 'https://example.gov.vn/b' })).status).toBe(200)
  await other.close()
})

test('the address of a post leads to it on the wall', async () => {
  const { body } = await graph.post('Tin')
  const [page, post] = String(body.id).split('_')
  const response = await fetch(`${graph.served.url}/${page}/posts/${post}`, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe(`/wall/${page}#${post}`)
  expect(await see()).toContain(`id="${post}"`)
})

test('the counts on the wall are the ones that Graph gives', async () => {
  const { body } = await graph.post('Tin')
  graph.sandbox.advance(12 * 3_600_000)
  const { body: read } = await graph.call('GET', String(body.id), { fields: 'reactions.limit(0).summary(total_count)' })
  const { summary } = read.reactions as { summary: { total_count: number } }
  expect(await see()).toContain(`${summary.total_count} cảm xúc`)
})

test('an unknown Page is 404', async () => {
  expect((await fetch(`${graph.served.url}/wall/1`)).status).toBe(404)
})

test('no page carries a script or a style of its own', async () => {
  await graph.post('Tin https://example.gov.vn/', { link: 'https://example.gov.vn/' })
  expect(await see()).not.toMatch(/<script|<style|style=|onclick/)
})
