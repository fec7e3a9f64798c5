import type { FC } from 'hono/jsx'
import { reasons } from '../publications/ignore.ts'
import { ActButton, ActForm, Button, Field, Select } from '../ui/form.tsx'
import { type Look, Mark, Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import type { ArrivalsProps } from './pages-arrivals.tsx'
import { Copies } from './pages-copies.tsx'
import type { Arrival } from './queries/arrivals.ts'
import { PostTag } from './state.tsx'

const looks = {
  new: 'fresh',
  held: 'guarded',
  posted: 'done',
  ignored: 'cancelled',
  withdrawn: 'removed',
  baseline: 'past',
} as const satisfies Record<Arrival['state'], Look>

export const Row: FC<ArrivalsProps & { row: ArrivalsProps['rows'][number] }> = ({
  w,
  networks,
  mayWrite,
  row,
  copies,
}) => (
  <li data-row={row.id} tabindex={-1}>
    <div class="lt-list-head">
      <time datetime={row.seenAt.toISOString()}>{w.clock(row.seenAt)}</time>
      <Tag look={looks[row.state]} text={w.t(`publications.tag_${row.state}`)} />
      {row.revision && row.revision > 1 ? (
        <Tag look="warned" text={w.t('publications.tag_changed', { n: row.revision })} />
      ) : null}
      {row.post ? <PostTag w={w} state={row.post.state} /> : null}
    </div>
    <a class="lt-title" href={row.post ? `/posts/${row.post.id}` : row.url} rel={row.post ? undefined : 'noreferrer'}>
      {row.title}
    </a>
    <p class="lt-meta">
      {row.section
        ? w.t('publications.where_section', { portal: row.portal, source: row.source, section: row.section })
        : w.t('publications.where', { portal: row.portal, source: row.source })}
    </p>
    {row.post?.rule ? <p>{w.t('publications.by_rule', { rule: row.post.rule })}</p> : null}
    <Why w={w} row={row} />
    <Copies w={w} title={row.title} copies={copies.get(row.id) ?? []} mayWrite={mayWrite} />
    {row.renditions.length ? (
      <ul class="lt-list-head lt-marks">
        {row.renditions.map(one => (
          <li>
            <Mark
              letter={networks.get(one.network)?.about.traits.letter ?? '?'}
              name={`${one.channel}: ${standingOf(w, one)}`}
            />
          </li>
        ))}
      </ul>
    ) : null}
    {mayWrite ? <Acts w={w} row={row} /> : null}
  </li>
)

function standingOf(w: Words, one: Arrival['renditions'][number]): string {
  if (one.why === 'video.awaited') return w.t('publications.fit_awaited')
  if (one.state !== 'fit') return w.t(`publications.fit_${one.state}`)
  return w.t(one.blocks ? 'publications.fit_blocks' : 'publications.fit')
}

const Why: FC<{ w: Words; row: ArrivalsProps['rows'][number] }> = ({ w, row }) => {
  switch (row.state) {
    case 'held':
      return row.findings.length ? (
        <>
          <p>{w.t('publications.held_findings')}</p>
          <ul>
            {row.findings.map(finding => (
              <li>
                {w.say({
                  code: `guard.${finding.rule}`,
                  with: { masked: finding.masked.join('; '), count: finding.count },
                })}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{w.t('publications.held_other')}</p>
      )
    case 'ignored':
      return <p class="lt-meta">{w.t('publications.ignored_because', { reason: reasonOf(w, row.why) })}</p>
    case 'withdrawn':
      return <p class="lt-meta">{w.t('publications.withdrawn_why')}</p>
    case 'baseline':
      return <p class="lt-meta">{w.t('publications.baseline_why')}</p>
    default:
      return null
  }
}

/** A ready reason is kept as its code, other words as they were typed. */
function reasonOf(w: Words, why: string | null): string {
  const code = reasons.find(reason => `ignored.${reason}` === why)
  if (code) return w.t(`publications.reason_${code}`)
  return why?.startsWith('source.') ? w.say({ code: why }) : (why ?? w.t('common.no_reason'))
}

const Acts: FC<{ w: Words; row: ArrivalsProps['rows'][number] }> = ({ w, row }) => {
  const base = `/publications/${row.id}`
  const going = row.renditions.filter(one => one.state === 'fit')
  const ready = going.length > 0 && going.every(one => !one.blocks)
  const submittable = row.post && (row.post.state === 'draft' || row.post.state === 'returned') && ready
  return (
    <div class="lt-actions">
      {row.post ? (
        <a class="btn" href={`/posts/${row.post.id}`} data-key="s">
          {w.t('publications.open_post')}
        </a>
      ) : row.state === 'new' || row.state === 'baseline' || row.state === 'ignored' ? (
        <ActButton
          action="/posts"
          text={w.t('publications.compose')}
          facts={{ publication: row.id }}
          describe={row.title}
          keyed="s"
        />
      ) : null}
      {submittable && row.post ? (
        <ActButton
          action={`/posts/${row.post.id}/submission`}
          text={w.t('publications.submit', { n: going.length })}
          describe={row.title}
          keyed="d"
        />
      ) : null}
      {row.state === 'ignored' ? (
        <ActButton action={`${base}/restoration`} text={w.t('publications.restore')} describe={row.title} />
      ) : null}
      {row.state === 'held' ? (
        <details>
          <summary>{w.t('publications.release_title')}</summary>
          <ActForm action={`${base}/release`} class="lt-narrow">
            <Field name="reason" id={`f-release-${row.id}`} label={w.t('publications.release_reason')} />
            <Button text={w.t('publications.release')} describe={row.title} />
          </ActForm>
        </details>
      ) : null}
      {row.state === 'new' || row.state === 'held' ? (
        <details>
          <summary data-key="i">{w.t('publications.ignore')}</summary>
          <ActForm action={`${base}/ignore`} class="lt-narrow">
            <Select
              name="why"
              id={`f-why-${row.id}`}
              label={w.t('publications.ignore_why')}
              options={reasons.map(reason => ({ value: reason, text: w.t(`publications.reason_${reason}`) }))}
            />
            <Field name="own" id={`f-own-${row.id}`} label={w.t('publications.ignore_own')} />
            <Button text={w.t('publications.ignore')} describe={row.title} />
          </ActForm>
        </details>
      ) : null}
    </div>
  )
}
