import type { FC } from 'hono/jsx'
import type { Words } from '../words/index.ts'

export const pageSize = 50
/** Counting stops here: beyond it the exact number helps nobody and costs a scan. */
export const countedUpTo = 10_000

/** `1–50 trong 1.284`, and a link to the next page by cursor. `total` may be one above `countedUpTo`: "more than". */
export const Pager: FC<{ w: Words; from: number; shown: number; total: number; next?: string; first?: string }> = p => {
  const slots = { from: p.from, to: p.from + p.shown - 1, n: Math.min(p.total, countedUpTo) }
  return (
    <nav class="lt-pager" aria-label={p.w.t('common.pages')}>
      <p>{p.w.t(p.total > countedUpTo ? 'common.range_many' : 'common.range', slots)}</p>
      {p.first ? <a href={p.first}>{p.w.t('common.first_page')}</a> : null}
      {p.next ? (
        <a class="btn" href={p.next} rel="next">
          {p.w.t('common.next_page')}
        </a>
      ) : null}
    </nav>
  )
}
