import type { FC } from 'hono/jsx'
import type { Readers } from '../ports/portal.ts'
import { ActForm, Button, ErrorBanner, type Errors, Field, Select, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import type { Ways, WayTried } from './find-ways.ts'
import { familyKey, HowFields } from './how-fields.tsx'
import { Failed, Noticed, TriedRows } from './pages-tried.tsx'
import type { ReadKind, SourceSettings } from './source.ts'
import type { Tried } from './try.ts'

export interface NewProps {
  w: Words
  now: Date
  address: string
  readers: Pick<Readers, 'identity' | 'families'>
  /** Of an address: the ways in that were found there. */
  ways?: Ways
  /** Of one way: what it would read, and how it was asked. */
  way?: { kind: ReadKind; url: string; settings: SourceSettings; tried?: Tried }
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
        inputmode="url"
        label={p.w.t('sources.address')}
        hint={p.w.t('sources.address_hint')}
        value={p.address}
        errors={p.errors}
      />
      <p class="lt-hint">{p.w.t('sources.try_safe')}</p>
      <div class="lt-actions">
        <Button text={p.w.t('sources.try')} look={p.ways || p.way ? 'plain' : 'primary'} />
        <a class="btn" href="/sources/import">
          {p.w.t('sources.import')}
        </a>
      </div>
    </form>
    {p.ways ? <Choose {...p} ways={p.ways} /> : null}
    {p.way ? <OneWay {...p} way={p.way} /> : null}
  </>
)

const Choose: FC<NewProps & { ways: Ways }> = p => {
  const { w, ways } = p
  if (ways.is === 'failed') return <Failed w={w} tried={ways} />
  return (
    <>
      <Notice kind="info" title={w.t('sources.recognised', { family: w.t(familyKey(ways.family)) })}>
        {ways.signs.length ? (
          <p>
            {w.t('sources.signs')}{' '}
            {ways.signs.slice(0, 4).map((sign, at) => (
              <>
                {at ? ' · ' : ''}
                <code>{sign}</code>
              </>
            ))}
          </p>
        ) : (
          <p>{w.t('sources.no_signs')}</p>
        )}
        <p>{w.t('sources.ways_hint')}</p>
      </Notice>
      {ways.ways.map((way, at) => (
        <WayCard {...p} way={way} family={ways.family} best={at === 0} />
      ))}
    </>
  )
}

const WayCard: FC<Omit<NewProps, 'way' | 'ways'> & { way: WayTried; family: string; best: boolean }> = p => {
  const { w, now, way, family, readers } = p
  const { tried } = way
  const well = tried.is === 'list' && tried.entries.length > 0
  const to = new URLSearchParams({ address: p.address, kind: way.kind, url: way.url, family })
  const name = w.t(`sources.kind_${way.kind}`)
  return (
    <section class="lt-box lt-section" aria-label={`${name}: ${way.url}`}>
      <h2>{name}</h2>
      <p class="lt-list-head">
        {tried.is === 'failed' ? (
          <Tag look="failed" text={w.t('sources.way_unread')} />
        ) : well ? (
          <Tag look="done" text={w.t('sources.way_reads', { n: tried.total })} />
        ) : (
          <Tag look="warned" text={w.t('sources.way_empty')} />
        )}
        {p.best && well ? <Tag look="fresh" text={w.t('sources.way_best')} /> : null}
      </p>
      <p class="lt-meta lt-address">{way.url}</p>
      {tried.is === 'failed' ? (
        <p>{w.say(tried.why)}</p>
      ) : (
        <>
          <Noticed w={w} warnings={tried.warnings} />
          <TriedRows w={w} now={now} tried={tried} identity={readers.identity} settings={{ family }} />
        </>
      )}
      {tried.is === 'list' || way.kind === 'list' ? (
        <p class="lt-actions">
          <a
            class={p.best && well ? 'btn btn-primary' : 'btn'}
            href={`/sources/new?${to}`}
            aria-label={`${w.t('sources.way_use')}: ${name}, ${way.url}`}
          >
            {w.t('sources.way_use')}
          </a>
        </p>
      ) : null}
    </section>
  )
}

const OneWay: FC<NewProps & { way: NonNullable<NewProps['way']> }> = p => {
  const { w, now, way, readers } = p
  const { tried } = way
  return (
    <>
      {tried?.is === 'failed' ? <Failed w={w} tried={tried} /> : null}
      <div class="lt-two">
        {tried?.is === 'list' ? (
          <section class="lt-section" aria-labelledby="found">
            <h2 id="found">{w.t('sources.will_read', { n: tried.entries.length })}</h2>
            <Noticed w={w} warnings={tried.warnings} />
            <TriedRows w={w} now={now} tried={tried} identity={readers.identity} settings={way.settings} />
          </section>
        ) : null}
        <section class="lt-section" aria-labelledby="use">
          <h2 id="use">{w.t('sources.use')}</h2>
          <UseForm {...p} />
        </section>
      </div>
    </>
  )
}

/** One form, two buttons: try it as it stands, or use it. */
const UseForm: FC<NewProps & { way: NonNullable<NewProps['way']> }> = p => {
  const { w, units, errors, values, way } = p
  const title = way.tried?.is === 'list' ? way.tried.title : ''
  const given = { errors, values }
  return (
    <ActForm action="/sources" class="lt-box">
      <input type="hidden" name="address" value={p.address} />
      <HowFields {...p} kind={way.kind} url={way.url} settings={way.settings} families={p.readers.families} />
      <div class="lt-actions">
        <Button text={w.t('sources.try_again')} get="/sources/new" />
      </div>
      <h3>{w.t('sources.whose')}</h3>
      <Field name="name" label={w.t('sources.name')} value={title} {...given} />
      <Field name="portal" label={w.t('sources.portal')} value={title || URL.parse(way.url)?.host} {...given} />
      <Select
        name="unit"
        label={w.t('sources.unit')}
        empty={units.length === 1 ? undefined : w.t('sources.choose')}
        options={units.map(unit => ({ value: String(unit.id), text: unit.name }))}
        {...given}
      />
      <Field
        name="section"
        label={w.t('sources.section')}
        hint={w.t('sources.section_hint')}
        optional={w.t('sources.optional')}
        {...given}
      />
      <Field
        name="minutes"
        label={w.t('sources.minutes')}
        inputmode="numeric"
        width="short"
        value={way.kind === 'sitemap' ? '30' : '5'}
        {...given}
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
