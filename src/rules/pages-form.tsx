import type { FC } from 'hono/jsx'
import { Empty } from '../ui/empty.tsx'
import { ActForm, Button, Choices, ErrorBanner, type Errors, Field, Select, type Values } from '../ui/form.tsx'
import { Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import { inForce, type RuleWithVersions, type Tried, waiting } from './rule.ts'
import { decidedBy, languageOf, type Names } from './sentence.ts'
import { kinds } from './spec.ts'
import type { TriedOut } from './try.ts'

/** The languages public portals here write in; a rule written elsewhere may name others. */
const offered = ['vi', 'en']

export interface RuleFormProps {
  w: Words
  rule?: RuleWithVersions
  names: Names
  errors?: Errors
  values?: Values
}

export const RuleForm: FC<RuleFormProps> = ({ w, rule, names, errors, values }) => {
  const spec = rule && (waiting(rule) ?? inForce(rule))?.spec
  const given = { errors, values }
  const ids = (field: string, stored: readonly number[] | undefined) =>
    values ? (values[field]?.split('\n') ?? []) : (stored ?? []).map(String)
  return (
    <ActForm action={rule ? `/rules/${rule.id}` : '/rules'} class="lt-box lt-narrow">
      <ErrorBanner w={w} errors={errors} />
      <Field name="name" label={w.t('rules.name')} value={rule?.name} {...given} />
      {rule ? (
        <input type="hidden" name="unit" value={String(rule.unit.id)} />
      ) : (
        <Select
          name="unit"
          label={w.t('rules.unit')}
          options={names.units.map(unit => ({ value: String(unit.id), text: unit.name }))}
          {...given}
        />
      )}
      {names.sources.length ? (
        <Choices
          name="sources[]"
          label={w.t('rules.sources')}
          hint={w.t('rules.sources_hint')}
          many
          chosen={ids('sources[]', spec?.when.sources)}
          options={names.sources.map(one => ({ value: String(one.id), text: one.name }))}
          errors={errors}
        />
      ) : null}
      <Field
        name="sections"
        label={w.t('rules.sections')}
        hint={w.t('rules.sections_hint')}
        value={spec?.when.sections.join(', ')}
        {...given}
      />
      <Choices
        name="kinds[]"
        label={w.t('rules.kinds')}
        many
        chosen={values ? (values['kinds[]']?.split('\n') ?? []) : (spec?.when.kinds ?? [])}
        options={kinds.map(kind => ({ value: kind, text: w.t(`rules.kind_${kind}`) }))}
      />
      <Choices
        name="languages[]"
        label={w.t('rules.languages')}
        hint={w.t('rules.languages_hint')}
        many
        chosen={values ? (values['languages[]']?.split('\n') ?? []) : (spec?.when.languages ?? [])}
        options={[...new Set([...offered, ...(spec?.when.languages ?? [])])].map(code => ({
          value: code,
          text: languageOf(w, code),
        }))}
      />
      <Field
        name="words"
        label={w.t('rules.words')}
        hint={w.t('rules.words_hint')}
        value={spec?.when.words.join(', ')}
        {...given}
      />
      <Field name="without" label={w.t('rules.without')} value={spec?.when.without.join(', ')} {...given} />
      <Choices
        name="channels[]"
        label={w.t('rules.channels')}
        many
        chosen={ids(
          'channels[]',
          spec?.channels.map(one => one.channel),
        )}
        options={names.channels.map(one => ({ value: String(one.id), text: one.name }))}
        errors={errors}
      />
      <Choices
        name="mode"
        label={w.t('rules.mode')}
        chosen={[values?.mode ?? spec?.mode ?? 'held']}
        options={(['held', 'automatic'] as const).map(mode => ({
          value: mode,
          text: w.t(`rules.mode_${mode}`),
          note: w.t(`rules.mode_${mode}_note`),
        }))}
        errors={errors}
      />
      <Field
        name="delay"
        label={w.t('rules.delay_field')}
        inputmode="numeric"
        width="short"
        value={String(spec?.delayMinutes ?? 0)}
        {...given}
      />
      <Field
        name="filmWait"
        label={w.t('rules.film_wait_field')}
        hint={w.t('rules.film_wait_hint')}
        inputmode="numeric"
        width="short"
        value={String(spec?.filmWaitMinutes ?? 30)}
        {...given}
      />
      <div class="lt-row">
        <Field
          name="from"
          label={w.t('rules.quiet_from')}
          width="short"
          placeholder="21:00"
          value={spec?.quiet?.from}
          {...given}
        />
        <Field
          name="until"
          label={w.t('rules.quiet_until')}
          width="short"
          placeholder="07:00"
          value={spec?.quiet?.until}
          {...given}
        />
      </div>
      <p class="lt-hint">{w.t('rules.quiet_hint')}</p>
      <Field
        name="perDay"
        label={w.t('rules.per_day_field')}
        hint={w.t('rules.per_day_hint')}
        inputmode="numeric"
        width="short"
        value={spec?.channels[0]?.perDay ? String(spec.channels[0].perDay) : ''}
        {...given}
      />
      <Button text={w.t('rules.write')} look="primary" />
    </ActForm>
  )
}

export const TriedRule: FC<{ w: Words; tried: TriedOut; names: Names }> = ({ w, tried, names }) => {
  const { items, against } = tried
  const count = (is: Tried['is']) => items.filter(item => item.is === is).length
  if (!items.length) return <Empty text={w.t('rules.tried_none')} />
  return (
    <>
      <p class="lt-sentence">
        {w.t('rules.tried', { goes: count('goes'), waits: count('waits'), out: count('excluded') })}
      </p>
      {against ? <p>{w.t('rules.tried_against', against)}</p> : null}
      <div class="lt-table-box">
        <Table caption={w.t('rules.try')} columns={[w.t('posts.col_state'), w.t('posts.col_post')]}>
          {items.map(item => (
            <tr>
              <Cell>
                <ResultTag w={w} item={item} />
              </Cell>
              <Cell>
                <span class="lt-title">{item.title}</span>
                {item.is === 'excluded' ? <span class="lt-meta">{decidedBy(w, item, names)}</span> : null}
              </Cell>
            </tr>
          ))}
        </Table>
      </div>
    </>
  )
}

const ResultTag: FC<{ w: Words; item: Tried }> = ({ w, item }) =>
  item.is === 'goes' ? (
    <Tag look="done" text={w.t('rules.result_goes')} />
  ) : item.is === 'waits' ? (
    <Tag look="waiting" text={w.t(`rules.result_${item.because}`)} />
  ) : (
    <Tag look="cancelled" text={w.t('rules.result_excluded')} />
  )
