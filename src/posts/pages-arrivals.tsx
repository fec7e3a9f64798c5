import type { FC } from 'hono/jsx'
import type { Finding } from '../guard/finding.ts'
import type { Networks } from '../ports/network.ts'
import type { Proposal } from '../publications/queries/copy.ts'
import { Empty } from '../ui/empty.tsx'
import { ActButton, Button, Field, Select } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Key, Words } from '../words/index.ts'
import { Row } from './pages-arrival-row.tsx'
import { type Arrival, type ArrivalFilter, arrivalFilters, type Flood } from './queries/arrivals.ts'

export interface ArrivalsProps {
  w: Words
  now: Date
  networks: Networks
  show: ArrivalFilter
  search?: string
  unit?: number
  source?: number
  units: readonly { id: number; name: string }[]
  sources: readonly { id: number; name: string; portal: string }[]
  rows: readonly (Arrival & { findings: readonly Finding[] })[]
  floods: readonly Flood[]
  /** Open questions about rows: whether another site published the same. */
  copies: ReadonlyMap<number, readonly Proposal[]>
  health: { count: number; readAt: Date | null }
  next?: string
  first?: string
  mayWrite: boolean
  mayStop: boolean
}

export const Arrivals: FC<ArrivalsProps> = p => {
  const { w } = p
  const filter = w.t(`publications.show_${p.show}`)
  return (
    <>
      <Filters {...p} />
      {p.floods.map(flood => (
        <FloodRow w={w} now={p.now} flood={flood} mayStop={p.mayStop} />
      ))}
      <p class="lt-filters lt-meta">
        {p.search
          ? w.t('publications.shows_search', { filter, search: p.search, n: p.rows.length })
          : w.t('publications.shows', { filter, n: p.rows.length })}
        {p.search || p.unit || p.source || p.show !== 'open' ? (
          <a href="/publications">{w.t('common.clear_filter')}</a>
        ) : null}
      </p>
      {p.rows.length ? <Days {...p} /> : <Nothing {...p} />}
      {p.next ? (
        <p class="lt-pager">
          <a class="btn" rel="next" href={p.next}>
            {w.t('common.next_page')}
          </a>
          {p.first ? <a href={p.first}>{w.t('common.first_page')}</a> : null}
        </p>
      ) : null}
    </>
  )
}

const Filters: FC<ArrivalsProps> = ({ w, show, search, unit, source, units, sources }) => (
  <form class="lt-row" method="get" action="/publications">
    <Select
      name="show"
      label={w.t('publications.filters')}
      value={show}
      options={arrivalFilters.map(one => ({ value: one, text: w.t(`publications.show_${one}`) }))}
    />
    {units.length > 1 ? (
      <Select
        name="unit"
        label={w.t('publications.unit')}
        empty={w.t('publications.any')}
        value={unit ? String(unit) : ''}
        options={units.map(one => ({ value: String(one.id), text: one.name }))}
      />
    ) : null}
    {sources.length > 1 ? (
      <Select
        name="source"
        label={w.t('publications.source')}
        empty={w.t('publications.any')}
        value={source ? String(source) : ''}
        options={sources.map(one => ({ value: String(one.id), text: `${one.portal} · ${one.name}` }))}
      />
    ) : null}
    <Field name="search" label={w.t('publications.search')} type="search" value={search} />
    <div class="lt-field">
      <Button text={w.t('publications.find')} />
    </div>
  </form>
)

const FloodRow: FC<{ w: Words; now: Date; flood: Flood; mayStop: boolean }> = ({ w, now, flood, mayStop }) => (
  <Notice
    kind="warning"
    title={w.t('publications.flood', {
      portal: flood.portal,
      source: flood.name,
      n: flood.count,
      time: w.moment(flood.since, now),
    })}
  >
    <p>{w.t('publications.flood_why')}</p>
    {mayStop ? (
      <div class="lt-actions">
        <ActButton
          action={`/sources/${flood.source}/flood`}
          text={w.t('publications.flood_through', { n: flood.count })}
          facts={{ how: 'through' }}
        />
        <ActButton
          action={`/sources/${flood.source}/flood`}
          text={w.t('publications.flood_record')}
          facts={{ how: 'record_only' }}
        />
      </div>
    ) : null}
  </Notice>
)

const Nothing: FC<ArrivalsProps> = ({ w, now, show, search, unit, source, health }) => {
  if (search || unit || source || show !== 'open')
    return (
      <Empty text={w.t('common.no_match')}>
        <a href="/publications">{w.t('common.clear_filter')}</a>
      </Empty>
    )
  if (!health.count)
    return (
      <Empty text={w.t('publications.empty_none')}>
        <a class="btn" href="/sources">
          {w.t('common.sources')}
        </a>
      </Empty>
    )
  return (
    <Empty
      text={w.t('publications.empty', { n: health.count })}
      why={
        health.readAt
          ? w.t('publications.empty_why', { time: w.moment(health.readAt, now) })
          : w.t('publications.empty_never')
      }
    />
  )
}

const Days: FC<ArrivalsProps> = p => {
  const days = Map.groupBy(p.rows, row => p.w.day(row.seenAt))
  return (
    <div data-rows="">
      {[...days].map(([day, rows]) => (
        <section class="lt-section" aria-label={day}>
          <h2>{day}</h2>
          <ul class="lt-box lt-list">
            {rows.map(row => (
              <Row {...p} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

export const arrivalNotices = [
  'submitted',
  'submit_blocked',
  'ignored',
  'restored',
  'released',
  'stale',
  'copy_decided',
] as const

export const arrivalNotice = (w: Words, done: (typeof arrivalNotices)[number]): string =>
  (w.t as (key: Key) => string)(`publications.${done}`)
