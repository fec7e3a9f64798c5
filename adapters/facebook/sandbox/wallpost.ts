import { html } from 'hono/html'
import { type Engagement, engagementOf } from './engagement.ts'
import type { Piece } from './frame.ts'
import type { Page, Photo, Post } from './types.ts'
import { findPhoto, shownAt, type World } from './world.ts'

export function postCard(world: World, page: Page, post: Post): Piece {
  const at = post.backdatedAt ?? shownAt(post)
  const when = ago(world.now() - at) ?? dated.format(at)
  return html`<article class="card" id="${post.id.slice(page.id.length + 1)}">
<div class="head"><span class="face" aria-hidden="true">${post.fromName.slice(0, 1)}</span>
<div><strong>${post.fromName}</strong>
<p class="soft">${post.pinned ? 'Đã ghim · ' : ''}<time datetime="${new Date(at).toISOString()}">${when}</time></p></div></div>
${post.message === null ? '' : message(post.message)}
${player(world, post)}
${photoGrid(post.photoIds.flatMap(id => findPhoto(world, id) ?? []))}
${post.link === null || post.photoIds.length > 0 ? '' : linkCard(post, post.link)}
${counts(engagementOf(world, post))}
</article>`
}

/** The network folds long posts; so does the wall, without a script. */
const folded = 480

function message(text: string): Piece {
  const cut = text.length > folded ? text.lastIndexOf(' ', folded) : -1
  if (cut <= 0) return html`<div class="text">${linked(text)}</div>`
  const rest = html`<details><summary> … Xem thêm</summary>${linked(text.slice(cut))}</details>`
  return html`<div class="text">${linked(text.slice(0, cut))}${rest}</div>`
}

/** Addresses in a text become links; what ends a sentence is not part of one. */
const linked = (text: string) =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/)
    .map((piece, i) => (i % 2 === 1 ? html`<a href="${piece}" rel="nofollow noreferrer">${piece}</a>` : piece))

function photoGrid(photos: Photo[]): Piece | '' {
  if (photos.length === 0) return ''
  const shown = photos.slice(0, 5)
  const more = photos.length - shown.length
  const each = shown.map((photo, i) => {
    const { id, alt, width, height } = photo
    const rest = more > 0 && i === shown.length - 1 ? html`<span class="more">+${more}</span>` : ''
    return html`<a href="/wall/photos/${id}"><img src="/wall/photos/${id}" alt="${alt ?? ''}" width="${width}" height="${height}" loading="lazy">${rest}</a>`
  })
  return html`<div class="photos n${shown.length}">${each}</div>`
}

/** The file itself where it was kept; nobody keeps gigabytes here. */
function player(world: World, post: Post): Piece | '' {
  const video = world.videos.get(post.videoId ?? '')
  if (!video) return ''
  const label = video.title ?? 'Video'
  const title = video.title === null ? '' : html`<p class="filmtitle">${video.title}</p>`
  if (!video.bytes)
    return html`<p class="film none" role="img" aria-label="${label}">▶ ${video.form === 'reel' ? 'Thước phim' : 'Video'}, ${number(Math.ceil(video.received / 1_000_000))} MB</p>${title}`
  return html`<video class="film" controls preload="metadata" src="/wall/videos/${video.id}" aria-label="${label}"></video>${title}`
}

const linkCard = (post: Post, link: string) => html`<a class="link" href="${link}" rel="nofollow noreferrer">
${post.preview?.picture ? html`<img src="/wall/previews/${post.id}" alt="" loading="lazy">` : ''}
<span>${new URL(link).hostname}</span>
<span class="title">${post.preview?.title ?? link}</span>
${post.preview?.description ? html`<span class="soft">${post.preview.description}</span>` : ''}
</a>`

const counts = ({ reactions, comments, shares }: Engagement) => html`<div class="counts">
<span>${number(reactions)} cảm xúc</span>
<ul><li>${number(comments)} bình luận</li>${shares > 0 ? html`<li>${number(shares)} lượt chia sẻ</li>` : ''}</ul>
</div>`

const number = (value: number) => value.toLocaleString('vi-VN')

function ago(ms: number): string | null {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'Vừa xong'
  if (minutes < 60) return `${minutes} phút trước`
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} giờ trước` : null
}

const dated = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' })
