import type { Child, FC } from 'hono/jsx'

/** What this page will show, why it is empty, and the one next step. */
export const Empty: FC<{ text: string; why?: string; children?: Child }> = p => (
  <div class="lt-empty">
    <p class="lt-empty-text">{p.text}</p>
    {p.why ? <p>{p.why}</p> : null}
    {p.children}
  </div>
)
