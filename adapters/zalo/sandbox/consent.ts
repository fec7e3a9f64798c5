import { Hono } from 'hono'
import { html } from 'hono/html'
import { frame, pageHeaders } from './frame.ts'
import { type Account, type App, type Group, groups } from './types.ts'
import { opaque, type World } from './world.ts'

interface Asked {
  app: App
  redirect: string
  challenge: string
  state: string
}

const meanings: Readonly<Record<Group, string>> = {
  articles: 'Quản lý bài viết',
  account: 'Quản lý thông tin OA',
  messages: 'Gửi tin và thông báo qua OA',
  followers: 'Nhận sự kiện quản lý người dùng',
}

/**
 * GET /v4/oa/permission, the step in the browser: exactly four parameters. The administrator chooses the OA, may untick
 * groups, or refuses; a refusal leads nowhere, because no document says where it would.
 */
export function consent(world: World): Hono {
  const app = new Hono()
  app.get('/error', c => c.html(problem(`Mã lỗi ${c.req.query('error_code') ?? ''}.`), 400, pageHeaders))
  app.get('/', c => {
    const asked = readAsked(world, new URL(c.req.url).searchParams)
    if (typeof asked === 'number') return c.redirect(`/v4/oa/permission/error?error_code=${asked}`, 302)
    return c.html(ask(asked, [...world.accounts.values()]), 200, pageHeaders)
  })
  app.post('/', async c => {
    const asked = readAsked(world, new URL(c.req.url).searchParams)
    if (typeof asked === 'number') return c.redirect(`/v4/oa/permission/error?error_code=${asked}`, 302)
    const form = await c.req.formData()
    const account = world.accounts.get(String(form.get('oa') ?? ''))
    if (form.get('decision') !== 'allow' || !account) return c.html(problem('Chưa cấp quyền.'), 200, pageHeaders)
    const chosen = groups.filter(group => form.getAll('group').includes(group))
    return c.redirect(agreement(world, asked, account, chosen), 302)
  })
  return app
}

/** What is asked, or the number of what is wrong with it. */
function readAsked(world: World, query: URLSearchParams): Asked | number {
  const app = world.apps.get(query.get('app_id') ?? '')
  if (!app?.active) return -14002
  const redirect = query.get('redirect_uri') ?? ''
  // Compared byte by byte with what was saved in the console.
  if (!app.redirects.includes(redirect)) return -14003
  const challenge = query.get('code_challenge') ?? ''
  const odd = [...query.keys()].some(name => !['app_id', 'redirect_uri', 'code_challenge', 'state'].includes(name))
  if (odd || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) return -14012
  return { app, redirect, challenge, state: query.get('state') ?? '' }
}

const ask = ({ app }: Asked, accounts: Account[]) =>
  frame(
    `Cấp quyền cho ${app.name}`,
    html`<h1>${app.name} xin quyền trên Official Account</h1>
<form class="card" method="post">
<fieldset><legend>Chọn OA</legend>
${accounts.length === 0 ? html`<p class="soft">Bạn không quản trị OA nào.</p>` : ''}
${accounts.map(
  (account, i) =>
    html`<label><input type="radio" name="oa" value="${account.id}" ${i === 0 ? 'checked' : ''}><span>${account.name}</span></label>`,
)}
</fieldset>
<fieldset><legend>Chọn quyền</legend>
${groups.map(
  group =>
    html`<label><input type="checkbox" name="group" value="${group}" checked><span>${meanings[group]}</span></label>`,
)}
</fieldset>
<div class="buttons">
<button class="main" name="decision" value="allow" type="submit">Cho phép</button>
<button name="decision" value="deny" type="submit">Từ chối</button>
</div>
</form>`,
  )

function agreement(world: World, asked: Asked, account: Account, chosen: Group[]): string {
  const code = opaque(world, 120)
  world.codes.set(code, {
    appId: asked.app.id,
    accountId: account.id,
    challenge: asked.challenge,
    groups: chosen,
    endsAt: world.now() + world.settings.codeLifeMs,
    used: false,
  })
  const url = new URL(asked.redirect)
  url.searchParams.set('code', code)
  url.searchParams.set('oa_id', account.id)
  url.searchParams.set('state', asked.state)
  url.searchParams.set('code_challenge', asked.challenge)
  return url.href
}

const problem = (text: string) => frame('Không tiếp tục được', html`<h1>Không tiếp tục được</h1><p>${text}</p>`)
