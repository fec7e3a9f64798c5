import type { FC } from 'hono/jsx'
import { cut } from '../kit/text.ts'
import type { Choices, Networks } from '../ports/network.ts'
import { ActButton, ActForm, Button, ErrorBanner, type Errors, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Preview } from '../ui/preview.tsx'
import { Rich } from '../ui/rich.tsx'
import { Mark } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import { bodyOf } from './brief.ts'
import { CommonFields, RenditionFields } from './fields.tsx'
import { IssueList } from './issue-list.tsx'
import type { PlacedIssue } from './issues.ts'
import { Beside, Time } from './pages-compose-beside.tsx'
import { goingOut, type Post, type Rendition } from './post.ts'
import type { Candidate } from './queries/candidates.ts'
import type { VideoSeen } from './queries/videos.ts'

export interface ComposerProps {
  w: Words
  now: Date
  networks: Networks
  post: Post
  issues: readonly PlacedIssue[]
  /** The common text, or the channel whose rendition is shown. */
  tab: 'common' | number
  source?: Candidate
  /** Digest the fields of this tab were made from. */
  seen: string
  /** May write, and the state lets them. */
  editable: boolean
  mayWrite: boolean
  /** Approved, and opened for editing all the same. */
  reopened: boolean
  /** What the shown channel lets an editor choose now; undefined where there is nothing to ask. */
  choices?: Choices
  /** May let the guard's findings pass. */
  mayPass: boolean
  /** Films that are fetched for it. */
  films: readonly VideoSeen[]
  addable: readonly { id: number; name: string }[]
  notice?: { kind: 'success' | 'warning' | 'danger'; text: string }
  /** Somebody saved first: what the person typed stands in the fields, and theirs beside it. */
  conflict?: boolean
  errors?: Errors
  values?: Values
  /** Whose text on which post and tab a browser keeps until it is saved. */
  keep: string
}

export const Composer: FC<ComposerProps> = p => {
  const { w, post, tab } = p
  const rendition = post.renditions.find(one => one.channel.id === tab)
  return (
    <>
      <ErrorBanner w={w} errors={p.errors} />
      {p.notice ? (
        <Notice kind={p.notice.kind}>
          <p>{p.notice.text}</p>
          {p.conflict ? <a href={address(post.id, tab)}>{w.t('posts.take_theirs')}</a> : null}
        </Notice>
      ) : null}
      <Standing {...p} />
      <Films {...p} />
      <Tabs {...p} />
      <div class="lt-composer">
        <Source {...p} />
        <ActForm
          action={`/posts/${post.id}`}
          id="compose"
          class="lt-box"
          keep={p.editable ? p.keep : undefined}
          unsaved={p.values !== undefined}
        >
          {p.editable ? <Kept w={w} /> : null}
          <input type="hidden" name="tab" value={String(tab)} />
          <input type="hidden" name="seen" value={p.seen} />
          {p.reopened ? <input type="hidden" name="edit" value="1" /> : null}
          {rendition ? <RenditionFields {...p} rendition={rendition} /> : <CommonFields {...p} />}
          <Time {...p} />
        </ActForm>
        <div>
          {rendition?.content ? (
            <>
              <h2>{w.t('posts.preview', { channel: rendition.channel.name })}</h2>
              <Preview
                w={w}
                channel={rendition.channel.name}
                network={p.networks.get(rendition.channel.network)}
                content={rendition.content}
                at={rendition.dueAt ?? post.dueAt}
              />
            </>
          ) : (
            <p class="lt-meta">{w.t('posts.preview_pick')}</p>
          )}
        </div>
      </div>
      <Beside {...p} rendition={rendition} />
      <Bar {...p} />
    </>
  )
}

/** Shown by the script where this browser holds something newer than the page. */
const Kept: FC<{ w: Words }> = ({ w }) => (
  <div data-kept="" hidden>
    <Notice kind="info">
      <p>{w.t('posts.kept')}</p>
      <p class="lt-actions">
        <button class="btn" type="button" data-kept-take="">
          {w.t('posts.kept_take')}
        </button>
        <button class="btn" type="button" data-kept-drop="">
          {w.t('posts.kept_drop')}
        </button>
      </p>
    </Notice>
  </div>
)

export const address = (post: number, tab: 'common' | number) => `/posts/${post}?tab=${tab}`

/** Films on their way, with how far they are, and those that cannot be had; one that is here needs no word. */
const Films: FC<ComposerProps> = ({ w, films, post }) => {
  const open = films.filter(film => film.state !== 'kept')
  const awaited = post.renditions.find(({ why }) => why?.code === 'video.awaited')?.why
  return open.length ? (
    <Notice kind={open.some(film => film.state === 'unfit') ? 'warning' : 'info'}>
      {awaited ? <p>{w.say(awaited)}</p> : null}
      {open.map(({ url, state, got, total, why }) => (
        <p>
          {state === 'wanted' && got !== null
            ? total
              ? w.t('posts.film_part', { percent: Math.floor((100 * got) / total), size: total / 1_000_000 })
              : w.t('posts.film_some', { size: got / 1_000_000 })
            : state === 'unfit' && why
              ? w.say(why)
              : w.t('posts.film_wanted')}{' '}
          <span class="lt-meta">{url}</span>
        </p>
      ))}
    </Notice>
  ) : null
}

/** What the post's state means for whoever opened it. */
const Standing: FC<ComposerProps> = ({ w, post, editable, mayWrite, reopened, tab }) => {
  if (post.state === 'returned' && post.note)
    return (
      <Notice kind="warning">
        <p>{w.t('posts.returned_note', { note: post.note })}</p>
      </Notice>
    )
  if (post.state === 'expired')
    return (
      <Notice kind="warning">
        <p>{w.t('posts.expired_note')}</p>
      </Notice>
    )
  if (editable || reopened || !['submitted', 'approved', 'dropped'].includes(post.state)) return null
  return (
    <Notice kind="info">
      <p>{w.t(`posts.read_only_${post.state as 'submitted' | 'approved' | 'dropped'}`)}</p>
      {mayWrite && post.state === 'submitted' ? (
        <ActButton action={`/posts/${post.id}/withdrawal`} text={w.t('posts.withdraw')} />
      ) : null}
      {mayWrite && post.state === 'approved' ? (
        <a class="btn" href={`${address(post.id, tab)}&edit=1`}>
          {w.t('posts.edit_again')}
        </a>
      ) : null}
    </Notice>
  )
}

const Tabs: FC<ComposerProps> = ({ w, networks, post, issues, tab, reopened }) => {
  const more = reopened ? '&edit=1' : ''
  return (
    <nav class="lt-tabs" aria-label={w.t('posts.tabs')}>
      <a href={address(post.id, 'common') + more} aria-current={tab === 'common' ? 'page' : undefined}>
        {w.t('posts.tab_common')}
      </a>
      {post.renditions.map(rendition => (
        <a
          href={address(post.id, rendition.channel.id) + more}
          aria-current={tab === rendition.channel.id ? 'page' : undefined}
        >
          <Mark
            letter={networks.get(rendition.channel.network)?.about.traits.letter ?? '?'}
            name={`${rendition.channel.name} – ${tabState(w, rendition, issues)}`}
          />
        </a>
      ))}
    </nav>
  )
}

function tabState(w: Words, rendition: Rendition, issues: readonly PlacedIssue[]): string {
  if (rendition.state === 'left_out') return w.t('posts.tab_left_out')
  if (rendition.why?.code === 'video.awaited') return w.t('posts.tab_awaited')
  if (rendition.state === 'unfit') return w.t('posts.tab_unfit')
  const n = issues.filter(issue => issue.channel === rendition.channel.id && issue.blocks).length
  return n ? w.t('posts.tab_issues', { n }) : w.t('posts.tab_ready')
}

/** What the portal published, folded on a phone by the reader's own choice. */
const Source: FC<ComposerProps> = ({ w, now, source, issues, networks }) => {
  const whole = issues.filter(issue => issue.channel === undefined && issue.field === 'source')
  return (
    <section class="lt-box">
      <details open>
        <summary>{w.t('posts.source')}</summary>
        {source ? (
          <>
            <h2 class="lt-title">{source.title}</h2>
            <p class="lt-meta">
              {source.section
                ? w.t('posts.source_meta', { portal: source.portal, section: source.section })
                : source.portal}
              <br />
              {source.matter?.credit ? (
                <>
                  {w.t('posts.source_credit', { name: source.matter.credit.name })}
                  <br />
                </>
              ) : null}
              {w.moment(source.seenAt, now)}
            </p>
            <p>{source.matter?.lead}</p>
            <p class="lt-text">{source.matter && cut(bodyOf(source.matter, source.portal), 600, 'grapheme')}</p>
            <p>
              <a href={source.url} rel="noreferrer">
                {w.t('posts.source_open')}
              </a>
            </p>
          </>
        ) : (
          <p>{w.t('posts.source_none')}</p>
        )}
        <IssueList w={w} networks={networks} issues={whole} network={undefined} />
      </details>
    </section>
  )
}

/** Sticky: what is ready, and the two things to do with it. */
const Bar: FC<ComposerProps> = ({ w, post, issues, editable }) => {
  const going = goingOut(post)
  const bad = new Set(issues.flatMap(issue => (issue.blocks && issue.channel !== undefined ? [issue.channel] : [])))
    .size
  const good = going.length - bad
  if (!editable) return null
  return (
    <div class="lt-sticky">
      <p>
        {going.length ? (
          <Rich text={bad ? w.t('posts.ready_and_not', { n: good, bad }) : w.t('posts.ready', { n: good })} />
        ) : (
          w.t('posts.ready_none')
        )}
      </p>
      <div class="lt-actions lt-actions-end">
        <Button text={w.t('posts.save')} form="compose" name="act" value="save" />
        {going.length ? (
          <Button
            text={w.t('posts.submit', { n: going.length })}
            look="primary"
            form="compose"
            name="act"
            value="submit"
          />
        ) : null}
      </div>
    </div>
  )
}
