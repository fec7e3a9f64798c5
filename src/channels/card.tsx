import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { problemShape } from '../ports/content.ts'
import type { AnyNetwork } from '../ports/network.ts'
import { ActButton } from '../ui/form.tsx'
import { type Look, Mark, Tag } from '../ui/state.tsx'
import type { PlainKey, Words } from '../words/index.ts'
import type { ChannelCard } from './queries.ts'
import { type Standing, standingOf } from './standing.ts'

const shown: Record<Standing, { key: PlainKey; look: Look }> = {
  well: { key: 'channels.well', look: 'done' },
  expiring: { key: 'channels.expiring', look: 'warned' },
  broken: { key: 'channels.broken', look: 'failed' },
  resting: { key: 'channels.resting', look: 'held' },
  ended: { key: 'channels.ended', look: 'cancelled' },
}

export const Card: FC<{
  w: Words
  channel: ChannelCard
  network: AnyNetwork | undefined
  now: Date
  mayConnect: boolean
}> = ({ w, channel, network, now, mayConnect }) => {
  const standing = standingOf(channel, network, now)
  const warnings = z.array(problemShape).catch([]).parse(channel.warnings)
  const why = problemShape.safeParse(standing === 'broken' ? channel.reconnect_why : channel.rest_why).data
  return (
    <li class="lt-box">
      <p>
        <Mark letter={network?.about.traits.letter ?? '·'} name={network?.about.name ?? channel.network} />
      </p>
      <h2>{channel.name}</h2>
      <p>
        <Tag look={shown[standing].look} text={w.t(shown[standing].key)} />
      </p>
      <p>{happening(w, channel, network, standing, now)}</p>
      {why && (standing === 'broken' || standing === 'resting') ? <p>{w.say(why, network)}</p> : null}
      {warnings.length ? (
        <>
          <h3>{w.t('channels.warnings')}</h3>
          <ul>
            {warnings.map(warning => (
              <li>{w.say(warning, network)}</li>
            ))}
          </ul>
        </>
      ) : null}
      <p class="lt-meta">
        {w.t('channels.unit', { unit: channel.unit_name })}
        {' · '}
        {channel.last_live_at
          ? w.t('channels.last_live', { time: w.moment(channel.last_live_at, now) })
          : w.t('channels.never_live')}{' '}
        {channel.inspected_at
          ? w.t('channels.inspected', { time: w.moment(channel.inspected_at, now) })
          : w.t('channels.not_inspected')}
      </p>
      {mayConnect ? (
        <div class="lt-actions">
          {standing === 'broken' || standing === 'expiring' ? (
            <a class="btn btn-primary" href={`/channels/${channel.id}/connect`}>
              {w.t('channels.reconnect')}
            </a>
          ) : null}
          <ActButton
            action={`/channels/${channel.id}/inspection`}
            text={w.t('channels.inspect')}
            describe={channel.name}
          />
          {standing === 'well' || standing === 'resting' ? (
            <a class="btn" href={`/channels/${channel.id}/connect`}>
              {w.t('channels.reconnect')}
            </a>
          ) : null}
          {network ? (
            <a
              class="btn"
              href={`/channels/${channel.id}/settings`}
              aria-label={w.t('channels.settings_of', { name: channel.name })}
            >
              {w.t('channels.settings')}
            </a>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}

function happening(
  w: Words,
  channel: ChannelCard,
  network: AnyNetwork | undefined,
  standing: Standing,
  now: Date,
): string {
  const n = channel.waiting
  if (standing === 'broken' && channel.reconnect_since)
    return w.t('channels.broken_since', { time: w.moment(channel.reconnect_since, now), n })
  if (standing === 'resting' && channel.rest_until)
    return w.t('channels.rests_until', { time: w.moment(channel.rest_until, now), n })
  const until = !channel.expires_at
    ? w.t('channels.no_end')
    : network?.auth.refresh && standing !== 'expiring'
      ? w.t('channels.renewed_before', { time: w.moment(channel.expires_at, now) })
      : w.t('channels.until', { time: w.moment(channel.expires_at, now) })
  return n ? `${until} ${w.t('channels.waiting', { n })}` : until
}
