import type { FC } from 'hono/jsx'
import { problemShape } from '../ports/content.ts'
import { Empty } from '../ui/empty.tsx'
import { ActButton } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { isSilent } from './pages-one.tsx'
import type { sourcesOf } from './queries.ts'

type Row = Awaited<ReturnType<typeof sourcesOf>>[number]

export const Sources: FC<{
  w: Words
  now: Date
  sources: readonly Row[]
  maySetUp: boolean
  done?: string
}> = ({ w, now, sources, maySetUp, done }) => (
  <>
    {done ? (
      <Notice kind="success">
        <p>{done}</p>
      </Notice>
    ) : null}
    {sources.length ? (
      <Table
        caption={w.t('sources.table')}
        columns={[
          w.t('sources.col_source'),
          w.t('sources.col_unit'),
          w.t('sources.col_pace'),
          w.t('sources.col_read'),
          w.t('sources.col_item'),
          w.t('sources.col_health'),
          ...(maySetUp ? [w.t('sources.col_act')] : []),
        ]}
      >
        {sources.map(row => (
          <tr>
            <Cell>
              <a class="lt-title" href={`/sources/${row.id}`}>
                {row.name}
              </a>
              <br />
              <span class="lt-meta">
                {row.portal_name} · {w.t(`sources.kind_${row.kind}`)}
              </span>
            </Cell>
            <Cell label={w.t('sources.col_unit')}>{row.unit_name}</Cell>
            <Cell label={w.t('sources.col_pace')}>
              {row.kind === 'push'
                ? w.t('sources.pushed')
                : w.t('sources.pace', { time: w.duration(row.every_seconds * 1000) })}
            </Cell>
            <Cell label={w.t('sources.col_read')}>
              {row.read_at ? w.moment(row.read_at, now) : w.t('sources.never')}
            </Cell>
            <Cell label={w.t('sources.col_item')}>
              {row.item_at ? w.moment(row.item_at, now) : w.t('sources.no_item')}
            </Cell>
            <Cell label={w.t('sources.col_health')}>
              <Health w={w} now={now} row={row} />
            </Cell>
            {maySetUp ? (
              <Cell>
                <ActButton
                  action={`/sources/${row.id}/reading`}
                  text={w.t('sources.read_now')}
                  describe={`${row.name}, ${row.portal_name}`}
                />
              </Cell>
            ) : null}
          </tr>
        ))}
      </Table>
    ) : (
      <Empty text={w.t('sources.none')} why={w.t('sources.none_why')}>
        {maySetUp ? (
          <a class="btn btn-primary" href="/sources/new">
            {w.t('sources.add')}
          </a>
        ) : null}
      </Empty>
    )}
  </>
)

const Health: FC<{ w: Words; now: Date; row: Row }> = ({ w, now, row }) => {
  const problem = problemShape.safeParse(row.problem).data
  if (row.state === 'stopped') return <Tag look="cancelled" text={w.t('sources.stopped')} />
  if (problem)
    return (
      <>
        <Tag look={row.failures ? 'failed' : 'warned'} text={w.t('sources.trouble')} />
        <br />
        {w.say(problem)} {row.failures > 1 ? w.t('sources.trouble_count', { n: row.failures }) : null}
      </>
    )
  if (!row.baseline_at && row.kind !== 'push')
    return (
      <>
        <Tag look="fresh" text={w.t('sources.fresh')} />
        <br />
        {w.t('sources.fresh_why')}
      </>
    )
  if (isSilent(row, now)) return <Tag look="warned" text={w.t('sources.silent')} />
  return <Tag look="done" text={w.t('sources.well')} />
}
