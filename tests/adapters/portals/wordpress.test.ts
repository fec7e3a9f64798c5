import { expect, test } from 'vitest'
import { readers } from '../../../adapters/portals/index.ts'

const baseUrl = 'https://so.example/wp-json/wp/v2/posts?per_page=2'

function read(body: unknown, came: { headers?: Headers; baseUrl?: string } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readers.posts(new TextEncoder().encode(text), { baseUrl, contentType: 'application/json', ...came })
}

function readPosts(body: unknown, came = {}) {
  const got = read(body, came)
  if (got.is !== 'read') throw new Error(`${got.code}: ${got.detail}`)
  return { ...got.value, warnings: got.warnings }
}

const post = (given: object = {}) => ({
  id: 41,
  guid: { rendered: 'https://so.example/?p=41' },
  link: 'https://so.example/2026/11/ban-giao/',
  status: 'publish',
  date: '2026-11-20T16:42:00',
  date_gmt: '2026-11-20T09:42:00',
  modified: '2026-11-21T08:00:00',
  modified_gmt: '2026-11-21T01:00:00',
  title: { rendered: 'Bàn giao 41 căn nh&agrave; &#8211; x&atilde; Ea Kao' },
  excerpt: { rendered: '<p>Sáng nay tỉnh bàn giao nhà [&hellip;]</p>\n', protected: false },
  featured_media: 7,
  ...given,
})

test('a post: titles, excerpt, times of Greenwich, the guid of its feed', () => {
  expect(readPosts([post()]).entries).toEqual([
    {
      id: 'https://so.example/?p=41',
      url: 'https://so.example/2026/11/ban-giao/',
      title: 'Bàn giao 41 căn nhà – xã Ea Kao',
      summary: 'Sáng nay tỉnh bàn giao nhà…',
      contentHtml: '',
      author: null,
      categories: [],
      publishedAt: '2026-11-20T09:42:00Z',
      updatedAt: '2026-11-21T01:00:00Z',
      enclosures: [],
      language: null,
    },
  ])
})

test('few fields are enough; the guid is then the one WordPress gives', () => {
  const { id, link, title } = post()
  expect(readPosts([{ id, link, title }]).entries).toMatchObject([
    { id: 'https://so.example/?p=41', publishedAt: null },
  ])
  const below = readPosts([{ id, link, title: 'Bàn giao' }], { baseUrl: 'https://so.example/blog/wp-json/wp/v2/posts' })
  expect(below.entries).toMatchObject([{ id: 'https://so.example/blog/?p=41', title: 'Bàn giao' }])
})

test('a time without its Greenwich twin is the time of the site', () => {
  const got = readPosts([post({ date_gmt: '0000-00-00T00:00:00', modified_gmt: null })])
  expect(got.entries).toMatchObject([{ publishedAt: '2026-11-20T09:42:00Z', updatedAt: '2026-11-21T01:00:00Z' }])
})

test('what comes embedded: picture, categories, author; content is made harmless', () => {
  const got = readPosts([
    post({
      content: { rendered: '<p onclick="x()">Nội dung</p><script>x()</script><img src="/a.jpg">' },
      _embedded: {
        author: [{ name: 'Minh Anh' }],
        'wp:featuredmedia': [{ source_url: 'https://so.example/wp-content/a.webp', mime_type: 'image/webp' }],
        'wp:term': [[{ name: 'Y t&#7871;', taxonomy: 'category' }], [{ name: 'nhà', taxonomy: 'post_tag' }]],
      },
    }),
  ])
  expect(got.entries).toMatchObject([
    {
      author: 'Minh Anh',
      categories: ['Y tế'],
      contentHtml: '<p>Nội dung</p><img src="https://so.example/a.jpg" />',
      enclosures: [{ url: 'https://so.example/wp-content/a.webp', mime: 'image/webp' }],
    },
  ])
})

test('totals come with the headers, and tell where the next part is', () => {
  const headers = new Headers({ 'X-WP-Total': '5', 'X-WP-TotalPages': '3' })
  expect(readPosts([post()], { headers })).toMatchObject({ total: 5, next: `${baseUrl}&page=2` })
  const last = readPosts([post()], { headers, baseUrl: `${baseUrl}&page=3` })
  expect(last).toMatchObject({ total: 5, next: null, url: 'https://so.example/', format: 'wordpress' })
  expect(readPosts([])).toMatchObject({ entries: [], total: null, next: null, warnings: [] })
})

test('drafts, posts behind a password and broken rows are left out, and that is said', () => {
  const got = readPosts([
    post({ status: 'private' }),
    post({ content: { rendered: '', protected: true } }),
    post({ link: 'javascript:alert(1)' }),
    { id: 'x' },
    post({ id: 42 }),
  ])
  expect(got.entries).toHaveLength(1)
  expect(got.warnings).toEqual(['wordpress.posts_left_out'])
})

test('a mark before the JSON is forgiven', () => {
  expect(readPosts(`\ufeff\n<!-- cache -->${JSON.stringify([post()])}`).entries).toHaveLength(1)
})

test.each([
  ['', 'wordpress.empty'],
  ['{"code":"rest_no_route","message":"Không có","data":{"status":404}}', 'wordpress.refused'],
  ['{"posts":[]}', 'wordpress.not_a_list'],
  ['[1,2]', 'wordpress.not_a_list'],
  ['<!DOCTYPE html><html><form><input type="password"></form></html>', 'wordpress.login_page'],
  ['not json', 'wordpress.malformed'],
  ['[{"id":1', 'wordpress.malformed'],
])('%j is no list of posts', (body, code) => {
  expect(read(body)).toMatchObject({ is: 'unreadable', code })
})
