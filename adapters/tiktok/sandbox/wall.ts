import { Hono } from 'hono'
import { html } from 'hono/html'
import { optionsOf } from './caps.ts'
import { engagementOf } from './engagement.ts'
import { frame, type Piece, pageHeaders } from './frame.ts'
import { discard, draftsOf, finish } from './inbox.ts'
import { style } from './style.ts'
import { ripen } from './tasks.ts'
import type { Account, Post, Task } from './types.ts'
import { isPublic, type World } from './world.ts'

/** The profiles as a stranger sees them, and the inbox of the person who has to finish drafts. */
export function wall(world: World): Hono {
  const app = new Hono()
  const find = (username: string) => [...world.accounts.values()].find(account => account.username === username)
  app.use('*', async (_, next) => {
    await ripen(world)
    await next()
  })
  app.get('/style.css', c => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', c => c.html(accountList([...world.accounts.values()]), 200, pageHeaders))
  app.get('/:username', c => {
    const account = find(c.req.param('username'))
    return account ? c.html(profile(world, account), 200, pageHeaders) : c.html(missing('tài khoản'), 404, pageHeaders)
  })
  app.get('/:username/inbox', c => {
    const account = find(c.req.param('username'))
    return account ? c.html(inbox(world, account), 200, pageHeaders) : c.html(missing('tài khoản'), 404, pageHeaders)
  })
  app.post('/:username/inbox', async c => {
    const account = find(c.req.param('username'))
    const form = await c.req.formData()
    const draft = account && draftsOf(world, account.id).find(task => task.id === form.get('draft'))
    if (!account || !draft) return c.html(missing('bản nháp'), 404, pageHeaders)
    if (form.get('act') === 'discard') {
      discard(world, draft.id)
      return c.redirect(`/wall/${account.username}/inbox`, 303)
    }
    const privacy = String(form.get('privacy') ?? '')
    if (!optionsOf(account).includes(privacy)) return c.html(missing('lựa chọn'), 400, pageHeaders)
    const post = finish(world, draft.id, { caption: String(form.get('caption') ?? ''), privacy })
    return c.redirect(isPublic(world, post) ? pathOf(account, post) : `/wall/${account.username}`, 303)
  })
  app.get('/:username/:media{video|photo}/:id', c => {
    const account = find(c.req.param('username'))
    const post = world.posts.get(c.req.param('id'))
    const shown = account && post?.accountId === account.id && isPublic(world, post)
    return shown ? c.html(page(world, account, post), 200, pageHeaders) : c.html(missing('bài'), 404, pageHeaders)
  })
  app.get('/pictures/:id/:place', c => {
    const post = world.posts.get(c.req.param('id'))
    const held = post && isPublic(world, post) ? post.pictures : world.tasks.get(c.req.param('id'))?.pictures
    const picture = held?.[Number(c.req.param('place'))]
    if (!picture) return c.text('Không tìm thấy ảnh', 404)
    return c.body(picture.bytes, 200, { ...pageHeaders, 'content-type': picture.type })
  })
  return app
}

const accountList = (accounts: Account[]) =>
  frame(
    'Các tài khoản mô phỏng',
    html`<h1>Các tài khoản</h1>
${accounts.length === 0 ? html`<p class="empty">Chưa có tài khoản nào.</p>` : ''}
<ul class="list">${accounts.map(
      account => html`
<li class="card"><a class="row" href="/wall/${account.username}"><span><strong>${account.nickname}</strong>
<span class="soft">@${account.username} · ${followers(account)}</span></span></a></li>`,
    )}
</ul>`,
  )

function profile(world: World, account: Account): Piece {
  const posts = [...world.posts.values()]
    .filter(post => post.accountId === account.id && isPublic(world, post))
    .toSorted((a, b) => b.publicAt - a.publicAt || (a.id < b.id ? 1 : -1))
  const drafts = draftsOf(world, account.id).length
  return frame(
    account.nickname,
    html`<h1>${account.nickname}</h1>
<p class="soft">@${account.username} · ${account.verified ? 'Đã xác minh · ' : ''}${followers(account)} · ${number(posts.length)} bài</p>
<p><a href="/wall/${account.username}/inbox">Hộp thư của người giữ tài khoản: ${number(drafts)} bản nháp</a></p>
${posts.length === 0 ? html`<p class="empty">Chưa có bài công khai nào.</p>` : ''}
<ul class="list">${posts.map(
      post => html`
<li class="card"><a class="row" href="${pathOf(account, post)}">${cover(post.pictures, post.id)}
<span><strong>${post.info.title || post.info.description || 'Không có lời'}</strong>
<span class="soft">${post.media === 'video' ? `Video, ${size(post.bytes)}` : `${post.pictures.length} ảnh`}</span></span></a></li>`,
    )}
</ul>`,
  )
}

function page(world: World, account: Account, post: Post): Piece {
  const { view_count, like_count, comment_count, share_count } = engagementOf(world, post)
  const { info } = post
  return frame(
    info.title || account.nickname,
    html`<article>
${post.media === 'video' ? html`<p class="film">Video, ${size(post.bytes)}</p>` : ''}
${post.pictures.map((_, place) => html`<img src="/wall/pictures/${post.id}/${place}" alt="">`)}
${info.title ? html`<p class="lead">${info.title}</p>` : ''}
${info.description ? html`<p>${info.description}</p>` : ''}
${info.aigc ? html`<p class="soft">Nội dung do AI tạo ra</p>` : ''}
<p class="soft">@${account.username} · <time datetime="${new Date(post.createdAt).toISOString()}">${dated.format(post.createdAt)}</time></p>
<p class="soft">${number(view_count)} lượt xem · ${number(like_count)} lượt thích · ${info.disableComment ? 'Đã tắt bình luận' : `${number(comment_count)} bình luận`} · ${number(share_count)} lượt chia sẻ</p>
</article>
<p><a href="/wall/${account.username}">${account.nickname}</a></p>`,
  )
}

function inbox(world: World, account: Account): Piece {
  const drafts = draftsOf(world, account.id)
  return frame(
    `Hộp thư của ${account.nickname}`,
    html`<h1>Hộp thư của @${account.username}</h1>
<p class="soft">Đây là điện thoại của người giữ tài khoản. Mỗi bản nháp chờ người ấy viết lời, chọn ai xem được và bấm Đăng.</p>
${drafts.length === 0 ? html`<p class="empty">Không có bản nháp nào.</p>` : ''}
${drafts.map(draft => ofDraft(account, draft))}
<p><a href="/wall/${account.username}">Về trang ${account.nickname}</a></p>`,
  )
}

const ofDraft = (account: Account, draft: Task) => html`
<form class="card" method="post" action="/wall/${account.username}/inbox">
<input type="hidden" name="draft" value="${draft.id}">
${draft.media === 'video' ? html`<p class="film">Bản nháp video, ${size(draft.upload?.size ?? 0)}</p>` : ''}
${draft.pictures.slice(0, 1).map((_, place) => html`<img src="/wall/pictures/${draft.id}/${place}" alt="">`)}
${draft.info.title ? html`<p class="lead">${draft.info.title}</p>` : ''}
<label class="tall"><span>Mô tả</span><textarea name="caption" rows="4">${draft.info.description}</textarea></label>
<fieldset><legend>Ai xem được</legend>
${optionsOf(account).map(
  (option, i) =>
    html`<label><input type="radio" name="privacy" value="${option}" ${i === 0 ? 'checked' : ''}><span>${levels[option] ?? option}</span></label>`,
)}
</fieldset>
<div class="buttons">
<button class="main" name="act" value="post" type="submit">Đăng</button>
<button name="act" value="discard" type="submit">Xóa bản nháp</button>
</div>
</form>`

const levels: Readonly<Record<string, string>> = {
  PUBLIC_TO_EVERYONE: 'Mọi người',
  FOLLOWER_OF_CREATOR: 'Người theo dõi',
  MUTUAL_FOLLOW_FRIENDS: 'Bạn bè',
  SELF_ONLY: 'Chỉ mình tôi',
}

const cover = (pictures: Post['pictures'], id: string): Piece | '' =>
  pictures.length === 0 ? '' : html`<img src="/wall/pictures/${id}/0" alt="">`

export const pathOf = (account: Account, post: Post) => `/wall/${account.username}/${post.media}/${post.id}`

const size = (bytes: number) =>
  bytes < 1_000_000 ? `${number(Math.ceil(bytes / 1000))} KB` : `${number(Math.round(bytes / 1_000_000))} MB`
const followers = (account: Account) => `${number(account.followers)} người theo dõi`
const number = (value: number) => value.toLocaleString('vi-VN')
const missing = (what: string) => frame('Không tìm thấy', html`<p class="empty">Không tìm thấy ${what} này.</p>`)
const dated = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' })
