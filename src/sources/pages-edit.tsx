import type { FC } from 'hono/jsx'
import { ActForm, Button, ErrorBanner, type Errors, Field, Select, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'
import { HowFields } from './how-fields.tsx'
import type { Source } from './pages-one.tsx'
import { settingsOf } from './source.ts'

export interface EditProps {
  w: Words
  source: Source
  families: readonly string[]
  errors?: Errors
  values?: Values
}

export const EditSource: FC<EditProps> = ({ w, source, families, errors, values }) => {
  const given = { errors, values }
  return (
    <>
      <ErrorBanner w={w} errors={errors} />
      <Notice kind="info">
        <p>{w.t('sources.edit_baseline')}</p>
      </Notice>
      <ActForm action={`/sources/${source.id}`} class="lt-box lt-narrow">
        <Field name="name" label={w.t('sources.name')} value={source.name} {...given} />
        <HowFields
          w={w}
          kind={source.kind}
          url={source.url}
          settings={settingsOf({}, source.settings)}
          families={families}
          {...given}
        />
        <Field
          name="section"
          label={w.t('sources.section')}
          hint={w.t('sources.section_hint')}
          optional={w.t('sources.optional')}
          value={source.section ?? ''}
          {...given}
        />
        <Field
          name="minutes"
          label={w.t('sources.minutes')}
          inputmode="numeric"
          width="short"
          value={String(Math.max(1, Math.round(source.every_seconds / 60)))}
          {...given}
        />
        <Select
          name="state"
          label={w.t('sources.state')}
          value={source.state}
          options={(['watched', 'stopped'] as const).map(state => ({
            value: state,
            text: w.t(`sources.state_${state}`),
          }))}
          {...given}
        />
        <div class="lt-actions">
          <Button text={w.t('sources.save')} look="primary" />
          <a class="btn" href={`/sources/${source.id}`}>
            {w.t('sources.back')}
          </a>
        </div>
      </ActForm>
    </>
  )
}

/** The bytes of an answer as letters, never as what they say to do. */
export const Sight: FC<{
  w: Words
  now: Date
  source: { id: number; name: string }
  sight: { at: Date; url: string; code: number; type: string | null; size: number; cut: boolean }
  text: string
  more: boolean
  raw: string
}> = ({ w, now, source, sight, text, more, raw }) => (
  <>
    <p class="lt-address">
      {w.t('sources.sight_of', {
        time: w.moment(sight.at, now),
        url: sight.url,
        code: String(sight.code),
        type: sight.type ?? w.t('sources.sight_untyped'),
        size: sight.size,
      })}
    </p>
    {sight.cut ? <p class="lt-hint">{w.t('sources.sight_cut')}</p> : null}
    <div class="lt-actions">
      <a class="btn" href={raw} download>
        {w.t('sources.sight_download')}
      </a>
      <a class="btn" href={`/sources/${source.id}`}>
        {w.t('sources.back')}
      </a>
    </div>
    <section class="lt-scroll lt-box" aria-label={w.t('sources.sight_text')} tabindex={0}>
      <pre class="lt-raw">{text}</pre>
    </section>
    {more ? <p class="lt-hint">{w.t('sources.sight_more')}</p> : null}
  </>
)
