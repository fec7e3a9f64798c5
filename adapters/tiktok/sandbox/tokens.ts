import { OauthError } from './errors.ts'
import type { Reply } from './reply.ts'
import type { Call } from './request.ts'
import type { App, Pair, Scope } from './types.ts'
import { opaque, type World } from './world.ts'

/** POST /v2/oauth/token/: a form, the key and the secret in it; a flat answer without envelope. */
export async function token(world: World, call: Call): Promise<Reply> {
  const { form } = call
  if (!form) throw new OauthError('invalid_request', 'Only `application/x-www-form-urlencoded` is accepted.')
  const app = appOf(world, form)
  const grant = form.get('grant_type')
  const names = {
    authorization_code: ['code', 'redirect_uri', 'code_verifier'],
    refresh_token: ['refresh_token'],
  }[grant ?? '']
  if (!names) throw new OauthError('unsupported_grant_type', 'Grant type is not supported.')
  const odd = [...form.keys()].find(name => !['client_key', 'client_secret', 'grant_type', ...names].includes(name))
  if (odd !== undefined && world.settings.strict) throw new OauthError('invalid_request', `Unknown parameter ${odd}.`)
  const pair =
    grant === 'refresh_token' ? ofRefresh(world, app, form.get('refresh_token') ?? '') : await ofCode(world, app, form)
  const left = (until: number | null) => (until === null ? 3_153_600_000 : Math.floor((until - world.now()) / 1000))
  return {
    status: 200,
    body: {
      open_id: pair.accountId,
      scope: pair.scopes.join(','),
      access_token: pair.access,
      expires_in: left(pair.accessEndsAt),
      refresh_token: pair.refresh,
      refresh_expires_in: left(pair.refreshEndsAt),
      token_type: 'Bearer',
    },
  }
}

/** POST /v2/oauth/revoke/: an empty answer. */
export function revoke(world: World, call: Call): Reply {
  const form = call.form ?? new URLSearchParams()
  const app = appOf(world, form)
  const given = form.get('token') ?? ''
  const pair = world.pairs.find(one => one.appId === app.id && (one.access === given || one.refresh === given))
  if (!pair) throw new OauthError('invalid_request', 'The token is unknown.')
  pair.withdrawn = true
  return { status: 200 }
}

function appOf(world: World, form: URLSearchParams): App {
  const app = world.apps.get(form.get('client_key') ?? '')
  if (!app || form.get('client_secret') !== app.secret)
    throw new OauthError('invalid_client', 'Client key or secret is incorrect.')
  return app
}

async function ofCode(world: World, app: App, form: URLSearchParams): Promise<Pair> {
  const code = world.codes.get(form.get('code') ?? '')
  const bad = () => new OauthError('invalid_grant', 'Authorization code is expired.')
  if (!code || code.appId !== app.id || code.used || code.endsAt <= world.now()) throw bad()
  if (form.get('redirect_uri') !== code.redirect)
    throw new OauthError('invalid_request', 'Redirect_uri is not matched with the uri when requesting code.')
  const verifier = form.get('code_verifier')
  // A web application may send one; whether it is checked there no page says.
  if (app.kind === 'desktop' && (verifier === null || (await hexOf(verifier)) !== code.challenge))
    throw new OauthError('invalid_request', 'Code verifier or code challenge is invalid.')
  code.used = true
  return addPair(world, { app: app.id, account: code.accountId, scopes: code.scopes })
}

/** The previous refresh token stops working with the answer; a second use finds nothing. */
function ofRefresh(world: World, app: App, refresh: string): Pair {
  const pair = world.pairs.find(one => one.refresh === refresh && one.appId === app.id)
  const over = pair && pair.refreshEndsAt !== null && pair.refreshEndsAt <= world.now()
  if (!pair || pair.next || pair.withdrawn || over)
    throw new OauthError('invalid_grant', 'Refresh token is invalid or expired.')
  pair.next = addPair(world, { app: pair.appId, account: pair.accountId, scopes: pair.scopes })
  return pair.next
}

export function addPair(
  world: World,
  given: {
    app: string
    account: string
    scopes: readonly Scope[]
    access?: string
    refresh?: string
    endless?: boolean
  },
): Pair {
  const { accessSeconds, refreshSeconds } = world.settings
  const pair: Pair = {
    access: given.access ?? `act.${opaque(world, 50)}!${opaque(world, 4)}.va`,
    refresh: given.refresh ?? `rft.${opaque(world, 50)}!${opaque(world, 4)}.va`,
    appId: given.app,
    accountId: given.account,
    scopes: given.scopes,
    accessEndsAt: given.endless ? null : world.now() + accessSeconds * 1000,
    refreshEndsAt: given.endless ? null : world.now() + refreshSeconds * 1000,
    next: null,
    withdrawn: false,
  }
  world.pairs.push(pair)
  return pair
}

/** Login Kit for desktop: the HEX form of SHA-256, not the base64url of RFC 7636. */
export async function hexOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
