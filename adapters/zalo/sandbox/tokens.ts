import { badApp, badGrant, spentRefresh } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import type { Call } from './request.ts'
import type { App, Group, Pair } from './types.ts'
import { opaque, type World } from './world.ts'

/** POST /v4/oa/access_token: form only, the secret in a header; both exchanges answer alike. */
export async function exchange(world: World, call: Call): Promise<Reply> {
  const { form } = call
  if (!form) throw badGrant('only application/x-www-form-urlencoded')
  const app = world.apps.get(form.get('app_id') ?? '')
  if (!app?.active || call.headers.get('secret_key') !== app.secret) throw badApp()
  const grant = form.get('grant_type')
  const names = ['app_id', 'grant_type', ...(grant === 'refresh_token' ? ['refresh_token'] : ['code', 'code_verifier'])]
  const odd = [...form.keys()].find(name => !names.includes(name))
  if (odd !== undefined) throw badGrant(`unknown field ${odd}`)
  switch (grant) {
    case 'authorization_code':
      return told(world, await ofCode(world, app, form))
    case 'refresh_token':
      return told(world, ofRefresh(world, app, form.get('refresh_token') ?? ''))
    default:
      throw badGrant('grant_type')
  }
}

/** A string of seconds, as documented. */
function told(world: World, pair: Pair): Reply {
  const left = pair.accessEndsAt === null ? 315_360_000_000 : pair.accessEndsAt - world.now()
  const body = { access_token: pair.access, refresh_token: pair.refresh, expires_in: String(Math.floor(left / 1000)) }
  return { ...ok(), body }
}

async function ofCode(world: World, app: App, form: URLSearchParams): Promise<Pair> {
  const code = world.codes.get(form.get('code') ?? '')
  if (!code || code.appId !== app.id || code.used || code.endsAt <= world.now()) throw badGrant('Invalid code')
  const verifier = form.get('code_verifier') ?? ''
  if (!/^[A-Za-z0-9_-]{43}$/.test(verifier) || (await challengeOf(verifier)) !== code.challenge)
    throw badGrant('Invalid code verifier')
  code.used = true
  return addPair(world, { app: app.id, account: code.accountId, groups: code.groups })
}

function ofRefresh(world: World, app: App, refresh: string): Pair {
  const pair = world.pairs.find(one => one.refresh === refresh && one.appId === app.id)
  if (!pair) throw spentRefresh()
  if (pair.next !== null) {
    if (world.settings.reuseKills) for (let one: Pair | null = pair; one; one = one.next) one.withdrawn = true
    throw spentRefresh()
  }
  const ended = pair.refreshEndsAt !== null && pair.refreshEndsAt <= world.now()
  if (pair.withdrawn || ended) throw spentRefresh()
  const next = addPair(world, { app: pair.appId, account: pair.accountId, groups: pair.groups })
  pair.next = next
  if (world.settings.oldAccessDies) pair.accessDead = true
  return next
}

export function addPair(
  world: World,
  given: {
    app: string
    account: string
    groups: readonly Group[]
    access?: string
    refresh?: string
    endless?: boolean
  },
): Pair {
  const { accessLifeMs, refreshLifeMs } = world.settings
  const pair: Pair = {
    access: given.access ?? `${opaque(world, 180)}_${opaque(world, 60)}-${opaque(world, 50)}`,
    refresh: given.refresh ?? `${opaque(world, 150)}-${opaque(world, 90)}_${opaque(world, 40)}`,
    appId: given.app,
    accountId: given.account,
    groups: given.groups,
    accessEndsAt: given.endless ? null : world.now() + accessLifeMs,
    refreshEndsAt: given.endless ? null : world.now() + refreshLifeMs,
    accessDead: false,
    next: null,
    withdrawn: false,
  }
  world.pairs.push(pair)
  return pair
}

/** Base64url, without padding, of the SHA-256 of the verifier: of its digest, not of its hex. */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
