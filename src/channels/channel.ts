import type { Networks, Problem } from '../ports/network.ts'

/** One account on one network, as pages and jobs see it; what lets us act there is not part of it. */
export interface Channel {
  id: number
  unit_id: number
  network: string
  account: string
  name: string
  settings: unknown
  rest_until: Date | null
  rest_reading_until: Date | null
  rest_why: unknown
  warnings: unknown
  inspected_at: Date | null
  ended_at: Date | null
}

/** A channel in a list or a sentence: bodies give the same name to their account on each network. */
export const titled =
  (networks: Networks) =>
  ({ network, name }: Pick<Channel, 'network' | 'name'>): string =>
    `${name} (${networks.get(network)?.about.name ?? network})`

/** For lists to choose from. */
export const named = (networks: Networks) => (channel: Pick<Channel, 'id' | 'network' | 'name'>) => ({
  id: channel.id,
  name: titled(networks)(channel),
})

/** What a session is opened for: the channel and its sealed credential. */
export interface Connection {
  channel_id: number
  network: string
  account: string
  settings: unknown
  sealed: Uint8Array | null
}

export const unreadable: Problem = { code: 'channel.credential_unreadable' }

/** A consent that nobody finished within this time is void. */
export const consentWithin = 15 * 60 * 1000

/** Health of a connection is looked at once a day, an hour after a look that could not tell. */
export const inspectEvery = 24 * 60 * 60 * 1000
export const inspectAgainAfter = 60 * 60 * 1000

/** A renewal whose end nobody knows is tried again after this; the stored credential may be the spent one. */
export const againAfter = 15 * 60 * 1000

/** Refused this soon after it was made, a credential is not renewed again: it is not its age that is wrong. */
export const freshFor = 10 * 60 * 1000

/** Beyond the request's own limit: the time to write down what came of it. */
export const claimSlack = 30_000
