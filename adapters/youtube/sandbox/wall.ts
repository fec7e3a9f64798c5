import { Hono } from 'hono'
import { html } from 'hono/html'
import { readsOf } from './engagement.ts'
import { frame, type Piece, pageHeaders } from './frame.ts'
import { visibleOf } from './people.ts'
import { style } from './style.ts'
import type { Channel, Video } from './types.ts'
import { isPublic, privacyOf, uploadStatusOf, type World } from './world.ts'

const perPage = 20
const headers = {
  ...pageHeaders,
  'content-security-policy': `${pageHeaders['content-security-policy']}; media-src 'self'`,
}

/** The channels as a stranger sees them: public videos newest first; an unlisted one only by its address. */
export function wall(world: World): Hono {
  const app = new Hono()
  app.get('/style.css', c => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', c => c.html(channelList([...world.channels.values()]), 200, headers))
  app.get('/:channel', c => {
    const channel = world.channels.get(c.req.param('channel'))
    if (!channel || channel.suspended) return c.html(missing('kênh'), 404, headers)
    const older = Number(c.req.query('older') ?? 0)
    return c.html(videoList(world, channel, Number.isInteger(older) && older > 0 ? older : 0), 200, headers)
  })
  app.get('/:channel/:video', c => {
    const video = world.videos.get(c.req.param('video'))
    const channel = world.channels.get(c.req.param('channel'))
    const shown = video && channel && video.channelId === channel.id && isOpen(world, video)
    return shown ? c.html(page(world, channel, video), 200, headers) : c.html(missing('video'), 404, headers)
  })
  app.get('/:channel/:video/file', c => {
    const video = world.videos.get(c.req.param('video'))
    if (!video?.bytes || !isOpen(world, video)) return c.text('Không tìm thấy video', 404)
    return c.body(joined(video.bytes), 200, { ...headers, 'content-type': video.type })
  })
  app.get('/:channel/:video/thumbnail', c => {
    const video = world.videos.get(c.req.param('video'))
    if (!video?.thumbnail || !isOpen(world, video)) return c.text('Không tìm thấy ảnh', 404)
    return c.body(video.thumbnail.body, 200, { ...headers, 'content-type': video.thumbnail.type })
  })
  return app
}

/** Whoever has the address may see it. */
const isOpen = (world: World, video: Video) =>
  isPublic(world, video) || (uploadStatusOf(world, video) !== 'deleted' && privacyOf(world, video) === 'unlisted')

const channelList = (channels: Channel[]) =>
  frame(
    'Các kênh mô phỏng',
    html`<h1>Các kênh</h1>
${channels.length === 0 ? html`<p class="empty">Chưa có kênh nào.</p>` : ''}
<ul class="list">${channels.map(
      channel => html`
<li class="card"><a class="row" href="/wall/${channel.id}"><span><strong>${channel.name}</strong>
<span class="soft">${subscribers(channel)}</span></span></a></li>`,
    )}
</ul>`,
  )

function videoList(world: World, channel: Channel, from: number): Piece {
  const all = visibleOf(world, channel.id).reverse()
  return frame(
    channel.name,
    html`<h1>${channel.name}</h1>
<p class="soft">${subscribers(channel)} · ${number(all.length)} video</p>
${all.length === 0 ? html`<p class="empty">Chưa có video nào.</p>` : ''}
<ul class="list">${all.slice(from, from + perPage).map(
      video => html`
<li class="card"><a class="row" href="/wall/${channel.id}/${video.id}">${still(video)}
<span><strong>${video.snippet.title}</strong><span class="soft">${number(readsOf(world, video).views)} lượt xem · ${dated.format(video.uploadedAt)}</span></span></a></li>`,
    )}
</ul>
${all.length > from + perPage ? html`<a href="/wall/${channel.id}?older=${from + perPage}">Xem video cũ hơn</a>` : ''}`,
  )
}

function page(world: World, channel: Channel, video: Video): Piece {
  const { views, likes } = readsOf(world, video)
  const { snippet } = video
  return frame(
    snippet.title,
    html`<article>
${screen(world, video)}
<h1>${snippet.title}</h1>
<p class="soft"><a href="/wall/${channel.id}">${channel.name}</a> · ${number(views)} lượt xem · ${number(likes)} lượt thích · <time datetime="${new Date(video.uploadedAt).toISOString()}">${dated.format(video.uploadedAt)}</time></p>
<div class="card"><p class="text">${snippet.description}</p></div>
${video.captions.length > 0 ? html`<p class="soft">Phụ đề: ${video.captions.map(one => one.name || one.language).join(', ')}</p>` : ''}
<p class="soft">Tệp ${number(video.size)} byte, SHA-256 ${video.sha256.slice(0, 16)}…</p>
</article>`,
  )
}

function screen(world: World, video: Video): Piece {
  if (uploadStatusOf(world, video) === 'uploaded') return html`<div class="screen">Video đang được xử lý.</div>`
  const path = `/wall/${video.channelId}/${video.id}`
  if (!video.bytes)
    return html`<div class="screen">${video.thumbnail ? html`<img src="${path}/thumbnail" alt="">` : 'Video quá lớn, môi trường mô phỏng không giữ lại để phát.'}</div>`
  return html`<video controls preload="metadata" src="${path}/file" ${video.thumbnail ? html`poster="${path}/thumbnail"` : ''}></video>`
}

const still = (video: Video) =>
  video.thumbnail
    ? html`<img class="thumb" src="/wall/${video.channelId}/${video.id}/thumbnail" alt="">`
    : html`<span class="thumb"></span>`

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

const subscribers = (channel: Channel) => `${number(channel.subscribers)} người đăng ký`
const number = (value: number) => value.toLocaleString('vi-VN')
const missing = (what: string) => frame('Không tìm thấy', html`<p class="empty">Không tìm thấy ${what} này.</p>`)
const dated = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' })
