import type { FC } from 'hono/jsx'
import { problemShape } from '../ports/content.ts'
import { Empty } from '../ui/empty.tsx'
import { ActButton, ActForm, Button, ErrorBanner, type Errors, Field, Select, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import type { sourcesOf } from './queries.ts'
import type { Tried } from './try.ts'

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
              <strong>{row.name}</strong>
              <br />
              <span class="lt-meta">{row.portal_name}</span>
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
              <Health w={w} row={row} />
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

const Health: FC<{ w: Words; row: Row }> = ({ w, row }) => {
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
  if (!row.baseline_at && row.kind === 'feed')
    return (
      <>
        <Tag look="fresh" text={w.t('sources.fresh')} />
        <br />
        {w.t('sources.fresh_why')}
      </>
    )
  return <Tag look="done" text={w.t('sources.well')} />
}

export interface NewProps {
  w: Words
  now: Date
  address: string
  tried?: Tried
  units: readonly { id: number; name: string }[]
  errors?: Errors
  values?: Values
}

export const NewSource: FC<NewProps> = p => (
  <>
    <ErrorBanner w={p.w} errors={p.errors} />
    <form method="get" action="/sources/new" class="lt-box">
      <Field
        name="address"
        type="url"
        inputmode="url"
        label={p.w.t('sources.address')}
        hint={p.w.t('sources.address_hint')}
        value={p.address}
        errors={p.errors}
      />
      <p class="lt-hint">{p.w.t('sources.try_safe')}</p>
      <Button text={p.w.t('sources.try')} look={p.tried?.is === 'list' ? 'plain' : 'primary'} />
    </form>
    {p.tried?.is === 'failed' ? (
      <Notice kind="danger" title={p.w.t('sources.failed')}>
        <p>{p.w.say(p.tried.why)}</p>
        <p>{p.w.t('sources.failed_hint')}</p>
      </Notice>
    ) : null}
    {p.tried?.is === 'list' ? <Found {...p} tried={p.tried} /> : null}
  </>
)

const Found: FC<NewProps & { tried: Extract<Tried, { is: 'list' }> }> = p => {
  const { w, now, tried } = p
  return (
    <div class="lt-two">
      <section class="lt-section" aria-labelledby="found">
        <h2 id="found">{w.t('sources.will_read', { n: tried.entries.length })}</h2>
        {tried.total > tried.entries.length ? (
          <p class="lt-hint">{w.t('sources.shown_of', { n: tried.entries.length, total: tried.total })}</p>
        ) : null}
        {tried.entries.length ? (
          <ol class="lt-list">
            {tried.entries.map(entry => (
              <li>
                <p>
                  <strong>{entry.title || w.t('sources.no_title')}</strong>
                </p>
                <p class="lt-meta">
                  {entry.publishedAt ? w.moment(new Date(entry.publishedAt), now) : w.t('sources.no_time')}
                  {entry.categories.length ? ` · ${entry.categories.slice(0, 3).join(', ')}` : ''}
                </p>
              </li>
            ))}
          </ol>
        ) : (
          <Empty text={w.t('sources.nothing_there')} />
        )}
      </section>
      <section class="lt-section" aria-labelledby="use">
        <h2 id="use">{w.t('sources.use')}</h2>
        <UseForm {...p} />
      </section>
    </div>
  )
}

const UseForm: FC<NewProps & { tried: Extract<Tried, { is: 'list' }> }> = p => {
  const { w, units, errors, values } = p
  return (
    <ActForm action="/sources" class="lt-box">
      <input type="hidden" name="address" value={p.address} />
      <Field name="name" label={w.t('sources.name')} value={p.tried.title} errors={errors} values={values} />
      <Field
        name="portal"
        label={w.t('sources.portal')}
        value={p.tried.title || new URL(p.address).host}
        errors={errors}
        values={values}
      />
      <Select
        name="unit"
        label={w.t('sources.unit')}
        empty={units.length === 1 ? undefined : w.t('sources.choose')}
        options={units.map(unit => ({ value: String(unit.id), text: unit.name }))}
        errors={errors}
        values={values}
      />
      <Field
        name="section"
        label={w.t('sources.section')}
        hint={w.t('sources.section_hint')}
        optional={w.t('sources.optional')}
        errors={errors}
        values={values}
      />
      <Field
        name="minutes"
        label={w.t('sources.minutes')}
        inputmode="numeric"
        width="short"
        value="5"
        errors={errors}
        values={values}
      />
      <p class="lt-hint">{w.t('sources.fresh_why')}</p>
      <div class="lt-actions">
        <Button text={w.t('sources.use')} look="primary" />
        <a class="btn" href="/sources/new">
          {w.t('sources.other')}
        </a>
      </div>
    </ActForm>
  )
}
