import type { FC } from 'hono/jsx'
import { type Look, Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import type { State } from './post.ts'

const looks = {
  draft: 'draft',
  submitted: 'waiting',
  approved: 'done',
  returned: 'person',
  expired: 'expired',
  dropped: 'cancelled',
} as const satisfies Record<State, Look>

export const PostTag: FC<{ w: Words; state: State }> = ({ w, state }) => (
  <Tag look={looks[state]} text={w.t(`posts.state_${state}`)} />
)
