import { Frame } from './frame.tsx'
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

export function WhoAreYou({ people, address }: { people: Person[]; address: string }) {
  const as = (id: string) => {
    const url = new URL(address)
    url.searchParams.set('as', id)
    return `${url.pathname}${url.search}`
  }
  return (
    <Frame title="Bạn là ai?">
      <h1>Bạn là ai?</h1>
      {people.length === 0 ? <p class="empty">Chưa có người dùng mô phỏng nào.</p> : null}
      <ul class="pages">
        {people.map(person => (
          <li class="card">
            <a href={as(person.id)}>
              <span class="face" aria-hidden="true">
                {person.name.split(' ').at(-1)?.slice(0, 1)}
              </span>
              <strong>{person.name}</strong>
            </a>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

export const Ask = ({ asked, person, pages }: { asked: Asked; person: Person; pages: Page[] }) => (
  <Frame title={`Cho phép ${asked.app.name}`}>
    <h1>{`${asked.app.name} muốn thay bạn quản lý Trang`}</h1>
    <p class="soft">{`Bạn đang đăng nhập với tên ${person.name}.`}</p>
    <form class="card" method="post">
      <input type="hidden" name="client_id" value={asked.app.id} />
      <input type="hidden" name="redirect_uri" value={asked.redirect} />
      <input type="hidden" name="scope" value={asked.scopes.join(',')} />
      {asked.state === null ? null : <input type="hidden" name="state" value={asked.state} />}
      <input type="hidden" name="as" value={person.id} />
      <fieldset>
        <legend>Chọn Trang</legend>
        {pages.length === 0 ? <p class="soft">Bạn không quản lý Trang nào.</p> : null}
        {pages.map(page => (
          <label>
            <input type="checkbox" name="page" value={page.id} checked />
            <span>{page.name}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Chọn quyền</legend>
        {asked.scopes.map(scope => (
          <label>
            <input type="checkbox" name="permission" value={scope} checked />
            <span>
              {meanings[scope] ?? scope} <code>{scope}</code>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="buttons">
        <button class="main" name="decision" value="allow" type="submit">
          Cho phép
        </button>
        <button name="decision" value="deny" type="submit">
          Từ chối
        </button>
      </div>
    </form>
  </Frame>
)

export const Problem = ({ text }: { text: string }) => (
  <Frame title="Không tiếp tục được">
    <h1>Không tiếp tục được</h1>
    <p>{text}</p>
  </Frame>
)
