import { expect } from 'vitest'
import { FetchFault } from '../../src/kit/http.ts'
import { guardedFetch, type Limits, networkFetch, portalLimits } from '../../src/runtime/node/connect.ts'

/** The way to portals as the demonstration has it: loopback is let through. */
export const toPortal = (limits: Partial<Limits> = {}) =>
  guardedFetch({
    privateOk: ['127.0.0.0/8'],
    portsOk: 'any',
    userAgent: 'LanToa/test',
    limits: { ...portalLimits, ...limits },
  }).fetch

/** The way to one network's host, answered by `server`. */
export const toGraph = (server: string, more: { totalMs?: number; connectMs?: number } = {}) =>
  networkFetch({
    config: { hosts: new Map([['graph.test', server]]), networks: 'sandbox', privateOk: [] },
    hosts: ['graph.test'],
    sandboxHosts: new Map(),
    userAgent: 'LanToa/test',
    ...more,
  }).fetch

export async function faultOf(promise: Promise<unknown>): Promise<FetchFault> {
  const cause = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(cause).toBeInstanceOf(FetchFault)
  return cause as FetchFault
}
