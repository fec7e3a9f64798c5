import type { Engagement } from './engagement.ts'
import type { Page, Photo, Post } from './types.ts'
import { findPhoto, shownAt, type World } from './world.ts'

interface Shown {
  world: World
  page: Page
  post: Post
  engagement: Engagement
}

export function PostCard({ world, page, post, engagement }: Shown) {
  const at = post.backdatedAt ?? shownAt(post)
  return (
    <article class="card" id={post.id.slice(page.id.length + 1)}>
      <div class="head">
        <span class="face" aria-hidden="true">
          {post.fromName.slice(0, 1)}
        </span>
        <div>
          <strong>{post.fromName}</strong>
          <p class="soft">
            {post.pinned ? 'Đã ghim · ' : ''}
            <time datetime={new Date(at).toISOString()}>{ago(world.now() - at) ?? dated.format(at)}</time>
          </p>
        </div>
      </div>
      {post.message === null ? null : <Message text={post.message} />}
      <Photos photos={post.photoIds.flatMap(id => findPhoto(world, id) ?? [])} />
      {post.link === null || post.photoIds.length > 0 ? null : <LinkCard post={post} link={post.link} />}
      <Counts engagement={engagement} />
    </article>
  )
}

/** The network folds long posts; so does the wall, without a script. */
const folded = 480

function Message({ text }: { text: string }) {
  const cut = text.length > folded ? text.lastIndexOf(' ', folded) : -1
  if (cut <= 0)
    return (
      <div class="text">
        <Linked text={text} />
      </div>
    )
  return (
    <div class="text">
      <Linked text={text.slice(0, cut)} />
      <details>
        <summary> … Xem thêm</summary>
        <Linked text={text.slice(cut)} />
      </details>
    </div>
  )
}

/** Addresses in a text become links; what ends a sentence is not part of one. */
function Linked({ text }: { text: string }) {
  const pieces = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/)
  return (
    <>
      {pieces.map((piece, i) =>
        i % 2 === 1 ? (
          <a href={piece} rel="nofollow noreferrer">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </>
  )
}

function Photos({ photos }: { photos: Photo[] }) {
  if (photos.length === 0) return null
  const shown = photos.slice(0, 5)
  const more = photos.length - shown.length
  return (
    <div class={`photos n${shown.length}`}>
      {shown.map((photo, i) => (
        <a href={`/wall/photos/${photo.id}`}>
          <img
            src={`/wall/photos/${photo.id}`}
            alt={photo.alt ?? ''}
            width={photo.width}
            height={photo.height}
            loading="lazy"
          />
          {more > 0 && i === shown.length - 1 ? <span class="more">{`+${more}`}</span> : null}
        </a>
      ))}
    </div>
  )
}

const LinkCard = ({ post, link }: { post: Post; link: string }) => (
  <a class="link" href={link} rel="nofollow noreferrer">
    {post.preview?.picture ? <img src={`/wall/previews/${post.id}`} alt="" loading="lazy" /> : null}
    <span>{new URL(link).hostname}</span>
    <span class="title">{post.preview?.title ?? link}</span>
    {post.preview?.description ? <span class="soft">{post.preview.description}</span> : null}
  </a>
)

const Counts = ({ engagement }: { engagement: Engagement }) => (
  <div class="counts">
    <span>{`${number(engagement.reactions)} lượt bày tỏ cảm xúc`}</span>
    <ul>
      <li>{`${number(engagement.comments)} bình luận`}</li>
      {engagement.shares > 0 ? <li>{`${number(engagement.shares)} lượt chia sẻ`}</li> : null}
    </ul>
  </div>
)

const number = (value: number) => value.toLocaleString('vi-VN')

function ago(ms: number): string | null {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'Vừa xong'
  if (minutes < 60) return `${minutes} phút trước`
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} giờ trước` : null
}

const dated = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' })
