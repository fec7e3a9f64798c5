import type { FC } from 'hono/jsx'
import type { Announce, AnyNetwork, Audience } from '../ports/network.ts'
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
import { Notice } from '../ui/notice.tsx'
import { Rich } from '../ui/rich.tsx'
import { type Look, Mark, Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import type { Announcement, Item, State } from './announcement.ts'

const looks: Readonly<Record<State, Look>> = {
  draft: 'waiting',
  approved: 'waiting',
  sending: 'running',
  sent: 'done',
  refused: 'failed',
  unknown: 'person',
  dropped: 'cancelled',
}

export interface ListProps {
  w: Words
  now: Date
  me: number
  announcements: readonly Announcement[]
  networkOf(id: string): AnyNetwork | undefined
  mayApprove: boolean
  maySettle: boolean
  notice?: { kind: 'success' | 'warning'; text: string }
  errors?: Errors
}

export const Announcements: FC<ListProps> = p => (
  <>
    <ErrorBanner w={p.w} errors={p.errors} />
    {p.notice ? (
      <Notice kind={p.notice.kind}>
        <p>{p.notice.text}</p>
      </Notice>
    ) : null}
    {p.announcements.length ? (
      <ul class="lt-cards">
        {p.announcements.map(announcement => (
          <Card {...p} announcement={announcement} />
        ))}
      </ul>
    ) : (
      <Empty text={p.w.t('announcements.none')} why={p.w.t('announcements.none_why')} />
    )}
  </>
)

const Card: FC<ListProps & { announcement: Announcement }> = p => {
  const { w, now, announcement: one } = p
  const network = p.networkOf(one.channel.network)
  return (
    <li class="lt-box">
      <p>
        <Mark letter={network?.about.traits.letter ?? '·'} name={one.channel.name} />
      </p>
      <p>
        <Tag look={looks[one.state]} text={w.t(`announcements.state_${one.state}`)} />{' '}
        {w.t('announcements.due', { time: w.moment(one.dueAt, now) })}
      </p>
      <ol>
        {one.items.map(item => (
          <li>{item.url ? <a href={item.url}>{item.title}</a> : item.title}</li>
        ))}
      </ol>
      <p>{spoken(w, network, one.audience)}</p>
      {one.why ? <p>{w.say(one.why, network)}</p> : null}
      <p class="lt-meta">
        {w.t('announcements.by', { person: one.writtenBy.name })}{' '}
        {one.approvedBy ? w.t('announcements.approved_by', { person: one.approvedBy.name }) : null}
      </p>
      <Acts {...p} />
    </li>
  )
}

/** What can be done with it now, and by whom. */
const Acts: FC<ListProps & { announcement: Announcement }> = ({ w, me, mayApprove, maySettle, announcement: one }) => {
  const at = `/announcements/${one.id}`
  if (one.state === 'unknown')
    return (
      <>
        <p>
          <Rich text={w.t('announcements.unknown_how')} />
        </p>
        {maySettle ? (
          <ActForm action={`${at}/settlement`}>
            <Field id={`f-reason-${one.id}`} name="reason" label={w.t('announcements.reason')} />
            <div class="lt-actions">
              <Button text={w.t('announcements.said_sent')} name="what" value="sent" />
              <Button text={w.t('announcements.said_not_sent')} name="what" value="not_sent" />
            </div>
          </ActForm>
        ) : null}
      </>
    )
  if (one.state !== 'draft' && one.state !== 'approved') return null
  const own = one.writtenBy.id === me
  return (
    <>
      {one.state === 'draft' ? (
        <p>{own ? w.t('announcements.own') : <Rich text={w.t('announcements.warning')} />}</p>
      ) : null}
      <div class="lt-actions">
        {one.state === 'draft' && mayApprove && !own ? (
          <ActButton
            action={`${at}/approval`}
            text={w.t('announcements.approve')}
            look="primary"
            facts={{ seen: one.digest }}
            describe={one.channel.name}
          />
        ) : null}
        <ActButton action={`${at}/drop`} text={w.t('announcements.drop')} describe={one.channel.name} />
      </div>
    </>
  )
}

const word = (w: Words, network: AnyNetwork | undefined, key: string): string =>
  network?.about.words[w.language][key] ?? key

function spoken(w: Words, network: AnyNetwork | undefined, audience: Audience): string {
  const parts = Object.entries(audience).map(([field, values]) => {
    const named = values.map(value => word(w, network, `audience.${field}.${value}`))
    return `${word(w, network, `audience.${field}`)}: ${named.join(', ')}`
  })
  return parts.length ? parts.join(' · ') : w.t('announcements.everybody')
}

export interface ComposeProps {
  w: Words
  network: AnyNetwork
  rules: Announce
  channel: { id: number; name: string }
  channels: readonly { id: number; name: string }[]
  live: readonly Item[]
  sentThisMonth: number
  errors?: Errors
  values?: Values
  chosen?: ReadonlySet<string>
}

export const Compose: FC<ComposeProps> = p => {
  const { w, rules, channel, errors, values } = p
  if (!p.live.length)
    return (
      <>
        <Others {...p} />
        <Empty text={w.t('announcements.nothing_live')} />
      </>
    )
  return (
    <>
      <ErrorBanner w={w} errors={errors} />
      <Others {...p} />
      <ActForm action="/announcements" class="lt-box">
        <input type="hidden" name="channel" value={String(channel.id)} />
        <p>
          <Mark letter={p.network.about.traits.letter} name={channel.name} />
        </p>
        <p>
          <Rich text={w.t('announcements.warning')} />
        </p>
        <p class="lt-hint">{w.t('announcements.month', { n: p.sentThisMonth })}</p>
        <fieldset class="lt-field" id="f-delivery">
          <legend class="form-label">{w.t('announcements.articles')}</legend>
          <p class="lt-hint">{w.t('announcements.articles_hint', { most: rules.most })}</p>
          {p.live.map((item, at) => (
            <Article {...p} item={item} at={at} />
          ))}
        </fieldset>
        <h2 class="lt-title">{w.t('announcements.audience')}</h2>
        <p class="lt-hint">{w.t('announcements.audience_hint')}</p>
        {rules.audience.map(({ field, values: offered }) => (
          <Choices
            name={`to.${field}[]`}
            label={word(w, p.network, `audience.${field}`)}
            options={offered.map(value => ({ value, text: word(w, p.network, `audience.${field}.${value}`) }))}
            chosen={values?.[`to.${field}[]`]?.split('\n') ?? []}
            many
            errors={errors}
          />
        ))}
        <div class="lt-row">
          <Field
            name="day"
            label={w.t('announcements.day')}
            width="short"
            placeholder="23/11/2026"
            errors={errors}
            values={values}
          />
          <Field
            name="time"
            label={w.t('announcements.time')}
            hint={w.t('announcements.hours', rules.hours)}
            width="short"
            placeholder="08:00"
            errors={errors}
            values={values}
          />
        </div>
        <Button text={w.t('announcements.write')} look="primary" />
      </ActForm>
    </>
  )
}

const Article: FC<ComposeProps & { item: Item; at: number }> = ({ w, item, at, chosen, values }) => (
  <div class="lt-ordered">
    <input
      class="form-control lt-short"
      id={`f-place-${item.delivery}`}
      name={`place.${item.delivery}`}
      aria-label={w.t('announcements.place_of', { title: item.title })}
      inputmode="numeric"
      autocomplete="off"
      value={values?.[`place.${item.delivery}`] ?? String(at + 1)}
    />
    <label class="form-check" for={`f-delivery-${item.delivery}`}>
      <input
        class="form-check-input"
        id={`f-delivery-${item.delivery}`}
        type="checkbox"
        name="delivery[]"
        value={String(item.delivery)}
        checked={chosen?.has(String(item.delivery))}
      />
      <span class="form-check-label">{item.title}</span>
    </label>
  </div>
)

/** Another channel is another page: what can be chosen differs. */
const Others: FC<ComposeProps> = ({ w, channels, channel }) =>
  channels.length > 1 ? (
    <form method="get" action="/announcements/new" class="lt-row">
      <Select
        name="channel"
        label={w.t('announcements.channel')}
        value={String(channel.id)}
        options={channels.map(one => ({ value: String(one.id), text: one.name }))}
      />
      <Button text={w.t('announcements.choose')} />
    </form>
  ) : null
