import { badToken, noScope, tooFast } from './errors.ts'
import type { Call } from './request.ts'
import type { Account, App, Pair, Scope } from './types.ts'
import type { World } from './world.ts'

export interface Who {
  app: App
  account: Account
  pair: Pair
}

/** Only a bearer in the header counts. */
export function whoCalls(world: World, call: Call): Who {
  const given = /^Bearer (\S+)$/.exec(call.headers.get('authorization') ?? '')?.[1]
  const pair = given === undefined ? undefined : world.pairs.find(one => one.access === given)
  // What a renewal does to the access token before it, no page says: it lives to its end.
  if (!pair || pair.withdrawn || (pair.accessEndsAt !== null && pair.accessEndsAt <= world.now())) throw badToken()
  const app = world.apps.get(pair.appId)
  const account = world.accounts.get(pair.accountId)
  if (!app || !account) throw badToken()
  return { app, account, pair }
}

/** One of these, approved for the app and granted by the person. */
export function mustHold(who: Who, wanted: readonly Scope[]): void {
  if (!wanted.some(scope => who.pair.scopes.includes(scope) && who.app.scopes.includes(scope))) throw noScope()
}

/** A sliding minute for each token and path. */
export function countCall(world: World, who: Who, path: string, most: number): void {
  if (!world.settings.minuteLimits) return
  const key = `${path} ${who.app.id} ${who.account.id}`
  const now = world.now()
  const recent = (world.recent.get(key) ?? []).filter(at => at > now - 60_000)
  if (recent.length >= most) throw tooFast()
  recent.push(now)
  world.recent.set(key, recent)
}
