import type { FC } from 'hono/jsx'
import { Empty } from '../ui/empty.tsx'
import {
  ActButton,
  ActForm,
  Button,
  Choices,
  ErrorBanner,
  type Errors,
  Field,
  Select,
  type Values,
} from '../ui/form.tsx'
import { type Look, Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { PlainKey, Words } from '../words/index.ts'
import { inForce, type RuleWithVersions, type Tried, type Version, waiting } from './rule.ts'
import { kinds, type Spec } from './spec.ts'
import type { TriedOut } from './try.ts'

export interface Named {
  id: number
  name: string
}

/** Names for the ids a rule holds. */
export interface Names {
  units: readonly Named[]
  sources: readonly Named[]
  channels: readonly Named[]
}

export interface RulesProps {
  w: Words
  now: Date
  me: number
  rules: readonly RuleWithVersions[]
  names: Names
  mayWrite: boolean
  mayApprove: boolean
}

export const Rules: FC<RulesProps> = p =>
  p.rules.length ? (
    <ol class="lt-list lt-box">
      {p.rules.map(rule => (
        <li>
          <Rule {...p} rule={rule} />
        </li>
      ))}
    </ol>
  ) : (
    <Empty text={p.w.t('rules.empty')} why={p.w.t('rules.empty_why')}>
      {p.mayWrite ? (
        <a class="btn btn-primary" href="/rules/new">
          {p.w.t('rules.add')}
        </a>
      ) : null}
    </Empty>
  )

const Rule: FC<RulesProps & { rule: RuleWithVersions }> = ({ w, now, me, names, mayWrite, mayApprove, rule }) => {
  const force = inForce(rule)
  const written = waiting(rule)
  const state: { look: Look; key: PlainKey } = rule.endedAt
    ? { look: 'cancelled', key: 'rules.ended' }
    : force
      ? { look: 'done', key: 'rules.in_force' }
      : { look: 'waiting', key: 'rules.not_yet' }
  return (
    <>
      <div class="lt-list-head">
        <Tag look={state.look} text={w.t(state.key)} />
        {written && !rule.endedAt ? <Tag look="waiting" text={w.t('rules.waiting')} /> : null}
        <span class="lt-meta">
          {rule.unit.name} · {w.t('rules.place', { n: rule.place })}
        </span>
      </div>
      <h2>{rule.name}</h2>
      {force ? <Stated w={w} now={now} names={names} version={force} /> : null}
      {written ? (
        <>
          <Stated w={w} now={now} names={names} version={written} />
          {written.writtenBy.id === me ? (
            <p class="lt-meta">{w.t('rules.own')}</p>
          ) : mayApprove ? (
            <ActButton
              action={`/rules/${rule.id}/approval`}
              text={w.t('rules.approve')}
              look="primary"
              describe={rule.name}
              facts={{ version: written.version, seen: written.digest }}
            />
          ) : null}
        </>
      ) : null}
      {rule.endedAt ? null : (
        <div class="lt-actions">
          <a class="btn" href={`/rules/${rule.id}/try`}>
            {w.t('rules.try')}
          </a>
          {mayWrite ? (
            <a class="btn" href={`/rules/${rule.id}`}>
              {w.t('rules.edit')}
            </a>
          ) : null}
          {mayWrite || mayApprove ? (
            <details>
              <summary>{w.t('rules.end')}</summary>
              <p>{w.t('rules.end_hint')}</p>
              <ActButton action={`/rules/${rule.id}/end`} text={w.t('rules.end')} look="danger" describe={rule.name} />
            </details>
          ) : null}
        </div>
      )}
    </>
  )
}

/** A rule reads as a sentence; an empty slot asks for nothing and is not said. */
const Stated: FC<{ w: Words; now: Date; names: Names; version: Version }> = ({ w, now, names, version }) => {
  const { spec } = version
  return (
    <div>
      <p>{sentenceOf(w, spec, names)}</p>
      <p class="lt-meta">
        {spec.delayMinutes ? `${w.t('rules.delay', { n: spec.delayMinutes })} ` : null}
        {spec.quiet ? `${w.t('rules.quiet', spec.quiet as { from: string; until: string })} ` : null}
        {spec.channels[0]?.perDay ? `${w.t('rules.per_day', { n: spec.channels[0].perDay })} ` : null}
        {w.t('rules.version', {
          n: version.version,
          person: version.writtenBy.name,
          time: w.moment(version.writtenAt, now),
        })}{' '}
        {version.approvedBy && version.approvedAt
          ? w.t('rules.approved_by', { person: version.approvedBy.name, time: w.moment(version.approvedAt, now) })
          : null}
      </p>
    </div>
  )
}

export function sentenceOf(w: Words, spec: Spec, names: Names): string {
  const called = (list: readonly Named[], ids: readonly number[]) =>
    ids.map(id => list.find(one => one.id === id)?.name ?? `#${id}`).join(', ')
  const { when } = spec
  const parts = [
    when.units.length ? w.t('rules.when_units', { names: called(names.units, when.units) }) : '',
    when.sources.length ? w.t('rules.when_sources', { names: called(names.sources, when.sources) }) : '',
    when.sections.length ? w.t('rules.when_sections', { names: when.sections.join(', ') }) : '',
    when.kinds.length
      ? w.t('rules.when_kinds', { names: when.kinds.map(kind => w.t(`rules.kind_${kind}`)).join(', ') })
      : '',
    when.words.length ? w.t('rules.when_words', { names: when.words.join(', ') }) : '',
    when.without.length ? w.t('rules.when_without', { names: when.without.join(', ') }) : '',
  ].filter(Boolean)
  const slots = {
    channels: called(
      names.channels,
      spec.channels.map(one => one.channel),
    ),
    mode: w.t(`rules.mode_${spec.mode}`),
  }
  return parts.length
    ? w.t('rules.sentence_where', { ...slots, when: parts.join('; ') })
    : w.t('rules.sentence', { ...slots, when: w.t('rules.when_any') })
}

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

export const TriedRule: FC<{ w: Words; tried: TriedOut }> = ({ w, tried }) => {
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
                {item.is === 'excluded' ? (
                  <span class="lt-meta">
                    {w.t('rules.decided_by', { slot: w.t(`rules.slot_${item.slot}`), value: item.by })}
                  </span>
                ) : null}
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
