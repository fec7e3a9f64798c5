import type { FC } from 'hono/jsx'
import { Empty } from '../ui/empty.tsx'
import { ActButton } from '../ui/form.tsx'
import { type Look, Tag } from '../ui/state.tsx'
import type { PlainKey, Words } from '../words/index.ts'
import { inForce, type RuleWithVersions, type Version, waiting } from './rule.ts'
import type { Spec } from './spec.ts'

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
