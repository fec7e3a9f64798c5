import type { FC } from 'hono/jsx'
import { z } from 'zod'
import type { AnyNetwork, Problem } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import { ActForm, Button, Choices, ErrorBanner, type Errors, Field, Select, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'
import { Card } from './card.tsx'
import type { Choice } from './connect.ts'
import type { ChannelCard } from './queries.ts'

export interface Said {
  kind: 'success' | 'warning' | 'danger'
  text: string
  title?: string
}

const Told: FC<{ said?: Said }> = ({ said }) =>
  said ? (
    <Notice kind={said.kind} title={said.title}>
      <p>{said.text}</p>
    </Notice>
  ) : null

export const Channels: FC<{
  w: Words
  now: Date
  channels: readonly ChannelCard[]
  networkOf(id: string): AnyNetwork | undefined
  mayConnect: boolean
  said?: Said
}> = ({ w, now, channels, networkOf, mayConnect, said }) => (
  <>
    <Told said={said} />
    {channels.length ? (
      <ul class="lt-cards">
        {channels.map(channel => (
          <Card w={w} now={now} channel={channel} network={networkOf(channel.network)} mayConnect={mayConnect} />
        ))}
      </ul>
    ) : (
      <Empty text={w.t('channels.none')} why={w.t('channels.none_why')}>
        {mayConnect ? (
          <a class="btn btn-primary" href="/channels/new">
            {w.t('channels.connect')}
          </a>
        ) : (
          <p>{w.t('channels.hint_admin')}</p>
        )}
      </Empty>
    )}
  </>
)

export interface ConnectProps {
  w: Words
  /** Those there are; one where the channel is known. */
  networks: readonly AnyNetwork[]
  /** The one to connect to now: what is asked for differs. */
  network: AnyNetwork
  units: readonly { id: number; name: string }[]
  /** A channel that is connected again: network and unit are settled. */
  known?: { id: number; name: string; account: string; network: string }
  said?: Said
  errors?: Errors
  values?: Values
}

export const Connect: FC<ConnectProps> = p => {
  const { w, networks, network, known } = p
  return (
    <>
      <ErrorBanner w={w} errors={p.errors} />
      <Told said={p.said} />
      {networks.length > 1 ? (
        <nav class="lt-tabs" aria-label={w.t('channels.network')}>
          {networks.map(({ about }) => (
            <a
              href={`/channels/new?network=${about.id}`}
              aria-current={about.id === network.about.id ? 'page' : undefined}
            >
              {about.name}
            </a>
          ))}
        </nav>
      ) : null}
      {known ? <p>{w.t('channels.again_only', { name: known.name, account: known.account })}</p> : null}
      <div class="lt-two">
        <section class="lt-section" aria-labelledby="consent">
          <h2 id="consent">{w.t('channels.consent')}</h2>
          <p>{w.t('channels.consent_how')}</p>
          <ActForm action="/channels/consent" class="lt-box">
            <Where {...p} form="consent" />
            <Button text={w.t('channels.consent')} look="primary" />
          </ActForm>
        </section>
        <section class="lt-section" aria-labelledby="hand">
          <h2 id="hand">{w.t('channels.by_hand')}</h2>
          <p>{w.t('channels.by_hand_how')}</p>
          <ActForm action="/channels/hand" class="lt-box">
            <Where {...p} form="hand" />
            {secretsOf([network]).map(name => (
              <Field
                name={`cred.${name}`}
                label={name in secretWords ? w.t(secretWords[name as keyof typeof secretWords]) : name}
                type="password"
                autocomplete="off"
                errors={p.errors}
              />
            ))}
            {known ? null : (
              <Field
                name="account"
                label={w.t('channels.account_id')}
                hint={w.t('channels.account_id_hint')}
                optional={w.t('channels.optional')}
                inputmode="numeric"
                errors={p.errors}
                values={p.values}
              />
            )}
            <Button text={w.t('channels.by_hand_connect')} />
          </ActForm>
        </section>
      </div>
    </>
  )
}

/** What the fields of a credential are called on the screens of networks. */
const secretWords = {
  token: 'channels.token',
  access: 'channels.secret_access',
  refresh: 'channels.secret_refresh',
} as const

const Where: FC<ConnectProps & { form: string }> = ({ w, network, units, known, form, errors, values }) =>
  known ? (
    <>
      <input type="hidden" name="channel" value={String(known.id)} />
      <input type="hidden" name="network" value={known.network} />
    </>
  ) : (
    <>
      <input type="hidden" name="network" value={network.about.id} />
      <Select
        id={`f-${form}-unit`}
        name="unit"
        label={w.t('channels.belongs')}
        empty={units.length === 1 ? undefined : w.t('channels.choose')}
        options={units.map(unit => ({ value: String(unit.id), text: unit.name }))}
        errors={errors}
        values={values}
      />
    </>
  )

/** The text fields of the credentials that these networks take, as their own shapes name them. */
export function secretsOf(networks: readonly AnyNetwork[]): string[] {
  const names = networks.flatMap(({ shape }) => {
    const { properties } = z.toJSONSchema(shape.cred, { unrepresentable: 'any', io: 'input' })
    return Object.entries(properties ?? {}).flatMap(([name, field]) =>
      typeof field === 'object' && field.type === 'string' ? [name] : [],
    )
  })
  return [...new Set(names)]
}

export const Leave: FC<{ w: Words; name: string; to: string }> = ({ w, name, to }) => (
  <>
    <p>{w.t('channels.leave_how', { name })}</p>
    <div class="lt-actions">
      <a class="btn btn-primary" href={to}>
        {w.t('channels.leave', { name })}
      </a>
      <a class="btn" href="/channels">
        {w.t('channels.cancel')}
      </a>
    </div>
  </>
)

export const Pick: FC<{
  w: Words
  state: string
  accounts: readonly Choice[]
  network: AnyNetwork | undefined
  errors?: Errors
}> = ({ w, state, accounts, network, errors }) => (
  <>
    <ErrorBanner w={w} errors={errors} />
    <p>{w.t('channels.pick_why')}</p>
    <ActForm action="/channels/choice" class="lt-box">
      <input type="hidden" name="state" value={state} />
      <Choices
        name="account"
        label={w.t('channels.pick')}
        options={accounts.map(account => ({
          value: account.id,
          text: account.name,
          note: [
            w.t('channels.number', { id: account.id }),
            ...account.warnings.map(warning => w.say(warning, network)),
          ].join(' · '),
        }))}
        chosen={accounts.length === 1 && accounts[0] ? [accounts[0].id] : []}
        errors={errors}
      />
      <div class="lt-actions">
        <Button text={w.t('channels.pick_one')} look="primary" />
        <a class="btn" href="/channels">
          {w.t('channels.cancel')}
        </a>
      </div>
    </ActForm>
  </>
)

export const Refused: FC<{ w: Words; text: string; why?: Problem }> = ({ w, text, why }) => (
  <>
    <Notice kind="danger" title={w.t('channels.refused')}>
      <p>{text}</p>
      {why?.trace ? <p class="lt-meta">{why.trace}</p> : null}
    </Notice>
    <div class="lt-actions">
      <a class="btn btn-primary" href="/channels/new">
        {w.t('channels.again')}
      </a>
      <a class="btn" href="/channels">
        {w.t('channels.title')}
      </a>
    </div>
  </>
)
