import type { FC } from 'hono/jsx'
import type { Finding } from '../guard/finding.ts'
import type { Networks } from '../ports/network.ts'
import { reasons } from '../publications/ignore.ts'
import type { Proposal } from '../publications/queries/copy.ts'
import { Empty } from '../ui/empty.tsx'
import { ActButton, ActForm, Button, Field, Select } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Look, Mark, Tag } from '../ui/state.tsx'
import type { Key, Words } from '../words/index.ts'
import { Copies } from './pages-copies.tsx'
import { type Arrival, type ArrivalFilter, arrivalFilters, type Flood } from './queries/arrivals.ts'
import { PostTag } from './state.tsx'

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

const looks = {
  new: 'fresh',
  held: 'guarded',
  posted: 'done',
  ignored: 'cancelled',
  withdrawn: 'removed',
  baseline: 'past',
} as const satisfies Record<Arrival['state'], Look>

const Row: FC<ArrivalsProps & { row: ArrivalsProps['rows'][number] }> = ({ w, networks, mayWrite, row, copies }) => (
  <li data-row={row.id} tabindex={-1}>
    <div class="lt-list-head">
      <time datetime={row.seenAt.toISOString()}>{w.clock(row.seenAt)}</time>
      <Tag look={looks[row.state]} text={w.t(`publications.tag_${row.state}`)} />
      {row.revision && row.revision > 1 ? (
        <Tag look="warned" text={w.t('publications.tag_changed', { n: row.revision })} />
      ) : null}
      {row.post ? <PostTag w={w} state={row.post.state} /> : null}
    </div>
    <a class="lt-title" href={row.post ? `/posts/${row.post.id}` : row.url} rel={row.post ? undefined : 'noreferrer'}>
      {row.title}
    </a>
    <p class="lt-meta">
      {row.section
        ? w.t('publications.where_section', { portal: row.portal, source: row.source, section: row.section })
        : w.t('publications.where', { portal: row.portal, source: row.source })}
    </p>
    {row.post?.rule ? <p>{w.t('publications.by_rule', { rule: row.post.rule })}</p> : null}
    <Why w={w} row={row} />
    <Copies w={w} title={row.title} copies={copies.get(row.id) ?? []} mayWrite={mayWrite} />
    {row.renditions.length ? (
      <ul class="lt-list-head lt-marks">
        {row.renditions.map(one => (
          <li>
            <Mark
              letter={networks.get(one.network)?.about.traits.letter ?? '?'}
              name={`${one.channel}: ${w.t(one.state === 'fit' ? (one.blocks ? 'publications.fit_blocks' : 'publications.fit') : `publications.fit_${one.state}`)}`}
            />
          </li>
        ))}
      </ul>
    ) : null}
    {mayWrite ? <Acts w={w} row={row} /> : null}
  </li>
)

const Why: FC<{ w: Words; row: ArrivalsProps['rows'][number] }> = ({ w, row }) => {
  switch (row.state) {
    case 'held':
      return row.findings.length ? (
        <>
          <p>{w.t('publications.held_findings')}</p>
          <ul>
            {row.findings.map(finding => (
              <li>
                {w.say({
                  code: `guard.${finding.rule}`,
                  with: { masked: finding.masked.join('; '), count: finding.count },
                })}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{w.t('publications.held_other')}</p>
      )
    case 'ignored':
      return <p class="lt-meta">{w.t('publications.ignored_because', { reason: reasonOf(w, row.why) })}</p>
    case 'withdrawn':
      return <p class="lt-meta">{w.t('publications.withdrawn_why')}</p>
    case 'baseline':
      return <p class="lt-meta">{w.t('publications.baseline_why')}</p>
    default:
      return null
  }
}

/** A ready reason is kept as its code, other words as they were typed. */
function reasonOf(w: Words, why: string | null): string {
  const code = reasons.find(reason => `ignored.${reason}` === why)
  if (code) return w.t(`publications.reason_${code}`)
  return why?.startsWith('source.') ? w.say({ code: why }) : (why ?? w.t('common.no_reason'))
}

const Acts: FC<{ w: Words; row: ArrivalsProps['rows'][number] }> = ({ w, row }) => {
  const base = `/publications/${row.id}`
  const going = row.renditions.filter(one => one.state === 'fit')
  const ready = going.length > 0 && going.every(one => !one.blocks)
  const submittable = row.post && (row.post.state === 'draft' || row.post.state === 'returned') && ready
  return (
    <div class="lt-actions">
      {row.post ? (
        <a class="btn" href={`/posts/${row.post.id}`} data-key="s">
          {w.t('publications.open_post')}
        </a>
      ) : row.state === 'new' || row.state === 'baseline' || row.state === 'ignored' ? (
        <ActButton
          action="/posts"
          text={w.t('publications.compose')}
          facts={{ publication: row.id }}
          describe={row.title}
          keyed="s"
        />
      ) : null}
      {submittable && row.post ? (
        <ActButton
          action={`/posts/${row.post.id}/submission`}
          text={w.t('publications.submit', { n: going.length })}
          describe={row.title}
          keyed="d"
        />
      ) : null}
      {row.state === 'ignored' ? (
        <ActButton action={`${base}/restoration`} text={w.t('publications.restore')} describe={row.title} />
      ) : null}
      {row.state === 'held' ? (
        <details>
          <summary>{w.t('publications.release_title')}</summary>
          <ActForm action={`${base}/release`} class="lt-narrow">
            <Field name="reason" id={`f-release-${row.id}`} label={w.t('publications.release_reason')} />
            <Button text={w.t('publications.release')} describe={row.title} />
          </ActForm>
        </details>
      ) : null}
      {row.state === 'new' || row.state === 'held' ? (
        <details>
          <summary data-key="i">{w.t('publications.ignore')}</summary>
          <ActForm action={`${base}/ignore`} class="lt-narrow">
            <Select
              name="why"
              id={`f-why-${row.id}`}
              label={w.t('publications.ignore_why')}
              options={reasons.map(reason => ({ value: reason, text: w.t(`publications.reason_${reason}`) }))}
            />
            <Field name="own" id={`f-own-${row.id}`} label={w.t('publications.ignore_own')} />
            <Button text={w.t('publications.ignore')} describe={row.title} />
          </ActForm>
        </details>
      ) : null}
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
