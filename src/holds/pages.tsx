import type { FC } from 'hono/jsx'
import { Empty } from '../ui/empty.tsx'
import {
  ActButton,
  ActForm,
  Button,
  Choices,
  ErrorBanner,
  type Errors,
  Field,
  Select,
  type Values,
} from '../ui/form.tsx'
import { holdReason, holdScope } from '../ui/holdbar.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import type { HoldWithCounts } from './queries.ts'

export interface HoldsProps {
  w: Words
  now: Date
  holds: readonly HoldWithCounts[]
  units: readonly { id: number; name: string }[]
  channels: readonly { id: number; name: string }[]
  sources: ReadonlyMap<number, string>
  networkName(id: string): string
  /** What stopping everything would cover now. */
  all: { waiting: number; sending: number }
  notice?: { kind: 'success' | 'warning'; text: string }
  errors?: Errors
  values?: Values
}

export const Holds: FC<HoldsProps> = p => (
  <>
    <ErrorBanner w={p.w} errors={p.errors} />
    {p.notice ? (
      <Notice kind={p.notice.kind}>
        <p>{p.notice.text}</p>
      </Notice>
    ) : null}
    <div class="lt-two">
      <section class="lt-section" aria-labelledby="stop">
        <h2 id="stop">{p.w.t('holds.stop')}</h2>
        <StopForm {...p} />
      </section>
      <section class="lt-section" aria-labelledby="open">
        <h2 id="open">{p.w.t('holds.open')}</h2>
        {p.holds.length ? (
          <ul class="lt-list">
            {p.holds.map(hold => (
              <OpenHold {...p} hold={hold} />
            ))}
          </ul>
        ) : (
          <Empty text={p.w.t('holds.none')} why={p.w.t('holds.none_why')} />
        )}
      </section>
    </div>
  </>
)

/** Stopping never waits for typing: the first button works as the page opens. */
const StopForm: FC<HoldsProps> = ({ w, units, channels, all, errors, values }) => (
  <ActForm action="/holds" class="lt-box">
    <Choices
      name="scope"
      label={w.t('holds.scope')}
      chosen={[values?.scope ?? 'all']}
      errors={errors}
      options={(['all', 'unit', 'channel'] as const)
        .filter(scope => scope !== 'channel' || channels.length > 0)
        .map(scope => ({ value: scope, text: w.t(`holds.scope_${scope}`) }))}
    />
    <Select
      name="unit"
      label={w.t('holds.unit')}
      empty={w.t('holds.choose')}
      options={units.map(unit => ({ value: String(unit.id), text: unit.name }))}
      errors={errors}
      values={values}
    />
    {channels.length ? (
      <Select
        name="channel"
        label={w.t('holds.channel')}
        empty={w.t('holds.choose')}
        options={channels.map(channel => ({ value: String(channel.id), text: channel.name }))}
        errors={errors}
        values={values}
      />
    ) : null}
    <Field name="reason" label={w.t('holds.reason')} hint={w.t('holds.reason_hint')} errors={errors} values={values} />
    <div class="lt-row">
      <Field
        name="day"
        label={w.t('holds.until_day')}
        optional={w.t('holds.optional')}
        width="short"
        placeholder="23/11/2026"
        errors={errors}
        values={values}
      />
      <Field
        name="time"
        label={w.t('holds.until_time')}
        optional={w.t('holds.optional')}
        width="short"
        placeholder="10:00"
        errors={errors}
        values={values}
      />
    </div>
    <p class="lt-hint">{w.t('holds.until_hint')}</p>
    <p>{w.t('holds.will', all)}</p>
    <p class="lt-hint">{w.t('holds.undo')}</p>
    <Button text={w.t('holds.stop')} look="danger" />
  </ActForm>
)

const OpenHold: FC<HoldsProps & { hold: HoldWithCounts }> = ({
  w,
  now,
  hold,
  units,
  channels,
  sources,
  networkName,
}) => {
  const { scope } = hold
  const name =
    scope.scope === 'unit'
      ? (units.find(unit => unit.id === scope.unit)?.name ?? '')
      : scope.scope === 'channel'
        ? (channels.find(channel => channel.id === scope.channel)?.name ?? '')
        : scope.scope === 'network'
          ? networkName(scope.network)
          : scope.scope === 'source'
            ? (sources.get(scope.source) ?? '')
            : null
  const person = hold.person?.name ?? null
  const what = { scope: holdScope(w, { scope: scope.scope, name }), time: w.moment(hold.since, now) }
  const reason = person
    ? holdReason(w, { reason: hold.reason, person })
    : w.say({ code: hold.reason, with: hold.why?.with })
  return (
    <li>
      <p>
        <Tag look="held" text={holdScope(w, { scope: scope.scope, name })} />
      </p>
      <p>
        {person
          ? w.t('common.held_by', { ...what, person, reason })
          : w.t('common.held_by_system', { ...what, reason })}{' '}
        {hold.until ? w.t('holds.until', { time: w.moment(hold.until, now) }) : null}
      </p>
      <p class="lt-meta">{w.t('holds.counts', { waiting: hold.waiting, sending: hold.sending })}</p>
      <div class="lt-actions">
        {hold.reason === 'channel.reconnect' && !person ? (
          <a class="btn" href="/channels">
            {w.t('holds.reconnect')}
          </a>
        ) : scope.scope === 'source' && hold.reason === 'source.flood' && !person ? (
          <>
            <a class="btn" href={`/sources/${scope.source}`}>
              {w.t('holds.flood_see')}
            </a>
            <ActButton
              action={`/sources/${scope.source}/flood`}
              text={w.t('holds.flood_through')}
              facts={{ how: 'through' }}
              describe={what.scope}
            />
            <ActButton
              action={`/sources/${scope.source}/flood`}
              text={w.t('holds.flood_record')}
              facts={{ how: 'record_only' }}
              describe={what.scope}
            />
          </>
        ) : (
          <ActButton action={`/holds/${hold.id}/lift`} text={w.t('holds.resume')} describe={what.scope} />
        )}
      </div>
    </li>
  )
}
