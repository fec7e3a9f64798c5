import { Hono } from 'hono'
import { html } from 'hono/html'
import { readsOf } from './engagement.ts'
import { frame, type Piece, pageHeaders } from './frame.ts'
import { ripen } from './jobs.ts'
import { style } from './style.ts'
import type { Account, Article } from './types.ts'
import { isPublic, type World } from './world.ts'

const perPage = 20

/** The OAs as a stranger sees them: articles newest first, hidden and removed ones not at all. */
export function wall(world: World): Hono {
  const app = new Hono()
  app.use('*', async (_, next) => {
    await ripen(world)
    await next()
  })
  app.get('/style.css', c => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', c => c.html(accountList([...world.accounts.values()]), 200, pageHeaders))
  app.get('/:account', c => {
    const account = world.accounts.get(c.req.param('account'))
    if (!account) return c.html(missing('OA'), 404, pageHeaders)
    const older = Number(c.req.query('older') ?? 0)
    return c.html(articleList(world, account, Number.isInteger(older) && older > 0 ? older : 0), 200, pageHeaders)
  })
  app.get('/:account/:article', c => {
    const article = world.articles.get(c.req.param('article'))
    const account = world.accounts.get(c.req.param('account'))
    const shown = article && account && article.accountId === account.id && isPublic(world, article)
    return shown ? c.html(page(world, account, article), 200, pageHeaders) : c.html(missing('bài'), 404, pageHeaders)
  })
  app.get('/:account/:article/film', c => {
    const article = world.articles.get(c.req.param('article'))
    const film = article && isPublic(world, article) ? article.matter.film : null
    if (!film) return c.text('Không tìm thấy video', 404)
    return c.body(film.bytes, 200, {
      ...pageHeaders,
      'content-type': film.kind === 'mp4' ? 'video/mp4' : 'video/x-msvideo',
      'content-length': String(film.bytes.length),
    })
  })
  app.get('/:account/:article/:picture', c => {
    const article = world.articles.get(c.req.param('article'))
    const picture = article && isPublic(world, article) ? article.pictures[Number(c.req.param('picture'))] : undefined
    if (!picture) return c.text('Không tìm thấy ảnh', 404)
    return c.body(picture.bytes, 200, { ...pageHeaders, 'content-type': picture.type })
  })
  return app
}

const accountList = (accounts: Account[]) =>
  frame(
    'Các OA mô phỏng',
    html`<h1>Các Official Account</h1>
${accounts.length === 0 ? html`<p class="empty">Chưa có OA nào.</p>` : ''}
<ul class="list">${accounts.map(
      account => html`
<li class="card"><a class="row" href="/wall/${account.id}"><span><strong>${account.name}</strong>
<span class="soft">${followers(account)}</span></span></a></li>`,
    )}
</ul>`,
  )

function articleList(world: World, account: Account, from: number): Piece {
  const all = account.articles
    .filter(article => isPublic(world, article))
    .toSorted((a, b) => (b.shownAt ?? 0) - (a.shownAt ?? 0) || (a.id < b.id ? 1 : -1))
  const shown = all.slice(from, from + perPage)
  return frame(
    account.name,
    html`<h1>${account.name}</h1>
<p class="soft">${account.verified ? 'Đã xác thực · ' : ''}${followers(account)} · ${number(all.length)} bài viết</p>
${shown.length === 0 ? html`<p class="empty">Chưa có bài viết nào.</p>` : ''}
<ul class="list">${shown.map(
      article => html`
<li class="card"><a class="row" href="/wall/${account.id}/${article.id}">
${image(article, article.matter.cover.photo_url, '')}
<span><strong>${article.matter.film ? 'Video · ' : ''}${article.matter.title}</strong><span class="soft">${article.matter.description}</span></span></a></li>`,
    )}
</ul>
${all.length > from + perPage ? html`<a href="/wall/${account.id}?older=${from + perPage}">Xem bài viết cũ hơn</a>` : ''}`,
  )
}

function page(world: World, account: Account, article: Article): Piece {
  const { matter } = article
  const { views, shares } = readsOf(world, article)
  return frame(
    matter.title,
    html`<article>
<h1>${matter.title}</h1>
<p class="soft">${matter.author === '' ? account.name : matter.author} · <time datetime="${new Date(article.createdAt).toISOString()}">${dated.format(article.createdAt)}</time></p>
${matter.cover.status === 'show' ? image(article, matter.cover.photo_url, '') : ''}
${matter.film ? html`<video controls preload="metadata" src="/wall/${account.id}/${article.id}/film" poster="/wall/${account.id}/${article.id}/0" title="${matter.title}"></video>` : ''}
<p class="lead">${matter.description}</p>
${matter.body.map(block =>
  block.type === 'text'
    ? paragraphs(block.content)
    : html`${image(article, block.url, block.caption ?? '')}${block.caption ? html`<p class="soft">${block.caption}</p>` : ''}`,
)}
<p class="soft">${number(views)} lượt xem · ${number(shares)} lượt chia sẻ</p>
</article>
<p><a href="/wall/${account.id}">${account.name}</a></p>`,
  )
}

/** Our reading of what was sent: paragraphs, bold and line breaks. What passed the door holds nothing else. */
function paragraphs(content: string): Piece[] {
  const parts = content.includes('<p>') ? content.split(/<\/?p>/) : [content]
  return parts
    .filter(part => part.trim() !== '')
    .map(part => html`<p>${part.split(/(<b>.*?<\/b>|<br>)/s).map(inline)}</p>`)
}

function inline(piece: string): Piece | string {
  if (piece === '<br>') return html`<br>`
  const bold = /^<b>(.*)<\/b>$/s.exec(piece)
  return bold ? html`<b>${plain(bold[1] ?? '')}</b>` : plain(piece)
}

const plain = (text: string) =>
  text
    .replace(/<\/?b>|<br>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** The copy that was fetched, and nothing from elsewhere. */
function image(article: Article, url: string, alt: string): Piece | '' {
  const place = article.pictures.findIndex(picture => picture.url === url)
  return place < 0 ? '' : html`<img src="/wall/${article.accountId}/${article.id}/${place}" alt="${alt}">`
}

const followers = (account: Account) => `${number(account.followers)} người quan tâm`
const number = (value: number) => value.toLocaleString('vi-VN')
const missing = (what: string) => frame('Không tìm thấy', html`<p class="empty">Không tìm thấy ${what} này.</p>`)
const dated = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' })
