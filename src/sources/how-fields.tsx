import type { FC } from 'hono/jsx'
import { type Errors, Field, Select, type Values } from '../ui/form.tsx'
import type { Words } from '../words/index.ts'
import { type ReadKind, readKinds, type SourceSettings } from './source.ts'

/** What a family of portals is called on the page; one without a name of its own is none in particular. */
export const familyKey = (family: string) => families.get(family) ?? 'sources.family_generic'

const families = new Map(
  Object.entries({
    'vnpt-eportal': 'sources.family_vnpt_eportal',
    'liferay-7': 'sources.family_liferay_7',
    'liferay-6': 'sources.family_liferay_6',
    sharepoint: 'sources.family_sharepoint',
    aspnet: 'sources.family_aspnet',
    'nukeviet-5': 'sources.family_nukeviet_5',
    'nukeviet-4': 'sources.family_nukeviet_4',
    vccorp: 'sources.family_vccorp',
    wordpress: 'sources.family_wordpress',
  } as const),
)

interface HowProps {
  w: Words
  kind: ReadKind | 'push'
  url: string
  settings: SourceSettings
  families: readonly string[]
  errors?: Errors
  values?: Values
}

/** How a source is read: the way, where, and what its kind of installation does not say. */
export const HowFields: FC<HowProps> = ({ w, kind, url, settings, families: known, errors, values }) => {
  const given = { errors, values }
  const optional = w.t('sources.optional')
  const { list, idPattern, dropParams, dateOrder, pages, family } = settings
  const selectors = ['row', 'title', 'link', 'date', 'summary', 'picture', 'drop', 'next'] as const
  return (
    <>
      {kind === 'push' ? (
        <input type="hidden" name="kind" value="push" />
      ) : (
        <Select
          name="kind"
          label={w.t('sources.kind')}
          value={kind}
          options={readKinds.map(one => ({ value: one, text: w.t(`sources.kind_${one}`) }))}
          {...given}
        />
      )}
      <Field name="url" inputmode="url" label={w.t('sources.url')} value={url} {...given} />
      <Select
        name="family"
        label={w.t('sources.family')}
        hint={w.t('sources.family_hint')}
        value={family ?? 'generic'}
        options={known.map(one => ({ value: one, text: w.t(familyKey(one)) }))}
        {...given}
      />
      <details open={kind === 'list'}>
        <summary>{w.t('sources.selectors')}</summary>
        <p class="lt-hint">{w.t('sources.selectors_hint')}</p>
        {selectors.map(one => (
          <Field
            name={`list_${one}`}
            label={w.t(`sources.selector_${one}`)}
            value={list?.[one]}
            optional={optional}
            {...given}
          />
        ))}
        <Field
          name="pages"
          label={w.t('sources.pages')}
          hint={w.t('sources.pages_hint')}
          width="short"
          inputmode="numeric"
          value={pages === undefined ? '' : String(pages)}
          optional={optional}
          {...given}
        />
      </details>
      <details open={idPattern !== undefined || dropParams !== undefined || dateOrder !== undefined}>
        <summary>{w.t('sources.identity')}</summary>
        <Field
          name="idPattern"
          label={w.t('sources.id_pattern')}
          hint={w.t('sources.id_pattern_hint')}
          value={idPattern}
          optional={optional}
          {...given}
        />
        <Field
          name="dropParams"
          label={w.t('sources.drop_params')}
          hint={w.t('sources.drop_params_hint')}
          value={dropParams?.join(' ')}
          optional={optional}
          {...given}
        />
        <Select
          name="dateOrder"
          label={w.t('sources.date_order')}
          value={dateOrder ?? ''}
          empty={w.t('sources.date_order_own')}
          options={(['day-first', 'month-first'] as const).map(one => ({
            value: one,
            text: w.t(one === 'day-first' ? 'sources.day_first' : 'sources.month_first'),
          }))}
          {...given}
        />
      </details>
    </>
  )
}
