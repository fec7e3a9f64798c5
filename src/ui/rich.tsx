import type { FC } from 'hono/jsx'

/** A sentence of `words` with its `**strong**` words marked. Everything else is plain text and is escaped. */
export const Rich: FC<{ text: string }> = ({ text }) => (
  <>{text.split('**').map((part, at) => (at % 2 ? <strong>{part}</strong> : part))}</>
)
