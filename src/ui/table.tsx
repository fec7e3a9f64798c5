import type { Child, FC } from 'hono/jsx'

/**
 * A table that becomes one card per row on phones: each cell carries its header as a label there. `columns` are the
 * headers; a cell's `label` is off where the words speak for themselves.
 */
export const Table: FC<{
  caption: string
  columns: readonly string[]
  id?: string
  /** Its rows are renewed by `public/scripts/live.js`. */
  live?: boolean
  children?: Child
}> = p => (
  <table class="table lt-table" id={p.id}>
    <caption class="lt-hidden">{p.caption}</caption>
    <thead>
      <tr>
        {p.columns.map(column => (
          <th scope="col">{column}</th>
        ))}
      </tr>
    </thead>
    <tbody data-live-rows={p.live ? '' : undefined}>{p.children}</tbody>
  </table>
)

export const Cell: FC<{ label?: string; number?: boolean; class?: string; children?: Child }> = p => (
  <td class={[p.number ? 'lt-number' : '', p.class ?? ''].join(' ').trim() || undefined}>
    {p.label ? (
      <span class="lt-label" aria-hidden="true">
        {p.label}
      </span>
    ) : null}
    {p.children}
  </td>
)

/** Figures only: stays a table on phones and scrolls sideways in a named, focusable region. */
export const Figures: FC<{ caption: string; columns: readonly string[]; children?: Child }> = p => (
  <section class="lt-scroll" aria-label={p.caption} tabindex={0}>
    <table class="table lt-figures">
      <caption class="lt-hidden">{p.caption}</caption>
      <thead>
        <tr>
          {p.columns.map(column => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>{p.children}</tbody>
    </table>
  </section>
)
