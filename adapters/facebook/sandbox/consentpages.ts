import { html } from 'hono/html'
import { frame, type Piece } from './frame.ts'
import type { App, Page, Person } from './types.ts'

export interface Asked {
  app: App
  redirect: string
  state: string | null
  scopes: string[]
}

/** What each permission lets the application do, as the dialog tells the person. */
const meanings: Record<string, string> = {
  pages_show_list: 'Xem danh sách Trang bạn quản lý',
  pages_read_engagement: 'Đọc nội dung và tương tác trên Trang',
  pages_manage_posts: 'Tạo, sửa và xóa bài viết của Trang',
  pages_read_user_content: 'Đọc nội dung người khác đăng trên Trang',
  pages_manage_engagement: 'Quản lý bình luận trên Trang',
  pages_manage_metadata: 'Quản lý cài đặt của Trang',
  read_insights: 'Xem thống kê của Trang',
  pages_messaging: 'Quản lý tin nhắn của Trang',
  business_management: 'Quản lý doanh nghiệp của bạn',
  publish_video: 'Đăng video lên Trang',
  public_profile: 'Xem tên của bạn',
}

export function whoAreYou(people: Person[], address: string): Piece {
  const as = (id: string) => {
    const url = new URL(address)
    url.searchParams.set('as', id)
    return `${url.pathname}${url.search}`
  }
  return frame(
    'Bạn là ai?',
    html`<h1>Bạn là ai?</h1>
${people.length === 0 ? html`<p class="empty">Chưa có người dùng mô phỏng nào.</p>` : ''}
<ul class="pages">${people.map(
      person => html`
<li class="card"><a href="${as(person.id)}"><span class="face" aria-hidden="true">${initial(person)}</span>
<strong>${person.name}</strong></a></li>`,
    )}
</ul>`,
  )
}

/** Vietnamese names are called by their last word. */
const initial = (person: Person) => person.name.split(' ').at(-1)?.slice(0, 1)

export const ask = ({ app, redirect, scopes, state }: Asked, person: Person, pages: Page[]) =>
  frame(
    `Cho phép ${app.name}`,
    html`<h1>${app.name} muốn thay bạn quản lý Trang</h1>
<p class="soft">Bạn đang đăng nhập với tên ${person.name}.</p>
<form class="card" method="post">
${hidden('client_id', app.id)}${hidden('redirect_uri', redirect)}${hidden('scope', scopes.join(','))}
${state === null ? '' : hidden('state', state)}${hidden('as', person.id)}
<fieldset><legend>Chọn Trang</legend>
${pages.length === 0 ? html`<p class="soft">Bạn không quản lý Trang nào.</p>` : ''}
${pages.map(page => html`<label>${box('page', page.id)}<span>${page.name}</span></label>`)}
</fieldset>
<fieldset><legend>Chọn quyền</legend>
${scopes.map(scope => html`<label>${box('permission', scope)}<span>${meanings[scope] ?? scope} <code>${scope}</code></span></label>`)}
</fieldset>
<div class="buttons">
<button class="main" name="decision" value="allow" type="submit">Cho phép</button>
<button name="decision" value="deny" type="submit">Từ chối</button>
</div>
</form>`,
  )

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`
const box = (name: string, value: string) => html`<input type="checkbox" name="${name}" value="${value}" checked>`

export const problem = (text: string) =>
  frame(
    'Không tiếp tục được',
    html`<h1>Không tiếp tục được</h1>
<p>${text}</p>`,
  )
