import type { Child, FC } from 'hono/jsx'

export interface Point {
  /** Null where it is not known: the line has a gap, and never a zero. */
  value: number | null
  /** Still growing: drawn dotted. */
  open?: boolean
}

interface LineChart {
  /** The main finding in words: the chart's name for those who do not see it. */
  name: string
  points: readonly Point[]
  /** The same length, of an earlier time; drawn dashed. */
  before?: readonly (number | null)[]
  /** Under the axis, at these points. */
  labels: readonly { at: number; text: string }[]
  /** How a figure on the axis is written. */
  write(value: number): string
  /** Legend in words, and the table that says the same. */
  children?: Child
}

/**
 * A line from zero. It is drawn in percent of its box and text is never scaled, so that one drawing serves a phone and
 * a wide screen; lines keep their width whatever the box.
 */
export const LineChart: FC<LineChart> = ({ name, points, before = [], labels, write, children }) => {
  const top = roundUp(Math.max(0, ...points.map(({ value }) => value ?? 0), ...before.map(value => value ?? 0)))
  const x = (at: number) => (points.length > 1 ? (at / (points.length - 1)) * 100 : 50)
  const y = (value: number) => 100 - (value / top) * 100
  const steps = [0, 1, 2, 3, 4].map(step => (top / 4) * step)
  return (
    <figure class="lt-plot">
      <div role="img" aria-label={name}>
        <svg class="lt-chart lt-plot-ticks" aria-hidden="true">
          {steps.map(value => (
            <text x="100%" y={`${round(y(value))}%`} dy="4" text-anchor="end">
              {write(value)}
            </text>
          ))}
        </svg>
        <svg class="lt-chart lt-plot-area" aria-hidden="true">
          {steps.map(value => (
            <line class="lt-axis" x1="0" x2="100%" y1={`${round(y(value))}%`} y2={`${round(y(value))}%`} />
          ))}
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
            <path
              class="lt-line lt-line-before"
              d={path(before.map((value, at) => value !== null && [x(at), y(value)]))}
            />
            <path
              class="lt-line"
              d={path(points.map(({ value, open }, at) => !open && value !== null && [x(at), y(value)]))}
            />
            <path
              class="lt-line lt-line-open"
              // It starts at the last point that is done, so that the two meet.
              d={path(
                points.map(
                  ({ value, open }, at) => !!(open || points[at + 1]?.open) && value !== null && [x(at), y(value)],
                ),
              )}
            />
          </svg>
        </svg>
        <svg class="lt-chart lt-plot-labels" aria-hidden="true">
          {labels.map(({ at, text }) => (
            <text
              x={`${round(x(at))}%`}
              y="14"
              text-anchor={at === 0 ? 'start' : at === points.length - 1 ? 'end' : 'middle'}
            >
              {text}
            </text>
          ))}
        </svg>
      </div>
      {children}
    </figure>
  )
}

/** A bar in the cell of a table: the figure stands beside it, so the bar itself says nothing aloud. */
export const Bar: FC<{ part: number }> = ({ part }) => (
  <svg class="lt-chart lt-bar-box" aria-hidden="true">
    <rect class="lt-bar" width={`${round(Math.max(0, Math.min(1, part)) * 100)}%`} height="100%" rx="2" />
  </svg>
)

/** Points in a row are joined; `false` breaks the line; a point alone is a dot. */
function path(points: readonly (readonly [number, number] | false)[]): string {
  return points
    .map((point, at) => {
      if (!point) return ''
      const joined = at > 0 && points[at - 1]
      const place = `${round(point[0])} ${round(point[1])}`
      if (joined) return `L${place}`
      return points[at + 1] ? `M${place}` : `M${place}h0`
    })
    .join('')
}

/** The next figure that four steps divide into round ones: 4, 8, 20, 40, 80, 200 … */
export function roundUp(most: number): number {
  for (let size = 1; ; size *= 10) for (const step of [4, 8, 20]) if (most <= step * size) return step * size
}

const round = (value: number) => Math.round(value * 100) / 100
