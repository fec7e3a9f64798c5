import { Hono } from 'hono'
import { engagementOf } from './engagement.ts'
import { Frame, pageHeaders } from './frame.tsx'
import { style } from './style.ts'
import type { Page, Post } from './types.ts'
import { PostCard } from './wallpost.tsx'
import { findPhoto, isPublic, shownAt, type World } from './world.ts'

const perPage = 20

/** The Pages as a stranger sees them: newest first, pinned above, hidden and removed posts not at all. */
export function wall(world: World): Hono {
  const app = new Hono()
  app.get('/style.css', c => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', c => c.html(<PageList pages={[...world.pages.values()]} />, 200, pageHeaders))
  app.get('/photos/:id', c => {
    const photo = findPhoto(world, c.req.param('id'))
    const post = world.posts.get(photo?.postId ?? '')
    if (!photo || !post || !isPublic(world, post)) return c.text('Không tìm thấy ảnh', 404)
    return c.body(photo.bytes, 200, { ...pageHeaders, 'content-type': photo.type })
  })
  app.get('/previews/:post', c => {
    const post = world.posts.get(c.req.param('post'))
    const picture = post && isPublic(world, post) ? post.preview?.picture : null
    if (!picture) return c.text('Không tìm thấy ảnh', 404)
    return c.body(picture.bytes, 200, { ...pageHeaders, 'content-type': picture.type })
  })
  app.get('/:page', c => {
    const page = world.pages.get(c.req.param('page'))
    if (!page) return c.html(<Missing />, 404, pageHeaders)
    const older = Number(c.req.query('older') ?? 0)
    return c.html(
      <PageWall world={world} page={page} from={Number.isInteger(older) && older > 0 ? older : 0} />,
      200,
      pageHeaders,
    )
  })
  return app
}

/** The address that answers give for a post leads to it on the wall. */
export const permalink = (page: string, post: string) => `/wall/${page}#${post}`

const PageList = ({ pages }: { pages: Page[] }) => (
  <Frame title="Các Trang mô phỏng">
    <h1>Các Trang</h1>
    {pages.length === 0 ? <p class="empty">Chưa có Trang nào.</p> : null}
    <ul class="pages">
      {pages.map(page => (
        <li class="card">
          <a href={`/wall/${page.id}`}>
            <span class="face" aria-hidden="true">
              {page.name.slice(0, 1)}
            </span>
            <span>
              <strong>{page.name}</strong>
              <span class="soft">{`${page.likes.toLocaleString('vi-VN')} người theo dõi`}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  </Frame>
)

function PageWall({ world, page, from }: { world: World; page: Page; from: number }) {
  const posts = postsShown(world, page)
  const shown = posts.slice(from, from + perPage)
  return (
    <Frame title={page.name}>
      <h1>{page.name}</h1>
      <p class="soft">{`${page.category} · ${page.likes.toLocaleString('vi-VN')} người theo dõi · ${posts.length.toLocaleString('vi-VN')} bài viết`}</p>
      {shown.length === 0 ? <p class="empty">Chưa có bài viết nào.</p> : null}
      {shown.map(post => (
        <PostCard world={world} page={page} post={post} engagement={engagementOf(world, post)} />
      ))}
      {posts.length > from + perPage ? (
        <a href={`/wall/${page.id}?older=${from + perPage}`}>Xem bài viết cũ hơn</a>
      ) : null}
    </Frame>
  )
}

function postsShown(world: World, page: Page): Post[] {
  const posts = [...world.posts.values()].filter(post => post.pageId === page.id && isPublic(world, post))
  const time = (post: Post) => post.backdatedAt ?? shownAt(post)
  return posts.toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || time(b) - time(a) || (a.id < b.id ? 1 : -1))
}

const Missing = () => (
  <Frame title="Không tìm thấy">
    <p class="empty">Không tìm thấy Trang này.</p>
  </Frame>
)
