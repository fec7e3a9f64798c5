import type { Child, FC } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

const icons = { info: 'info', success: 'check', warning: 'alert', danger: 'cross' } as const satisfies Record<
  string,
  IconName
>

/** A boxed sentence or two. `danger` is read aloud at once, the others politely. */
export const Notice: FC<{ kind: keyof typeof icons; id?: string; title?: string; children?: Child }> = p => (
  <div class={`lt-notice lt-notice-${p.kind}`} id={p.id} role={p.kind === 'danger' ? 'alert' : 'status'}>
    <Icon name={icons[p.kind]} />
    <div>
      {p.title ? <p class="lt-notice-title">{p.title}</p> : null}
      {p.children}
    </div>
  </div>
)
