import {
  badProof,
  badToken,
  disabledAccount,
  endedToken,
  inactiveApp,
  notGranted,
  tooMany,
  unverified,
} from './errors.ts'
import type { Call } from './request.ts'
import type { Account, App, Group, Pair } from './types.ts'
import type { World } from './world.ts'

export interface Who {
  app: App
  account: Account
  pair: Pair
}

/** Only the header `access_token` counts: one in the address, a bearer or none is no token. */
export async function whoCalls(world: World, call: Call): Promise<Who> {
  const given = call.headers.get('access_token')
  if (!given || call.query.has('access_token') || call.headers.has('authorization')) throw badToken()
  const pair = world.pairs.find(one => one.access === given)
  if (!pair || pair.accessDead || pair.withdrawn) throw badToken()
  if (pair.accessEndsAt !== null && pair.accessEndsAt <= world.now()) throw endedToken()
  const app = world.apps.get(pair.appId)
  const account = world.accounts.get(pair.accountId)
  if (!app || !account) throw badToken()
  if (!app.active) throw inactiveApp()
  const proof = call.headers.get('appsecret_proof')
  if (proof === null ? app.requireProof : proof !== (await proofOf(app.secret, given))) throw badProof()
  if (account.disabled) throw disabledAccount()
  return { app, account, pair }
}

export function mayUse(who: Who, group: Group): void {
  if (!who.pair.groups.includes(group)) throw notGranted()
}

export function mustBeVerified(who: Who): void {
  if (!who.account.verified) throw unverified()
}

/** Calls of this minute; above the limit every one is refused. Returns what is left. */
export function countCall(world: World, app: App): number {
  const key = `${app.id} ${Math.floor(world.now() / 60_000)}`
  const count = (world.minutes.get(key) ?? 0) + 1
  world.minutes.set(key, count)
  if (count > world.settings.callsPerMinute) throw tooMany()
  return world.settings.callsPerMinute - count
}

/** Lower-case hex HMAC-SHA256 of the access token under the app's secret. */
export async function proofOf(secret: string, token: string): Promise<string> {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(token)))
  return [...mac].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
