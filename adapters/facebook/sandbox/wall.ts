import { Hono } from 'hono'
import { html } from 'hono/html'
import { frame, type Piece, pageHeaders } from './frame.ts'
import { bytesOf } from './making.ts'
import { style } from './style.ts'
import type { Page, Post } from './types.ts'
import { findVideo } from './videonode.ts'
import { postCard } from './wallpost.ts'
import { findPhoto, isPublic, shownAt, type World } from './world.ts'

const perPage = 20

/** The Pages as a stranger sees them: newest first, pinned above, hidden and removed posts not at all. */
export function wall(world: World): Hono {
  const app = new Hono()
  app.get('/style.css', c => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', c => c.html(pageList([...world.pages.values()]), 200, pageHeaders))
  app.get('/photos/:id', c => {
    const photo = findPhoto(world, c.req.param('id'))
    const post = world.posts.get(photo?.postId ?? '')
    if (!photo || !post || !isPublic(world, post)) return c.text('Không tìm thấy ảnh', 404)
    return c.body(photo.bytes, 200, { ...pageHeaders, 'content-type': photo.type })
  })
  app.get('/videos/:id', c => {
    const video = findVideo(world, c.req.param('id'))
    const post = video && world.posts.get(`${video.pageId}_${video.finished?.postId ?? ''}`)
    const bytes = video && bytesOf(video)
    if (!post || !bytes || !isPublic(world, post)) return c.text('Không tìm thấy video', 404)
    return c.body(bytes, 200, { ...pageHeaders, 'content-type': 'video/mp4' })
  })
  app.get('/previews/:post', c => {
    const post = world.posts.get(c.req.param('post'))
    const picture = post && isPublic(world, post) ? post.preview?.picture : null
    if (!picture) return c.text('Không tìm thấy ảnh', 404)
    return c.body(picture.bytes, 200, { ...pageHeaders, 'content-type': picture.type })
  })
  app.get('/:page', c => {
    const page = world.pages.get(c.req.param('page'))
    if (!page) return c.html(missing, 404, pageHeaders)
    const older = Number(c.req.query('older') ?? 0)
    return c.html(pageWall(world, page, Number.isInteger(older) && older > 0 ? older : 0), 200, pageHeaders)
  })
  return app
}

/** The address of a video or a reel leads to its post. */
export function videoLink(world: World, id: string): string | undefined {
  const video = findVideo(world, id)
  return video?.finished?.postId ? permalink(video.pageId, video.finished.postId) : undefined
}

/** The address that answers give for a post leads to it on the wall. */
export const permalink = (page: string, post: string) => `/wall/${page}#${post}`

const followers = (page: Page) => `${page.likes.toLocaleString('vi-VN')} người theo dõi`

const pageList = (pages: Page[]) =>
  frame(
    'Các Trang mô phỏng',
    html`<h1>Các Trang</h1>
${pages.length === 0 ? html`<p class="empty">Chưa có Trang nào.</p>` : ''}
<ul class="pages">${pages.map(
      page => html`
<li class="card"><a href="/wall/${page.id}">
<span class="face" aria-hidden="true">${page.name.slice(0, 1)}</span>
<span><strong>${page.name}</strong><br><span class="soft">${followers(page)}</span></span>
</a></li>`,
    )}
</ul>`,
  )

function pageWall(world: World, page: Page, from: number): Piece {
  const posts = postsShown(world, page)
  const shown = posts.slice(from, from + perPage)
  const count = `${posts.length.toLocaleString('vi-VN')} bài viết`
  return frame(
    page.name,
    html`<h1>${page.name}</h1>
<p class="soft">${followers(page)} · ${count}</p>
${shown.length === 0 ? html`<p class="empty">Chưa có bài viết nào.</p>` : ''}
${shown.map(post => postCard(world, page, post))}
${posts.length > from + perPage ? html`<a href="/wall/${page.id}?older=${from + perPage}">Xem bài viết cũ hơn</a>` : ''}`,
  )
}

function postsShown(world: World, page: Page): Post[] {
  const posts = page.posts.filter(post => isPublic(world, post))
  const time = (post: Post) => post.backdatedAt ?? shownAt(post)
  return posts.toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || time(b) - time(a) || (a.id < b.id ? 1 : -1))
}

const missing = frame('Không tìm thấy', html`<p class="empty">Không tìm thấy Trang này.</p>`)
