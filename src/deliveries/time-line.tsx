import type { FC } from 'hono/jsx'
import { problemShape } from '../ports/content.ts'
import type { AnyNetwork, Problem } from '../ports/network.ts'
import type { Key, Words } from '../words/index.ts'
import type { Step } from './detail.tsx'

export const TimeLine: FC<{ w: Words; network: AnyNetwork | undefined; steps: readonly Step[]; now: Date }> = ({
  w,
  network,
  steps,
  now,
}) => {
  if (!steps.length) return <p>{w.t('deliveries.history_none')}</p>
  const attempts = Map.groupBy(steps, step => step.number)
  return (
    <ol class="lt-time-line">
      {[...attempts].map(([number, answers]) => (
        <li>
          <h3>
            {w.t('deliveries.attempt', { n: number })}
            {answers[0] ? <span class="lt-meta"> · {w.moment(answers[0].began_at, now)}</span> : null}
          </h3>
          {answers.map(answer => (
            <Answer w={w} network={network} answer={answer} />
          ))}
        </li>
      ))}
    </ol>
  )
}

const Answer: FC<{ w: Words; network: AnyNetwork | undefined; answer: Step }> = ({ w, network, answer }) => {
  if (!answer.step || !answer.is || !answer.at) return <p>{w.t('deliveries.attempt_open')}</p>
  const why = answer.why ? problemShape.parse(answer.why) : undefined
  return (
    <>
      <p>
        <span class="lt-meta">
          {w.seconds(answer.at)} · {w.t(`deliveries.step_${answer.step}`)}
          {answer.took_ms === null
            ? null
            : ` · ${w.t('deliveries.took', { duration: w.number(answer.took_ms / 1000) })}`}
        </span>
        <br />
        {answerWords(w, answer.is)} {why ? w.say(why, network) : null}
      </p>
      {why || answer.remote ? <Technical w={w} why={why} remote={answer.remote} /> : null}
    </>
  )
}

const Technical: FC<{ w: Words; why?: Problem; remote: string | null }> = ({ w, why, remote }) => (
  <details>
    <summary>{w.t('common.technical')}</summary>
    <dl class="lt-dl">
      {facts(w, why, remote).map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </>
      ))}
    </dl>
  </details>
)

const facts = (w: Words, why: Problem | undefined, remote: string | null): [string, string][] =>
  (
    [
      [w.t('deliveries.code'), why?.code],
      [w.t('deliveries.http_status'), why?.status?.toString()],
      [w.t('deliveries.trace'), why?.trace],
      [w.t('deliveries.detail'), why?.detail],
      [w.t('deliveries.remote'), remote ?? undefined],
    ] as const
  ).flatMap(([name, value]) => (value ? [[name, value]] : []))

const known = new Set([
  'live',
  'accepted',
  'unsent',
  'refused',
  'reconnect',
  'unknown',
  'absent',
  'unfinished',
  'pending',
  'unproved',
  'later',
  'send_again',
  'give_up',
  'discarded',
  'retry',
  'cancel',
  'confirmed',
])

/** Names of answers come from the ledger as text; one it does not know yet is shown by name, not hidden. */
const answerWords = (w: Words, is: string): string =>
  known.has(is)
    ? (w.t as (key: Key) => string)(`deliveries.answer_${is}` as Key)
    : w.t('deliveries.answer_other', { is })
