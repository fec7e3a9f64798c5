import type { FC } from 'hono/jsx'
import type { Networks } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import { ActButton } from '../ui/form.tsx'
import { Icon } from '../ui/icon.tsx'
import { Pager } from '../ui/pager.tsx'
import { Rich } from '../ui/rich.tsx'
import { Mark, Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { type BoardRow, foldKey, type Lane } from './queries/board.ts'
import { tell } from './sentence.ts'

export interface BoardProps {
  w: Words
  now: Date
  networks: Networks
  lane: Lane
  counts: Record<Lane, number>
  rows: readonly BoardRow[]
  skip: number
  total: number
  mayLift: boolean
  /** Failures with one cause each in a row of their own. */
  unfold: boolean
}

export const Board: FC<BoardProps> = p => (
  <>
    <Counters w={p.w} lane={p.lane} counts={p.counts} />
    <p class="lt-filters lt-meta">
      {p.lane === 'all'
        ? p.w.t('deliveries.shows_all')
        : p.w.t('deliveries.shows_lane', { lane: p.w.t(`deliveries.lane_${p.lane}`) })}
      {p.lane === 'all' ? null : <a href="/deliveries?lane=all">{p.w.t('common.clear_filter')}</a>}
      {p.lane === 'past' ? null : <a href="/deliveries?lane=past">{p.w.t('deliveries.lane_past')}</a>}
    </p>
    <p class="lt-hidden" role="status" data-live-told="" data-sentence={p.w.t('deliveries.changed', { n: '{n}' })} />
    <div data-live="" data-rows="">
      {p.rows.length ? <Rows {...p} /> : <Nothing w={p.w} lane={p.lane} counts={p.counts} />}
    </div>
    {p.total > p.rows.length ? (
      <Pager
        w={p.w}
        from={p.skip + 1}
        shown={p.rows.length}
        total={p.total}
        first={p.skip ? `/deliveries?lane=${p.lane}` : undefined}
        next={
          p.skip + p.rows.length < p.total ? `/deliveries?lane=${p.lane}&skip=${p.skip + p.rows.length}` : undefined
        }
      />
    ) : null}
  </>
)

const shownLanes: readonly Lane[] = [
  'needs',
  'waiting',
  'running',
  'checking',
  'person',
  'held',
  'live',
  'ended',
  'all',
]

const Counters: FC<{ w: Words; lane: Lane; counts: Record<Lane, number> }> = ({ w, lane, counts }) => (
  <nav aria-label={w.t('deliveries.lanes')}>
    <ul class="lt-counters" data-live-counters="">
      {shownLanes.map(one => (
        <li>
          <a href={`/deliveries?lane=${one}`} aria-current={one === lane ? 'true' : undefined}>
            <b>{w.number(counts[one])}</b> {w.t(`deliveries.lane_${one}`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

const Nothing: FC<{ w: Words; lane: Lane; counts: Record<Lane, number> }> = ({ w, lane, counts }) => {
  if (lane === 'needs')
    return (
      <Empty
        text={counts.live ? w.t('deliveries.empty_needs_live', { n: counts.live }) : w.t('deliveries.empty_needs')}
      />
    )
  if (lane === 'all') return <Empty text={w.t('deliveries.empty_all')} why={w.t('deliveries.empty_all_why')} />
  return (
    <Empty text={w.t('common.no_match')}>
      <a href="/deliveries?lane=all">{w.t('common.clear_filter')}</a>
    </Empty>
  )
}

/** Failures of one channel with one cause fold into one row, and the others are counted in it. */
const Rows: FC<BoardProps> = p => {
  const { w } = p
  const folded = new Map<string, number>()
  const shown = p.rows.filter(row => {
    const key = p.unfold ? undefined : foldKey(row)
    if (!key) return true
    folded.set(key, (folded.get(key) ?? 0) + 1)
    return folded.get(key) === 1
  })
  const columns = ['state', 'channel', 'post', 'what', 'due', 'do'] as const
  return (
    <div class="lt-table-box">
      <Table caption={w.t('deliveries.title')} columns={columns.map(column => w.t(`deliveries.col_${column}`))} live>
        {shown.map(row => (
          <Row {...p} row={row} alike={(folded.get(foldKey(row) ?? '') ?? 1) - 1} />
        ))}
      </Table>
    </div>
  )
}

const Row: FC<BoardProps & { row: BoardRow; alike: number }> = ({ w, now, networks, mayLift, row, alike }) => {
  const network = networks.get(row.network)
  const told = tell(w, row, network, now)
  const name = network?.about.name ?? row.network
  return (
    <tr
      data-row={row.id}
      data-stamp={`${row.state} ${row.changed_at.getTime()} ${row.looks} ${row.hold?.id ?? ''}`}
      tabindex={-1}
    >
      <Cell>
        <Tag look={told.look} text={w.t(told.tag)} />
      </Cell>
      <Cell>
        <Mark letter={network?.about.traits.letter ?? '?'} name={row.channel} />
      </Cell>
      <Cell>
        <a class="lt-title" href={`/deliveries/${row.id}`}>
          {row.title}
        </a>
      </Cell>
      <Cell>
        <Rich text={told.sentence} />
        {row.stop_asked_at ? (
          <p>{w.t('deliveries.say_stop_asked', { time: w.moment(row.stop_asked_at, now) })}</p>
        ) : null}
        {alike > 0 ? (
          <p>
            <a href="/deliveries?lane=needs&unfold=1">{w.t('deliveries.fold', { n: alike, channel: row.channel })}</a>
          </p>
        ) : null}
      </Cell>
      <Cell label={w.t('deliveries.col_due')}>
        <time datetime={row.due_at.toISOString()}>{w.moment(row.due_at, now)}</time>
      </Cell>
      <Cell>
        <BoardAction w={w} row={row} network={name} mayLift={mayLift} />
      </Cell>
    </tr>
  )
}

/** The only safe thing to do, if there is one; while it may be live there is no way to send. */
export const BoardAction: FC<{ w: Words; row: BoardRow; network: string; mayLift: boolean }> = ({
  w,
  row,
  network,
  mayLift,
}) => {
  if (row.state === 'live' && row.url)
    return (
      <a class="btn" href={row.url} rel="noreferrer">
        {w.t('deliveries.open_post', { network })} <Icon name="link" />
      </a>
    )
  if (row.state === 'queued' && row.hold) {
    if (row.hold.reason === 'channel.reconnect' && !row.hold.person)
      return (
        <a class="btn" href="/channels">
          {w.t('deliveries.reconnect')}
        </a>
      )
    if (row.hold.scope === 'delivery' && mayLift)
      return (
        <ActButton
          action={`/holds/${row.hold.id}/lift`}
          text={w.t('deliveries.let_go')}
          describe={row.title}
          facts={{ back: '/deliveries' }}
        />
      )
    return (
      <a class="btn" href="/holds">
        {w.t('deliveries.see_hold')}
      </a>
    )
  }
  if (row.lane === 'needs')
    return (
      <a class="btn" href={`/deliveries/${row.id}`}>
        {w.t('deliveries.open')}
      </a>
    )
  return null
}
