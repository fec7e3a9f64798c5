import type { Child, FC } from 'hono/jsx'
import type { Networks } from '../ports/network.ts'
import { Bar } from '../ui/chart.tsx'
import { Mark } from '../ui/state.tsx'
import { Cell, Figures } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { type Change, type Figures as Counted, interactions } from './figures.ts'
import type { BestPost, ChannelFigures, SectionFigures } from './queries.ts'
import { figure, sayChange } from './say.ts'

export const Figure: FC<{ w: Words; name: string; value: number | null; read: number; change: Change }> = p => {
  const said = sayChange(p.w, p.change)
  return (
    <div class="lt-card lt-figure">
      <dt>{p.name}</dt>
      <dd class={p.value === null ? 'lt-figure-none' : 'lt-figure-value'}>{figure(p.w, p.value, p.read)}</dd>
      {said ? <dd class="lt-meta">{said}</dd> : null}
    </div>
  )
}

export const Sections: FC<{ w: Words; rows: readonly SectionFigures[] }> = ({ w, rows }) => (
  <section class="lt-card">
    <h2>{w.t('reach.by_section')}</h2>
    <Compared
      w={w}
      caption={w.t('reach.by_section')}
      first={w.t('reach.section')}
      rows={rows}
      name={row => row.section ?? w.t('reach.no_section')}
    />
  </section>
)

export const Channels: FC<{ w: Words; rows: readonly ChannelFigures[]; networks: Networks }> = p => (
  <section class="lt-card">
    <h2>{p.w.t('reach.by_channel')}</h2>
    <Compared
      w={p.w}
      caption={p.w.t('reach.by_channel')}
      first={p.w.t('reach.channel')}
      rows={p.rows}
      name={row => <Mark letter={p.networks.get(row.network)?.about.traits.letter ?? '·'} name={row.channel} />}
    />
  </section>
)

/** Bars and their figures in one table, the longest first. */
function Compared<Row extends Counted>(p: {
  w: Words
  caption: string
  first: string
  rows: readonly Row[]
  name(row: Row): Child
}) {
  const { w } = p
  const most = Math.max(1, ...p.rows.map(row => interactions(row) ?? 0))
  const sorted = p.rows.toSorted((a, b) => (interactions(b) ?? -1) - (interactions(a) ?? -1))
  return (
    <Figures
      caption={p.caption}
      columns={[
        p.first,
        w.t('reach.posts'),
        w.t('reach.interactions'),
        w.t('reach.reactions'),
        w.t('reach.comments'),
        w.t('reach.shares'),
      ]}
    >
      {sorted.map(row => {
        const n = interactions(row)
        return (
          <tr>
            <th scope="row">
              {p.name(row)}
              {n === null ? null : <Bar part={n / most} />}
            </th>
            <Cell>{w.number(row.posts)}</Cell>
            {[n, row.reactions, row.comments, row.shares].map(value => (
              <Cell>{figure(w, value, row.read)}</Cell>
            ))}
          </tr>
        )
      })}
    </Figures>
  )
}

export const Best: FC<{ w: Words; rows: readonly BestPost[] }> = ({ w, rows }) =>
  rows.length ? (
    <section class="lt-card">
      <h2>{w.t('reach.best')}</h2>
      <ol>
        {rows.map(row => (
          <li>
            {row.url ? <a href={row.url}>{row.title}</a> : row.title}{' '}
            <span class="lt-meta">
              {interactions(row) === null
                ? w.t('reach.not_offered')
                : w.t('reach.best_row', { n: interactions(row) ?? 0, day: w.day(row.live_at) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  ) : null

/** What each figure counts and what it does not, on the page and not in a tooltip. */
export const Meanings: FC<{ w: Words }> = ({ w }) => (
  <details class="lt-card">
    <summary>{w.t('reach.meanings')}</summary>
    <dl class="lt-dl">
      {(['posts', 'views', 'reactions', 'comments', 'shares', 'interactions'] as const).map(key => (
        <>
          <dt>{w.t(`reach.${key}`)}</dt>
          <dd>{w.t(`reach.means_${key}`)}</dd>
        </>
      ))}
    </dl>
    <p>{w.t('reach.pace')}</p>
  </details>
)
