import type { FC } from 'hono/jsx'
import { problemShape } from '../ports/content.ts'
import { Empty } from '../ui/empty.tsx'
import { ActButton } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Look, Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { familyKey } from './how-fields.tsx'
import type { findSource } from './queries.ts'
import type { Read } from './queries-reads.ts'
import { rhythmShape, unlearned } from './rhythm.ts'
import { settingsOf } from './source.ts'

export type Source = NonNullable<Awaited<ReturnType<typeof findSource>>>

interface OneProps {
  w: Words
  now: Date
  source: Source
  reads: readonly Read[]
  flooded: readonly { id: number; title: string; url: string }[]
  mayStop: boolean
  done?: string
}

/** What a source is, how it does, and what each of its last readings saw. */
export const OneSource: FC<OneProps> = p => (
  <>
    {p.done ? (
      <Notice kind="success">
        <p>{p.done}</p>
      </Notice>
    ) : null}
    <Silence {...p} />
    <Flooded {...p} />
    <Facts {...p} />
    <Reads {...p} />
  </>
)

export const isSilent = ({ state, kind, silent_after }: Pick<Source, 'state' | 'kind' | 'silent_after'>, now: Date) =>
  state === 'watched' && kind !== 'push' && silent_after !== null && silent_after < now

const Silence: FC<OneProps> = ({ w, now, source }) =>
  isSilent(source, now) ? (
    <Notice kind="warning" title={w.t('sources.silent')}>
      <p>
        {source.item_at
          ? w.t('sources.silent_since', { time: w.moment(source.item_at, now) })
          : w.t('sources.silent_never')}
      </p>
      <p>{w.t('sources.silent_hint')}</p>
    </Notice>
  ) : null

const Flooded: FC<OneProps> = ({ w, source, flooded, mayStop }) =>
  flooded.length ? (
    <Notice kind="warning" title={w.t('sources.flooded', { n: flooded.length })}>
      <details>
        <summary>{w.t('sources.flooded_see')}</summary>
        <ul>
          {flooded.slice(0, 50).map(item => (
            <li>{item.title || item.url}</li>
          ))}
        </ul>
      </details>
      {mayStop ? (
        <div class="lt-actions">
          {(['through', 'record_only'] as const).map(how => (
            <ActButton
              action={`/sources/${source.id}/flood`}
              text={w.t(`sources.flood_${how}`)}
              facts={{ how }}
              describe={source.name}
            />
          ))}
        </div>
      ) : null}
    </Notice>
  ) : null

const Facts: FC<OneProps> = ({ w, now, source }) => {
  const problem = problemShape.safeParse(source.problem).data
  const { family } = settingsOf({}, source.settings)
  const rhythm = rhythmShape.safeParse(source.rhythm).data
  const rows: [string, string][] = [
    [w.t('sources.portal'), `${source.portal_name} (${source.base_url})`],
    [w.t('sources.col_unit'), source.unit_name],
    [w.t('sources.kind'), w.t(`sources.kind_${source.kind}`)],
    [w.t('sources.url'), source.url],
    ...(family ? [[w.t('sources.family'), w.t(familyKey(family))] as [string, string]] : []),
    ...(source.section ? [[w.t('sources.section'), source.section] as [string, string]] : []),
    [
      w.t('sources.col_pace'),
      source.kind === 'push'
        ? w.t('sources.pushed')
        : w.t('sources.pace', { time: w.duration(source.every_seconds * 1000) }),
    ],
    [w.t('sources.col_read'), source.read_at ? w.moment(source.read_at, now) : w.t('sources.never')],
    ...(source.kind !== 'push' && source.state === 'watched'
      ? [[w.t('sources.next_read'), w.moment(source.due_at, now)] as [string, string]]
      : []),
    [w.t('sources.col_item'), source.item_at ? w.moment(source.item_at, now) : w.t('sources.no_item')],
    [
      w.t('sources.rhythm'),
      rhythm
        ? w.t('sources.rhythm_learned', {
            typical: w.duration(rhythm.typical),
            n: rhythm.items,
            alarm: w.duration(rhythm.alarm),
          })
        : w.t('sources.rhythm_none', { alarm: w.duration(unlearned) }),
    ],
    [
      w.t('sources.baseline'),
      source.baseline_at
        ? w.moment(source.baseline_at, now)
        : w.t(source.baseline_why ? `sources.baseline_${source.baseline_why}` : 'sources.baseline_waits'),
    ],
  ]
  return (
    <section class="lt-section lt-box" aria-label={w.t('sources.facts')}>
      {problem ? (
        <p>
          <Tag look={source.failures ? 'failed' : 'warned'} text={w.t('sources.trouble')} /> {w.say(problem)}{' '}
          {source.failures > 1 ? w.t('sources.trouble_count', { n: source.failures }) : null}
        </p>
      ) : null}
      <dl class="lt-dl">
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd class="lt-address">{value}</dd>
          </>
        ))}
      </dl>
      <p>
        <a href={`/publications?show=all&source=${source.id}`}>{w.t('sources.its_items')}</a>
      </p>
    </section>
  )
}

const looks = { list: 'done', unchanged: 'past', gone: 'cancelled', failed: 'failed' } as const satisfies Record<
  Read['outcome'],
  Look
>

const Reads: FC<OneProps> = ({ w, now, source, reads }) => (
  <section class="lt-section" aria-labelledby="reads">
    <h2 id="reads">{w.t('sources.reads')}</h2>
    {reads.length ? (
      <Table
        caption={w.t('sources.reads')}
        columns={[
          w.t('sources.read_time'),
          w.t('sources.read_outcome'),
          w.t('sources.read_came'),
          w.t('sources.read_saw'),
        ]}
      >
        {reads.map(read => (
          <tr>
            <Cell>
              {read.times > 1
                ? w.t('sources.read_times', {
                    from: w.moment(read.at, now),
                    until: w.moment(read.until_at, now),
                    n: read.times,
                  })
                : w.moment(read.at, now)}
            </Cell>
            <Cell label={w.t('sources.read_outcome')}>
              <Tag look={looks[read.outcome]} text={w.t(`sources.outcome_${read.outcome}`)} />
            </Cell>
            <Cell label={w.t('sources.read_came')}>
              <Came w={w} read={read} />
            </Cell>
            <Cell label={w.t('sources.read_saw')}>
              {read.sights.map(sight => (
                <>
                  <a
                    href={`/sources/${source.id}/reads/${read.id}/${sight.place}`}
                    aria-label={w.t('sources.see_of', { time: w.moment(read.at, now), url: sight.url })}
                  >
                    {read.sights.length > 1 ? w.t('sources.see_n', { n: sight.place + 1 }) : w.t('sources.see')}
                  </a>
                  <br />
                </>
              ))}
              {read.sights.length ? null : w.t('sources.not_kept')}
            </Cell>
          </tr>
        ))}
      </Table>
    ) : (
      <Empty text={w.t('sources.no_reads')} />
    )}
  </section>
)

/** What came, what did not and why: sentences, the telling ones first. */
const Came: FC<{ w: Words; read: Read }> = ({ w, read: { outcome, facts, problem } }) => {
  if (outcome === 'unchanged') return <>{w.t('sources.came_unchanged')}</>
  if (outcome !== 'list') return <>{problem ? w.say(problem) : null}</>
  return (
    <>
      <p>
        {w.t('sources.came_rows', { rows: facts.rows, known: facts.known })}{' '}
        {facts.added ? w.t(`sources.came_${facts.as ?? 'new'}`, { n: facts.added }) : w.t('sources.came_nothing')}{' '}
        {facts.touched ? w.t('sources.came_touched', { n: facts.touched }) : null}
      </p>
      {facts.added && facts.as !== 'baseline' ? (
        <ul class="lt-meta">
          {facts.titles.map(title => (
            <li>{title}</li>
          ))}
        </ul>
      ) : null}
      {facts.skipped.map(({ code, n, some }) => (
        <details>
          <summary>{w.say({ code, with: { n } })}</summary>
          <ul>
            {some.map(title => (
              <li>{title}</li>
            ))}
          </ul>
        </details>
      ))}
      {facts.warnings.map(code => (
        <p class="lt-meta">{w.say({ code })}</p>
      ))}
    </>
  )
}
