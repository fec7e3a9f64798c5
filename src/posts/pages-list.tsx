import type { FC } from 'hono/jsx'
import { Empty } from '../ui/empty.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import type { State } from './post.ts'
import type { Listed } from './queries/find.ts'
import { PostTag } from './state.tsx'

export const shownStates: readonly State[] = ['draft', 'returned', 'expired', 'submitted', 'approved', 'dropped']

export const PostList: FC<{
  w: Words
  now: Date
  posts: readonly Listed[]
  state?: State
  next?: number
  from?: number
}> = ({ w, now, posts, state, next, from }) => (
  <>
    <nav class="lt-filters" aria-label={w.t('posts.list_filter')}>
      <a class="btn" href="/posts" aria-current={state ? undefined : 'true'}>
        {w.t('posts.all')}
      </a>
      {shownStates.map(one => (
        <a class="btn" href={`/posts?state=${one}`} aria-current={one === state ? 'true' : undefined}>
          {w.t(`posts.state_${one}`)}
        </a>
      ))}
    </nav>
    {posts.length ? (
      <div class="lt-table-box">
        <Table
          caption={w.t('posts.title')}
          columns={(['state', 'post', 'channels', 'due', 'changed'] as const).map(column => w.t(`posts.col_${column}`))}
        >
          {posts.map(post => (
            <tr>
              <Cell>
                <PostTag w={w} state={post.state} />
              </Cell>
              <Cell>
                <a class="lt-title" href={post.state === 'submitted' ? `/approvals/${post.id}` : `/posts/${post.id}`}>
                  {post.title}
                </a>
                <span class="lt-meta">
                  {post.unit.name} ·{' '}
                  {post.author ? w.t('posts.by_person', { person: post.author }) : w.t('posts.by_rule')}
                </span>
              </Cell>
              <Cell label={w.t('posts.col_channels')}>{post.channels.join(', ')}</Cell>
              <Cell label={w.t('posts.col_due')}>{post.dueAt ? w.moment(post.dueAt, now) : w.t('posts.at_once')}</Cell>
              <Cell label={w.t('posts.col_changed')}>{w.moment(post.changedAt, now)}</Cell>
            </tr>
          ))}
        </Table>
      </div>
    ) : state ? (
      <Empty text={w.t('common.no_match')}>
        <a href="/posts">{w.t('common.clear_filter')}</a>
      </Empty>
    ) : (
      <Empty text={w.t('posts.empty')} why={w.t('posts.empty_why')} />
    )}
    {next ? (
      <p class="lt-pager">
        <a class="btn" rel="next" href={`/posts?${state ? `state=${state}&` : ''}cursor=${next}`}>
          {w.t('common.next_page')}
        </a>
        {from ? <a href={state ? `/posts?state=${state}` : '/posts'}>{w.t('common.first_page')}</a> : null}
      </p>
    ) : null}
  </>
)
