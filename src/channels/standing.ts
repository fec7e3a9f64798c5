import type { AnyNetwork } from '../ports/network.ts'
import type { ChannelCard } from './queries.ts'

export type Standing = 'well' | 'expiring' | 'broken' | 'resting' | 'ended'

/** A connection is announced two weeks before its end. */
const announced = 14 * 86_400_000

/**
 * How a channel is, in one word. Where a network renews, what ends within hours is a token that is renewed by itself: only
 * one that is past its end, because nothing renews it, is a matter for people.
 */
export function standingOf(channel: ChannelCard, network: AnyNetwork | undefined, now: Date): Standing {
  if (channel.ended_at) return 'ended'
  if (channel.reconnect_since || !channel.connected) return 'broken'
  if (channel.rest_until && channel.rest_until > now) return 'resting'
  return endsSoon(channel, network, now) ? 'expiring' : 'well'
}

/** Also of a channel that rests. */
export function endsSoon(channel: ChannelCard, network: AnyNetwork | undefined, now: Date): boolean {
  if (!channel.expires_at) return false
  const left = channel.expires_at.getTime() - now.getTime()
  return left < (network?.auth.refresh ? 0 : announced)
}
