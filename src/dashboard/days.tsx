import type { FC } from 'hono/jsx'
import { LineChart } from '../ui/chart.tsx'
import { Cell, Figures } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { interactions } from './figures.ts'
import { daysIn, openFrom, type Period } from './period.ts'
import type { DayFigures } from './queries.ts'
import { dayIn, figure, onAxis, shortDay } from './say.ts'

interface Given {
  w: Words
  now: Date
  period: Period
  earlier: Period
  days: readonly DayFigures[]
  daysBefore: readonly DayFigures[]
}

/** How does it go, day by day? A line for the eye, a table for everybody. */
export const Days: FC<Given> = ({ w, now, period, earlier, days, daysBefore }) => {
  const shownDays = daysIn(period)
  const open = openFrom(now)
  const points = valuesOn(days, shownDays).map((value, at) => ({ value, open: (shownDays[at] ?? '') >= open }))
  const hasBefore = daysBefore.some(row => row.read > 0)
  return (
    <section class="lt-card">
      <h2>{w.t('reach.by_day')}</h2>
      <LineChart
        name={finding(w, days)}
        points={points}
        before={hasBefore ? valuesOn(daysBefore, daysIn(earlier)) : undefined}
        labels={labelled(shownDays.length).map(at => ({ at, text: shortDay(w, shownDays[at] ?? '') }))}
        write={value => onAxis(w, value)}
      >
        <figcaption class="lt-meta">
          {hasBefore
            ? w.t('reach.legend', { from: dayIn(w, earlier.from), to: dayIn(w, earlier.to) })
            : w.t('reach.legend_alone')}
        </figcaption>
      </LineChart>
      <details>
        <summary>{w.t('common.figure_table')}</summary>
        <Figures
          caption={w.t('reach.by_day')}
          columns={[
            w.t('reach.day'),
            w.t('reach.posts'),
            w.t('reach.views'),
            w.t('reach.reactions'),
            w.t('reach.comments'),
            w.t('reach.shares'),
          ]}
        >
          {days.toReversed().map(row => (
            <tr>
              <th scope="row">{dayIn(w, row.day)}</th>
              <Cell>{w.number(row.posts)}</Cell>
              {([row.views, row.reactions, row.comments, row.shares] as const).map(value => (
                <Cell>{figure(w, value, row.read)}</Cell>
              ))}
            </tr>
          ))}
        </Figures>
      </details>
    </section>
  )
}

/** A day without a post brought nothing; a day whose posts were not read is not known. */
function valuesOn(rows: readonly DayFigures[], days: readonly string[]): (number | null)[] {
  const known = new Map(rows.map(row => [row.day, interactions(row)]))
  return days.map(day => (known.has(day) ? (known.get(day) ?? null) : 0))
}

function finding(w: Words, rows: readonly DayFigures[]): string {
  const best = rows.reduce<{ n: number; day: string } | undefined>((found, row) => {
    const n = interactions(row)
    return n !== null && (!found || n > found.n) ? { n, day: row.day } : found
  }, undefined)
  return best ? w.t('reach.by_day_finding', { n: best.n, day: dayIn(w, best.day) }) : w.t('reach.by_day_nothing')
}

/** At most five days have their name under the axis, first and last among them and none beside another. */
function labelled(length: number): number[] {
  const last = length - 1
  const parts = Math.max(1, Math.min(4, Math.floor(last / 2)))
  return last <= 0 ? [0] : Array.from({ length: parts + 1 }, (_, at) => Math.round((last / parts) * at))
}
