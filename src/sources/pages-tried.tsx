import type { FC } from 'hono/jsx'
import type { Readers } from '../ports/portal.ts'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import { listRulesOf, type SourceSettings } from './source.ts'
import type { Tried } from './try.ts'

interface Shown {
  w: Words
  now: Date
  tried: Extract<Tried, { is: 'list' }>
  identity: Readers['identity']
  settings: SourceSettings
}

/** The first rows of what a way would read: title, time, address, the portal's own number, and what is missing. */
export const TriedRows: FC<Shown> = ({ w, now, tried, identity, settings }) => (
  <>
    {tried.total > tried.entries.length ? (
      <p class="lt-hint">
        {w.t('sources.shown_of', { n: tried.entries.length, total: Math.max(tried.total, tried.all ?? 0) })}
      </p>
    ) : null}
    {tried.entries.length ? (
      <ol class="lt-list">
        {tried.entries.map(entry => {
          const at = entry.publishedAt ?? entry.updatedAt
          const names = entry.url ? identity(entry.url, listRulesOf(settings)) : null
          return (
            <li>
              <p>
                <strong>{entry.title || w.t('sources.no_title')}</strong>
              </p>
              <p class="lt-meta">
                {at ? w.moment(new Date(at), now) : w.t('sources.no_time')}
                {names?.id ? ` · ${w.t('sources.own_id', { id: names.id })}` : ''}
                {entry.categories.length ? ` · ${entry.categories.slice(0, 3).join(', ')}` : ''}
              </p>
              {entry.url ? (
                <p class="lt-meta lt-address">{entry.url}</p>
              ) : (
                <Tag look="warned" text={w.t('sources.no_link')} />
              )}
            </li>
          )
        })}
      </ol>
    ) : (
      <Empty text={w.t('sources.nothing_there')} />
    )}
  </>
)

export const Noticed: FC<{ w: Words; warnings: readonly string[] }> = ({ w, warnings }) =>
  warnings.length ? (
    <Notice kind="warning" title={w.t('sources.noticed')}>
      <ul>
        {warnings.map(code => (
          <li>{w.say({ code })}</li>
        ))}
      </ul>
    </Notice>
  ) : null

export const Failed: FC<{ w: Words; tried: Extract<Tried, { is: 'failed' }> }> = ({ w, tried }) => (
  <Notice kind="danger" title={w.t('sources.failed')}>
    <p>{w.say(tried.why)}</p>
    <p>{w.t('sources.failed_hint')}</p>
  </Notice>
)
