import type { FC } from 'hono/jsx'
import type { Networks } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import { ActForm, Button } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Preview } from '../ui/preview.tsx'
import { Mark } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import type { Outdated } from './approve-again.ts'
import { Chosen } from './choice-fields.tsx'
import { IssueList } from './issue-list.tsx'
import { goingOut } from './post.ts'

interface AgainProps {
  w: Words
  now: Date
  networks: Networks
  posts: readonly Outdated[]
  more: boolean
}

/** Every copy whole, none behind a fold: a tick stands for having looked. What cannot be ticked says why. */
export const Again: FC<AgainProps> = p => {
  const { w, posts } = p
  if (posts.length === 0) return <Empty text={w.t('again.none')} />
  const open = posts.filter(mayTick)
  return (
    <>
      <p>{w.t('again.lead')}</p>
      <ActForm action="/approvals/again">
        <ul class="lt-list">
          {posts.map(each => (
            <One {...p} each={each} />
          ))}
        </ul>
        {p.more ? <p class="lt-meta">{w.t('again.more')}</p> : null}
        {open.length ? (
          <div class="lt-sticky">
            <strong>{w.t('again.open_count', { n: open.length })}</strong>
            <div class="lt-actions">
              <Button text={w.t('again.approve')} look="primary" />
            </div>
          </div>
        ) : null}
      </ActForm>
    </>
  )
}

export const mayTick = ({ own, late, issues }: Outdated) => !own && !late && !issues.some(issue => issue.blocks)

const One: FC<AgainProps & { each: Outdated }> = ({ w, now, networks, each }) => {
  const { post, outdated, changers, issues } = each
  const [last] = changers
  const id = `again-${post.id}`
  return (
    <li>
      <section aria-labelledby={`${id}-title`}>
        <h2 id={`${id}-title`}>
          <a href={`/posts/${post.id}`}>{post.draft.title}</a>
        </h2>
        <p class="lt-meta">
          {post.unit.name}
          {last?.person
            ? ` · ${w.t('again.changed_by', { person: last.person.name, time: w.moment(last.at, now) })}`
            : ''}
        </p>
        {mayTick(each) ? (
          <label class="form-check" for={id}>
            <input
              class="form-check-input"
              type="checkbox"
              id={id}
              name="posts[]"
              value={`${post.id}:${post.digest}`}
              checked
            />
            <span class="form-check-label">{w.t('again.tick', { title: post.draft.title })}</span>
          </label>
        ) : (
          <Notice kind="warning">
            <p>{w.t(each.own ? 'again.own' : each.late ? 'again.late' : 'again.blocked')}</p>
          </Notice>
        )}
        <IssueList
          w={w}
          networks={networks}
          network={undefined}
          issues={issues.filter(issue => issue.channel === undefined)}
        />
        {post.renditions
          .filter(each => outdated.includes(each.channel.id))
          .map(({ channel, options }) => {
            const network = networks.get(channel.network)
            const going = goingOut(post).find(each => each.channel.id === channel.id)
            return (
              <div class="lt-section">
                <h3>
                  <Mark letter={network?.about.traits.letter ?? '?'} name={channel.name} />
                </h3>
                {going ? (
                  <Preview
                    w={w}
                    channel={channel.name}
                    network={network}
                    content={going.content}
                    at={going.dueAt ?? post.dueAt}
                    whole
                  />
                ) : null}
                <Chosen w={w} network={network} options={options} />
                <IssueList
                  w={w}
                  networks={networks}
                  network={network}
                  issues={issues.filter(issue => issue.channel === channel.id)}
                />
              </div>
            )
          })}
      </section>
    </li>
  )
}
