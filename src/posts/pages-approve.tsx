import type { FC } from 'hono/jsx'
import type { Networks } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import { ActForm, Button, ErrorBanner, type Errors, TextArea, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Preview } from '../ui/preview.tsx'
import { Mark } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { Chosen } from './choice-fields.tsx'
import { IssueList } from './issue-list.tsx'
import type { PlacedIssue } from './issues.ts'
import { goingOut, type Post, plannedAt } from './post.ts'
import type { Candidate } from './queries/candidates.ts'
import type { Listed } from './queries/find.ts'
import { PostTag } from './state.tsx'

export const Waiting: FC<{
  w: Words
  now: Date
  posts: readonly Listed[]
  own: ReadonlySet<number>
  lastAt?: Date
}> = ({ w, now, posts, own, lastAt }) =>
  posts.length ? (
    <div class="lt-table-box" data-rows="">
      <Table
        caption={w.t('approvals.title')}
        columns={[
          w.t('posts.col_post'),
          w.t('posts.col_channels'),
          w.t('posts.col_due'),
          w.t('posts.col_state'),
          w.t('deliveries.col_do'),
        ]}
      >
        {posts.map(post => (
          <tr data-row={post.id} tabindex={-1}>
            <Cell>
              <a class="lt-title" href={`/approvals/${post.id}`}>
                {post.title}
              </a>
              <span class="lt-meta">
                {post.unit.name} ·{' '}
                {post.author ? w.t('posts.by_person', { person: post.author }) : w.t('posts.by_rule')}
              </span>
            </Cell>
            <Cell label={w.t('posts.col_channels')}>{post.channels.join(', ')}</Cell>
            <Cell label={w.t('posts.col_due')}>{due(w, post.dueAt, now)}</Cell>
            <Cell>
              <PostTag w={w} state={post.state} />
              <p class="lt-meta">
                {post.submittedAt
                  ? w.t('approvals.waited', { duration: w.duration(now.getTime() - post.submittedAt.getTime()) })
                  : null}
              </p>
            </Cell>
            <Cell>
              {own.has(post.id) ? (
                <p class="lt-meta">{w.t('approvals.own')}</p>
              ) : (
                <a class="btn" href={`/approvals/${post.id}`}>
                  {w.t('approvals.review')}
                </a>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </div>
  ) : (
    <Empty
      text={w.t('approvals.empty')}
      why={lastAt ? w.t('approvals.empty_last', { time: w.moment(lastAt, now) }) : undefined}
    />
  )

function due(w: Words, at: Date | null, now: Date): string {
  if (!at) return w.t('posts.at_once')
  const time = w.moment(at, now)
  const left = at.getTime() - now.getTime()
  return left > 0 ? w.t('approvals.due_in', { time, duration: w.duration(left) }) : w.t('approvals.due_past', { time })
}

export interface ReviewProps {
  w: Words
  now: Date
  networks: Networks
  post: Post
  issues: readonly PlacedIssue[]
  source?: Candidate
  mayDecide: boolean
  own: boolean
  /** There is another one after this. */
  more: boolean
  notice?: { kind: 'success' | 'warning' | 'danger'; text: string }
  errors?: Errors
  values?: Values
}

/** Exactly what goes out, nothing of it behind tabs; the form carries the digest of what was shown. */
export const Review: FC<ReviewProps> = p => {
  const { w, now, post, issues, networks } = p
  const going = goingOut(post)
  const blocking = issues.filter(issue => issue.blocks).length
  return (
    <>
      <ErrorBanner w={w} errors={p.errors} />
      {p.notice ? (
        <Notice kind={p.notice.kind}>
          <p>{p.notice.text}</p>
        </Notice>
      ) : null}
      <p class="lt-filters">
        <PostTag w={w} state={post.state} />
        <span>{due(w, plannedAt(post), now)}</span>
        <span class="lt-meta">
          {post.unit.name} · {post.author ? w.t('posts.by_person', { person: post.author.name }) : w.t('posts.by_rule')}{' '}
          · {w.t('approvals.issues', { blocking, warning: issues.length - blocking })}
        </span>
      </p>
      {post.note ? (
        <Notice kind="info" title={w.t('approvals.author_note')}>
          <p class="lt-text">{post.note}</p>
        </Notice>
      ) : null}
      <IssueList
        w={w}
        networks={networks}
        network={undefined}
        issues={issues.filter(issue => issue.channel === undefined)}
      />
      <div class="lt-wide-narrow">
        <section aria-labelledby="renditions">
          <h2 id="renditions">{w.t('approvals.renditions')}</h2>
          {going.map(rendition => {
            const network = networks.get(rendition.channel.network)
            return (
              <section class="lt-section" aria-label={rendition.channel.name}>
                <h3>
                  <Mark letter={network?.about.traits.letter ?? '?'} name={rendition.channel.name} />
                </h3>
                <Preview
                  w={w}
                  channel={rendition.channel.name}
                  network={network}
                  content={rendition.content}
                  at={rendition.dueAt ?? post.dueAt}
                  whole
                />
                <ul>
                  {rendition.content.pictures.map((picture, at) => (
                    <li>
                      {picture.alt
                        ? w.t('approvals.picture', { n: at + 1, alt: picture.alt })
                        : w.t('approvals.picture_bare', { n: at + 1 })}
                    </li>
                  ))}
                </ul>
                <Chosen w={w} network={network} options={rendition.options} />
                <IssueList
                  w={w}
                  networks={networks}
                  network={network}
                  issues={issues.filter(issue => issue.channel === rendition.channel.id)}
                />
              </section>
            )
          })}
        </section>
        <section class="lt-box">
          <details open>
            <summary>{w.t('posts.source')}</summary>
            {p.source ? (
              <>
                <h3>{p.source.title}</h3>
                <p class="lt-meta">{p.source.portal}</p>
                <p>{p.source.matter?.lead}</p>
                <p class="lt-text">{p.source.matter?.text}</p>
                <p>
                  <a href={p.source.url} rel="noreferrer">
                    {w.t('posts.source_open')}
                  </a>
                </p>
              </>
            ) : (
              <p>{w.t('posts.source_none')}</p>
            )}
          </details>
        </section>
      </div>
      <Decide {...p} channels={going.length} />
    </>
  )
}

const Decide: FC<ReviewProps & { channels: number }> = ({
  w,
  post,
  own,
  mayDecide,
  more,
  channels,
  errors,
  values,
}) => {
  if (own && post.state === 'submitted') return <Notice kind="info">{w.t('approvals.own')}</Notice>
  if (post.state === 'expired')
    return (
      <Notice kind="warning">
        <p>{w.t('approvals.expired')}</p>
        <a href={`/posts/${post.id}?tab=common`}>{w.t('approvals.new_time')}</a>
      </Notice>
    )
  if (post.state !== 'submitted')
    return (
      <Notice kind="info">
        <p>{w.t('approvals.not_waiting')}</p>
        <a href={`/posts/${post.id}`}>{w.t('deliveries.to_post')}</a>
      </Notice>
    )
  if (!mayDecide) return null
  return (
    <>
      <details class="lt-box" open={errors !== undefined} id="return">
        <summary>{w.t('approvals.return_title')}</summary>
        <ActForm action={`/approvals/${post.id}/return`}>
          <TextArea
            name="note"
            label={w.t('approvals.return_note')}
            hint={w.t('approvals.return_note_hint')}
            rows={3}
            errors={errors}
            values={values}
          />
          <Button text={w.t('approvals.return')} />
        </ActForm>
      </details>
      <ActForm action={`/approvals/${post.id}/approval`} class="lt-sticky">
        <input type="hidden" name="seen" value={post.digest} />
        <a href="#return">{w.t('approvals.return_title')}</a>
        <div class="lt-actions lt-actions-end">
          {more ? <Button text={w.t('approvals.approve_next')} name="onward" value="next" /> : null}
          <Button text={w.t('approvals.approve', { n: channels })} look="primary" />
        </div>
      </ActForm>
    </>
  )
}
