import type { FC } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

/** Icon, word and tint always together: a tint differs from its card by too little to be read alone. */
const looks = {
  draft: { icon: 'pencil', tint: 'quiet' },
  cancelled: { icon: 'ban', tint: 'quiet' },
  expired: { icon: 'hourglass', tint: 'quiet' },
  removed: { icon: 'erase', tint: 'quiet' },
  past: { icon: 'clock', tint: 'quiet' },
  waiting: { icon: 'clock', tint: 'waiting' },
  fresh: { icon: 'info', tint: 'waiting' },
  double: { icon: 'copies', tint: 'waiting' },
  running: { icon: 'turning', tint: 'running' },
  checking: { icon: 'half', tint: 'checking' },
  warned: { icon: 'alert', tint: 'checking' },
  person: { icon: 'hand', tint: 'person' },
  held: { icon: 'pause', tint: 'held' },
  guarded: { icon: 'shield', tint: 'held' },
  failed: { icon: 'cross', tint: 'failed' },
  done: { icon: 'check', tint: 'done' },
} as const satisfies Record<string, { icon: IconName; tint: string }>

export type Look = keyof typeof looks

export const Tag: FC<{ look: Look; text: string }> = ({ look, text }) => (
  <span class={`lt-tag lt-tag-${looks[look].tint}`}>
    <Icon name={looks[look].icon} />
    {text}
  </span>
)

/** The network's mark: its letter in our ink beside its name in words. */
export const Mark: FC<{ letter: string; name: string }> = ({ letter, name }) => (
  <span class="lt-mark">
    <span class="lt-letter" aria-hidden="true">
      {letter}
    </span>
    <span>{name}</span>
  </span>
)
