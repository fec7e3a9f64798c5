import { pacificDay } from './days.ts'
import { badScopes, badToken, noChannel, overQuota, suspended } from './errors.ts'
import type { Method } from './methods.ts'
import type { Call } from './request.ts'
import type { Bucket, Channel, Grant, Project, Scope } from './types.ts'
import { bucketKey, type World } from './world.ts'

export interface Who {
  project: Project
  channel: Channel
  grant: Grant
}

/** Only a bearer in the header counts: a token in the address is no token. */
export function whoCalls(world: World, call: Call): Who {
  const given = /^Bearer (\S+)$/.exec(call.headers.get('authorization') ?? '')?.[1]
  if (!given || call.query.has('access_token')) throw badToken()
  const grant = world.grants.find(one => one.access === given)
  if (!grant || grant.revoked) throw badToken()
  if (grant.accessEndsAt !== null && grant.accessEndsAt <= world.now()) throw badToken()
  const project = world.projects.get(grant.projectId)
  if (!project) throw badToken()
  const channel = world.channels.get(grant.channelId)
  if (!channel) throw noChannel()
  return { project, channel, grant }
}

export function mayUse(who: Who, scopes: readonly Scope[]): void {
  if (!who.grant.scopes.some(scope => scopes.includes(scope))) throw badScopes()
  if (who.channel.suspended) throw suspended()
}

/**
 * Counted before anything is looked at: a request that turns out to be wrong costs too, and where it costs nothing of
 * its own it still costs one.
 */
export function charge(world: World, who: Who, { bucket, cost }: Pick<Method, 'bucket' | 'cost'>): void {
  if (bucket === null) return
  const key = bucketKey(who.project.id, bucket, pacificDay(world.now()))
  const spent = (world.spent.get(key) ?? 0) + Math.max(1, cost)
  if (spent > (world.settings.quotas[bucket] ?? 0)) throw overQuota()
  world.spent.set(key, spent)
}

export const spentToday = (world: World, project: string, bucket: Bucket): number =>
  world.spent.get(bucketKey(project, bucket, pacificDay(world.now()))) ?? 0
