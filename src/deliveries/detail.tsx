import type { FC } from 'hono/jsx'
import { never } from '../kit/never.ts'
import type { AnyNetwork, Issue } from '../ports/network.ts'
import { type Errors, TextArea, type Values } from '../ui/form.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Preview } from '../ui/preview.tsx'
import { Rich } from '../ui/rich.tsx'
import { Mark, Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import { Decision, Resend } from './decision.tsx'
import { BoardAction } from './pages.tsx'
import type { findOnBoard } from './queries/board.ts'
import type { Completion } from './queries/completion.ts'
import type { attemptsOf } from './queries/find.ts'
import type { resendAsked } from './queries/resend.ts'
import { tell } from './sentence.ts'
import { TimeLine } from './time-line.tsx'

type Found = NonNullable<Awaited<ReturnType<typeof findOnBoard>>>
export type Step = Awaited<ReturnType<typeof attemptsOf>>[number]

export interface DetailProps {
  w: Words
  now: Date
  row: Found
  network: AnyNetwork | undefined
  steps: readonly Step[]
  /** Of the text that goes out. */
  remarks: readonly Issue[]
  /** What could not be set beside the live copy at once. */
  completion: Completion | undefined
  /** May cancel, confirm and give up. */
  mayAct: boolean
  /** May let it be sent again: the second pair of eyes. */
  maySign: boolean
  /** Who asked for it to be sent again, and waits for a second person. */
  resend: Awaited<ReturnType<typeof resendAsked>>
  me: number
  notice?: { kind: 'success' | 'warning' | 'danger'; text: string }
  errors?: Errors
  values?: Values
}

export const Detail: FC<DetailProps> = p => {
  const { w, row, network, now } = p
  const told = tell(w, row, network, now)
  const name = network?.about.name ?? row.network
  return (
    <>
      {p.notice ? (
        <Notice kind={p.notice.kind}>
          <p>{p.notice.text}</p>
        </Notice>
      ) : null}
      <div class="lt-wide-narrow">
        <div>
          <section class="lt-card">
            <p class="lt-list-head">
              <Tag look={told.look} text={w.t(told.tag)} />
              <Mark letter={network?.about.traits.letter ?? '?'} name={row.channel} />
            </p>
            <h2 class="lt-title">{row.title}</h2>
            <p class="lt-sentence">
              <Rich text={told.sentence} />
            </p>
            {p.completion ? <p>{completing(w, p.completion, network, now)}</p> : null}
            {row.stop_asked_at ? (
              <p>{w.t('deliveries.say_stop_asked', { time: w.moment(row.stop_asked_at, now) })}</p>
            ) : null}
            <p class="lt-actions">
              <BoardAction w={w} row={{ ...row, lane: 'all' }} network={name} mayLift={p.maySign} />
              <a href={`/posts/${row.post_id}`}>{w.t('deliveries.to_post')}</a>
            </p>
          </section>
          <Awaited w={w} row={row} network={network} />
          <Acts {...p} network={network} name={name} />
          <section class="lt-card" aria-labelledby="history">
            <h2 id="history">{w.t('deliveries.history')}</h2>
            <TimeLine w={w} network={network} steps={p.steps} now={now} />
          </section>
        </div>
        <section aria-labelledby="content">
          <h2 id="content">{w.t('deliveries.content')}</h2>
          <Preview w={w} channel={row.channel} network={network} content={row.content} at={row.due_at} />
          {p.remarks.map(remark => (
            <p>{w.say(remark, network)}</p>
          ))}
          <p class="lt-meta">
            {row.approver && row.approvedAt
              ? w.t('deliveries.approved_by', { person: row.approver, time: w.moment(row.approvedAt, now) })
              : null}
          </p>
          <p class="lt-meta">{w.t('deliveries.digest', { digest: row.digest.slice(0, 16) })}</p>
        </section>
      </div>
    </>
  )
}

function completing(w: Words, completion: Completion, network: AnyNetwork | undefined, now: Date): string {
  const { state, tries, dueAt, changedAt, why } = completion
  const reason = w.say(why, network)
  switch (state) {
    case 'open':
      return w.t('deliveries.say_completing', { reason, time: w.moment(dueAt, now) })
    case 'given_up':
      return w.t('deliveries.say_incomplete', { reason, n: tries, network: network?.about.name ?? '' })
    case 'done':
      return w.t('deliveries.say_completed', { time: w.moment(changedAt, now) })
    default:
      return never(state)
  }
}

/** What the person it waits for has to do there, as the network's own words tell it, and the text to bring along. */
const Awaited: FC<{ w: Words; row: Found; network: AnyNetwork | undefined }> = ({ w, row, network }) => {
  if (row.state !== 'settling' || row.awaits !== 'person') return null
  const steps = network?.about.words[w.language][`steps.${row.content.form}`]?.split('\n') ?? []
  return (
    <section class="lt-card" aria-labelledby="awaited">
      <h2 id="awaited">{w.t('deliveries.awaited')}</h2>
      {steps.length ? (
        <ol>
          {steps.map(step => (
            <li>{step}</li>
          ))}
        </ol>
      ) : null}
      {row.content.text ? (
        <TextArea
          name="awaited-text"
          label={w.t('deliveries.awaited_text')}
          rows={6}
          value={row.content.text}
          readonly
        />
      ) : null}
    </section>
  )
}

/** Only what is safe in this state. While it may be live and nobody was asked, there is nothing to press. */
const Acts: FC<DetailProps & { name: string }> = p => {
  const { w, now, row, name, mayAct, maySign, resend, me, errors, values } = p
  if (!mayAct) return null
  const path = `/deliveries/${row.id}`
  const awaited = row.state === 'settling' && row.awaits === 'person'
  const asked = (row.state === 'unknown' || row.state === 'settling') && row.ask_at !== null
  const open = ['queued', 'publishing', 'settling', 'unknown', 'failed'].includes(row.state)
  if (!open) return null
  return (
    <section class="lt-card" aria-labelledby="actions">
      <h2 id="actions">{w.t('deliveries.actions')}</h2>
      {asked || awaited ? (
        <>
          <Decision
            w={w}
            action={`${path}/confirmation`}
            title={w.t('deliveries.confirm')}
            hint={w.t('deliveries.confirm_hint', { network: name })}
            field="address"
            label={w.t('deliveries.confirm_label')}
            errors={errors}
            values={values}
            open
          />
          {awaited ? (
            <Decision
              w={w}
              action={`${path}/discard`}
              title={w.t('deliveries.discard')}
              hint={w.t('deliveries.discard_hint', { network: name })}
              errors={errors}
              values={values}
            />
          ) : null}
        </>
      ) : null}
      {asked ? <Resend w={w} {...{ path, now, name, resend, me, maySign, errors, values }} /> : null}
      {asked && maySign ? (
        <Decision
          w={w}
          action={`${path}/surrender`}
          title={w.t('deliveries.give_up')}
          errors={errors}
          values={values}
        />
      ) : null}
      {row.state === 'failed' && maySign ? (
        <Decision
          w={w}
          action={`${path}/retry`}
          title={w.t('deliveries.retry')}
          hint={w.t('deliveries.retry_hint')}
          errors={errors}
          values={values}
        />
      ) : null}
      {row.stop_asked_at ? null : (
        <Decision
          w={w}
          action={`${path}/cancellation`}
          title={w.t('deliveries.cancel')}
          hint={w.t('deliveries.cancel_hint')}
          errors={errors}
          values={values}
          danger
        />
      )}
    </section>
  )
}

export const BackToBoard: FC<{ w: Words }> = ({ w }) => (
  <a href="/deliveries">
    <Icon name="back" /> {w.t('deliveries.back')}
  </a>
)
