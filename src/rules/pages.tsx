import type { FC } from 'hono/jsx'
import { Empty } from '../ui/empty.tsx'
import { ActButton } from '../ui/form.tsx'
import { type Look, Tag } from '../ui/state.tsx'
import type { PlainKey, Words } from '../words/index.ts'
import { inForce, type RuleWithVersions, type Version, waiting } from './rule.ts'
import { conditionsOf, type Names, sentenceOf } from './sentence.ts'

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

const Stated: FC<{ w: Words; now: Date; names: Names; version: Version }> = ({ w, now, names, version }) => {
  const { spec } = version
  return (
    <div>
      <p>{sentenceOf(w, spec, names)}</p>
      <p class="lt-meta">
        {conditionsOf(w, spec, names).map(one => `${one} `)}
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
