import { Hono } from 'hono'
import { html } from 'hono/html'
import { frame, pageHeaders } from './frame.ts'
import { type Channel, type Project, type Scope, scopePrefix, scopes } from './types.ts'
import { opaque, type World } from './world.ts'

interface Asked {
  project: Project
  redirect: string
  state: string
  challenge: string | null
  scopes: Scope[]
}

const meanings: Readonly<Record<Scope, string>> = {
  youtube: 'Quản lý tài khoản YouTube',
  'youtube.force-ssl': 'Xem, chỉnh sửa và xóa vĩnh viễn video, phụ đề, bình luận',
  'youtube.readonly': 'Xem tài khoản YouTube',
  'youtube.upload': 'Tải video lên',
  'yt-analytics.readonly': 'Xem báo cáo YouTube Analytics',
}

const known = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'access_type',
  'prompt',
  'include_granted_scopes',
  'login_hint',
  'code_challenge',
  'code_challenge_method',
]

/** GET /o/oauth2/v2/auth, the step in the browser: one channel is chosen, scopes may be unticked, or all is refused. */
export function consent(world: World): Hono {
  const app = new Hono()
  app.get('/', c => {
    const asked = readAsked(world, new URL(c.req.url).searchParams)
    if (typeof asked === 'string') return c.html(problem(asked), 400, pageHeaders)
    return c.html(ask(asked, [...world.channels.values()]), 200, pageHeaders)
  })
  app.post('/', async c => {
    const asked = readAsked(world, new URL(c.req.url).searchParams)
    if (typeof asked === 'string') return c.html(problem(asked), 400, pageHeaders)
    const form = await c.req.formData()
    const back = new URL(asked.redirect)
    back.searchParams.set('state', asked.state)
    const channel = world.channels.get(String(form.get('channel') ?? ''))
    if (form.get('decision') !== 'allow' || !channel) {
      back.searchParams.set('error', 'access_denied')
      return c.redirect(back.href, 302)
    }
    const chosen = asked.scopes.filter(scope => form.getAll('scope').includes(scope))
    const code = `4/0A${opaque(world, 70)}`
    world.codes.set(code, {
      projectId: asked.project.id,
      channelId: channel.id,
      redirect: asked.redirect,
      challenge: asked.challenge,
      scopes: chosen,
      endsAt: world.now() + world.settings.codeLifeMs,
      used: false,
    })
    back.searchParams.set('code', code)
    back.searchParams.set('scope', chosen.map(scope => scopePrefix + scope).join(' '))
    return c.redirect(back.href, 302)
  })
  return app
}

/** What is asked, or what is wrong with it. */
function readAsked(world: World, query: URLSearchParams): Asked | string {
  const project = world.projects.get(query.get('client_id') ?? '')
  if (!project) return 'Error 401: invalid_client'
  const redirect = query.get('redirect_uri') ?? ''
  if (!project.redirects.includes(redirect)) return 'Error 400: redirect_uri_mismatch'
  const odd = [...query.keys()].find(name => !known.includes(name) || query.getAll(name).length > 1)
  if (odd !== undefined) return `Error 400: invalid_request (${odd})`
  if (query.get('response_type') !== 'code') return 'Error 400: unsupported_response_type'
  // Without these two no refresh token comes back, and the connection ends within the hour.
  if (query.get('access_type') !== 'offline' || query.get('prompt') !== 'consent')
    return 'Error 400: invalid_request (this sandbox wants access_type=offline and prompt=consent)'
  const names = (query.get('scope') ?? '').split(' ').filter(Boolean)
  const wanted = scopes.filter(scope => names.includes(scopePrefix + scope))
  if (wanted.length === 0 || wanted.length !== names.length) return 'Error 400: invalid_scope'
  const challenge = query.get('code_challenge')
  if (challenge !== null && (query.get('code_challenge_method') !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge)))
    return 'Error 400: invalid_request (code_challenge)'
  return { project, redirect, state: query.get('state') ?? '', challenge, scopes: wanted }
}

const ask = ({ project, scopes }: Asked, channels: Channel[]) =>
  frame(
    `Cấp quyền cho ${project.name}`,
    html`<h1>${project.name} muốn truy cập kênh YouTube</h1>
<form class="card" method="post">
<fieldset><legend>Chọn kênh</legend>
${channels.length === 0 ? html`<p class="soft">Tài khoản này không có kênh nào.</p>` : ''}
${channels.map(
  (channel, i) =>
    html`<label><input type="radio" name="channel" value="${channel.id}" ${i === 0 ? 'checked' : ''}><span>${channel.name}</span></label>`,
)}
</fieldset>
<fieldset><legend>Chọn quyền</legend>
${scopes.map(
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

const problem = (text: string) => frame('Không tiếp tục được', html`<h1>Quyền truy cập bị chặn</h1><p>${text}</p>`)
