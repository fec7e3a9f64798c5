import { Hono } from 'hono'
import { html } from 'hono/html'
import { frame, pageHeaders } from './frame.ts'
import { type Account, type App, type Scope, scopes } from './types.ts'
import { opaque, type World } from './world.ts'

interface Asked {
  app: App
  redirect: string
  challenge: string | null
  state: string
  scopes: Scope[]
}

const meanings: Readonly<Record<Scope, string>> = {
  'user.info.basic': 'Đọc tên hiển thị và ảnh đại diện',
  'user.info.profile': 'Đọc hồ sơ công khai',
  'user.info.stats': 'Đọc số người theo dõi, lượt thích',
  'video.list': 'Đọc video công khai và số liệu',
  'video.upload': 'Gửi bản nháp video, ảnh vào hộp thư',
  'video.publish': 'Đăng thẳng video, ảnh',
}
const known = ['client_key', 'scope', 'redirect_uri', 'state', 'response_type', 'disable_auto_auth']
const ofDesktop = ['code_challenge', 'code_challenge_method']

/** GET /v2/auth/authorize/, the step in the browser: the person chooses the account, may untick rights, or refuses. */
export function consent(world: World): Hono {
  const app = new Hono()
  app.get('/', c => {
    const asked = readAsked(world, new URL(c.req.url).searchParams)
    if (typeof asked === 'string') return c.html(problem(asked), 400, pageHeaders)
    return c.html(ask(asked, [...world.accounts.values()]), 200, pageHeaders)
  })
  app.post('/', async c => {
    const asked = readAsked(world, new URL(c.req.url).searchParams)
    if (typeof asked === 'string') return c.html(problem(asked), 400, pageHeaders)
    const form = await c.req.formData()
    const account = world.accounts.get(String(form.get('account') ?? ''))
    const url = new URL(asked.redirect)
    if (form.get('decision') !== 'allow' || !account) {
      url.searchParams.set('error', 'access_denied')
      url.searchParams.set('error_description', 'User cancelled the authorization')
      url.searchParams.set('state', asked.state)
      return c.redirect(url.href, 302)
    }
    const ticked = form.getAll('scope')
    const granted = asked.scopes.filter(scope => scope === 'user.info.basic' || ticked.includes(scope))
    return c.redirect(agreement(world, asked, account, granted), 302)
  })
  return app
}

/** What is asked, or what is wrong with it. */
function readAsked(world: World, query: URLSearchParams): Asked | string {
  const app = world.apps.get(query.get('client_key') ?? '')
  if (!app) return 'client_key'
  const redirect = query.get('redirect_uri') ?? ''
  if (!app.redirects.includes(redirect)) return 'redirect_uri'
  if (query.get('response_type') !== 'code') return 'response_type'
  const odd = [...query.keys()].find(name => ![...known, ...ofDesktop].includes(name))
  if (odd !== undefined && world.settings.strict) return odd
  // With commas between; a space is not one.
  const wanted = (query.get('scope') ?? '').split(',')
  const bad = wanted.find(scope => !app.scopes.includes(scope as Scope))
  if (bad !== undefined) return `scope: ${bad}`
  const challenge = query.get('code_challenge')
  if (
    app.kind === 'desktop' &&
    (!/^[0-9a-f]{64}$/.test(challenge ?? '') || query.get('code_challenge_method') !== 'S256')
  )
    return 'code_challenge'
  return { app, redirect, challenge, state: query.get('state') ?? '', scopes: wanted as Scope[] }
}

const ask = ({ app, scopes: wanted }: Asked, accounts: Account[]) =>
  frame(
    `Cấp quyền cho ${app.name}`,
    html`<h1>${app.name} xin quyền trên tài khoản TikTok</h1>
<form class="card" method="post">
<fieldset><legend>Chọn tài khoản</legend>
${accounts.length === 0 ? html`<p class="soft">Chưa có tài khoản nào.</p>` : ''}
${accounts.map(
  (account, i) =>
    html`<label><input type="radio" name="account" value="${account.id}" ${i === 0 ? 'checked' : ''}><span>${account.nickname} (@${account.username})</span></label>`,
)}
</fieldset>
<fieldset><legend>Chọn quyền</legend>
${scopes
  .filter(scope => wanted.includes(scope))
  .map(
    scope =>
      html`<label><input type="checkbox" name="scope" value="${scope}" checked><span>${meanings[scope]}</span></label>`,
  )}
</fieldset>
<div class="buttons">
<button class="main" name="decision" value="allow" type="submit">Cho phép</button>
<button name="decision" value="deny" type="submit">Từ chối</button>
</div>
</form>`,
  )

function agreement(world: World, asked: Asked, account: Account, granted: Scope[]): string {
  // Holds signs that an address must escape: whoever does not read it back as an address spoils it.
  const code = `${opaque(world, 60)}*${opaque(world, 20)}!${opaque(world, 4)}.va`
  world.codes.set(code, {
    appId: asked.app.id,
    accountId: account.id,
    redirect: asked.redirect,
    challenge: asked.challenge,
    scopes: granted,
    endsAt: world.now() + world.settings.codeSeconds * 1000,
    used: false,
  })
  const url = new URL(asked.redirect)
  url.searchParams.set('code', code)
  url.searchParams.set('scopes', granted.join(','))
  url.searchParams.set('state', asked.state)
  return url.href
}

const problem = (what: string) =>
  frame('Không tiếp tục được', html`<h1>Không tiếp tục được</h1><p>Tham số không đúng: ${what}.</p>`)
