import { Hono } from 'hono'
import { type Asked, ask, problem, whoAreYou } from './consentpages.ts'
import { pageHeaders } from './frame.ts'
import { permissions } from './tables.ts'
import type { App, Grant, Person } from './types.ts'
import { opaque, type World } from './world.ts'

/**
 * GET /{version}/dialog/oauth of www.facebook.com, the step in the browser. The person may untick permissions one by one,
 * choose Pages or none, or refuse; all that an application must be ready for.
 */
export function consent(world: World): Hono {
  const app = new Hono()
  app.get('/', c => {
    const asked = readAsked(world, name => c.req.query(name))
    if (typeof asked === 'string') return c.html(problem(asked), 400, pageHeaders)
    const person = world.people.get(c.req.query('as') ?? '')
    const people = [...world.people.values()].filter(other => other.kind === 'person')
    const only = people.length === 1 ? people[0] : person
    if (!only) return c.html(whoAreYou(people, c.req.url), 200, pageHeaders)
    const pages = [...world.pages.values()].filter(page => page.roles.has(only.id))
    return c.html(ask(asked, only, pages), 200, pageHeaders)
  })
  app.post('/', async c => {
    const form = await c.req.formData()
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : undefined
    }
    const asked = readAsked(world, text)
    if (typeof asked === 'string') return c.html(problem(asked), 400, pageHeaders)
    const person = world.people.get(text('as') ?? '')
    if (!person) return c.html(problem('Không biết ai đang đồng ý.'), 400, pageHeaders)
    if (text('decision') !== 'allow') return c.redirect(refusal(asked), 302)
    const chosen = (name: string) => form.getAll(name).filter(value => typeof value === 'string')
    return c.redirect(agreement(world, asked, person, chosen('permission'), chosen('page')), 302)
  })
  return app
}

/** What is asked, or why not: that is told to the person, and never sent back to an address nobody registered. */
function readAsked(world: World, read: (name: string) => string | undefined): Asked | string {
  const app = world.apps.get(read('client_id') ?? '')
  if (!app) return 'Mã ứng dụng (client_id) không có.'
  const redirect = read('redirect_uri') ?? ''
  if (!app.redirects.includes(redirect))
    return 'URL bị chặn: địa chỉ quay về (redirect_uri) không nằm trong danh sách đã đăng ký của ứng dụng.'
  if ((read('response_type') ?? 'code') !== 'code') return 'Chỉ nhận response_type=code.'
  const scopes = (read('scope') ?? '').split(/[\s,]+/).filter(name => name !== '')
  const unknown = scopes.filter(name => !isPermission(name))
  if (unknown.length > 0) return `Quyền không hợp lệ: ${unknown.join(', ')}.`
  return { app, redirect, state: read('state') ?? null, scopes }
}

const isPermission = (name: string) => permissions.some(known => known === name) || name === 'public_profile'

function refusal({ redirect, state }: Asked): string {
  const url = new URL(redirect)
  url.searchParams.set('error', 'access_denied')
  url.searchParams.set('error_code', '200')
  url.searchParams.set('error_description', 'Permissions error')
  url.searchParams.set('error_reason', 'user_denied')
  if (state !== null) url.searchParams.set('state', state)
  return `${url.href}#_=_`
}

function agreement(world: World, asked: Asked, person: Person, allowed: string[], pages: string[]): string {
  const granted = asked.scopes.filter(scope => allowed.includes(scope))
  remember(world, asked.app, person, granted, asked.scopes)
  const code = opaque(world, 'AQ', 120)
  world.codes.set(code, {
    appId: asked.app.id,
    personId: person.id,
    redirect: asked.redirect,
    grants: granted.map(scope => grant(scope, pages)),
    expiresAt: world.now() + world.settings.codeLifeMs,
    used: false,
  })
  const url = new URL(asked.redirect)
  url.searchParams.set('code', code)
  if (asked.state !== null) url.searchParams.set('state', asked.state)
  return `${url.href}#_=_`
}

/** What speaks about Pages holds for the chosen ones only. */
const grant = (scope: string, targets: string[]): Grant =>
  /^pages_|^read_insights$|^publish_video$/.test(scope) ? { scope, targets } : { scope }

function remember(world: World, app: App, person: Person, granted: string[], asked: string[]): void {
  const key = `${app.id} ${person.id}`
  const before = world.consents.get(key) ?? { granted: new Set<string>(), declined: new Set<string>() }
  for (const scope of asked) {
    before.granted.delete(scope)
    before.declined.delete(scope)
    if (granted.includes(scope)) before.granted.add(scope)
    else before.declined.add(scope)
  }
  world.consents.set(key, before)
}
