import type { FC } from 'hono/jsx'
import type { Field as Drawn } from '../ports/fields.ts'
import type { AnyNetwork, Settings } from '../ports/network.ts'
import { ActForm, Button, ErrorBanner, type Errors, Field, Select, TextArea, type Values } from '../ui/form.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Mark } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'
import { hintOf, inputOf, nameOf, shownValue, textOf, valueName } from './settings-form.ts'

export interface SettingsProps {
  w: Words
  channel: { id: number; account: string }
  network: AnyNetwork
  fields: readonly Drawn[]
  /** What holds now. */
  now: Settings
  /** Which state of the settings that is. */
  version: string
  /** Approved with them, and waiting. */
  queued: number
  /** Stored settings that the network's shape no longer takes. */
  unfit?: boolean
  /** Another person saved while this form was filled: the fields where they and the form differ. */
  differs?: readonly Drawn[]
  errors?: Errors
  /** As submitted: an unticked box is not among them. */
  values?: Values
}

export const SettingsPage: FC<SettingsProps> = p => {
  const { w, network, channel, fields, differs } = p
  const left = fields.filter(field => field.is === 'other')
  return (
    <>
      <ErrorBanner w={w} errors={p.errors} />
      <p>
        <Mark letter={network.about.traits.letter} name={network.about.name} />
      </p>
      {differs ? (
        <Notice kind="danger" title={w.t('channels.settings_changed')}>
          <p>{w.t(differs.length ? 'channels.settings_changed_how' : 'channels.settings_changed_alike')}</p>
          {differs.length ? (
            <ul>
              {differs.map(field => (
                <li>
                  {w.t('channels.setting_is', {
                    name: nameOf(w, network, field.name),
                    value: shownValue(w, network, field, p.now[field.name]),
                  })}
                </li>
              ))}
            </ul>
          ) : null}
        </Notice>
      ) : null}
      {p.unfit ? (
        <Notice kind="warning">
          <p>{w.t('channels.settings_unfit')}</p>
        </Notice>
      ) : null}
      {p.queued ? (
        <Notice kind="warning" title={w.t('channels.settings_queued', { n: p.queued })}>
          <p>{w.t('channels.settings_queued_how')}</p>
          <p>
            <a href="/approvals/again">{w.t('again.title')}</a>
          </p>
        </Notice>
      ) : (
        <p>{w.t('channels.settings_none_queued')}</p>
      )}
      {fields.length ? (
        <ActForm action={`/channels/${channel.id}/settings`} class="lt-box">
          <input type="hidden" name="seen" value={p.version} />
          {fields.map(field => (
            <Setting {...p} field={field} />
          ))}
          {left.length ? (
            <p class="lt-hint">
              {w.t('channels.settings_left', { names: left.map(({ name }) => nameOf(w, network, name)).join(', ') })}
            </p>
          ) : null}
          <div class="lt-actions">
            <Button text={w.t('channels.settings_save')} look="primary" />
            <a class="btn" href="/channels">
              {w.t('channels.cancel')}
            </a>
          </div>
        </ActForm>
      ) : (
        <p>{w.t('channels.settings_no_fields')}</p>
      )}
    </>
  )
}

const Setting: FC<SettingsProps & { field: Drawn }> = ({ w, network, field, now, errors, values }) => {
  const around = {
    name: inputOf(field.name),
    label: nameOf(w, network, field.name),
    hint: hintOf(w, network, field.name),
    value: textOf(now[field.name]),
    errors,
    values,
  }
  switch (field.is) {
    case 'flag': {
      const ticked = values ? values[around.name] !== undefined : now[field.name] === true
      return <Tick {...around} error={errors?.[around.name]} ticked={ticked} />
    }
    case 'one': {
      const options = field.values.map(value => ({ value, text: valueName(w, network, field.name, value) }))
      const empty = field.usual === undefined ? w.t('channels.choose') : undefined
      return <Select {...around} options={options} empty={empty} />
    }
    case 'text':
      return field.lines ? <TextArea {...around} rows={9} /> : <Field {...around} autocomplete="off" />
    case 'number':
      return <Field {...around} inputmode="numeric" autocomplete="off" width="short" />
    case 'list':
    case 'pairs':
      return <TextArea {...around} rows={4} />
    case 'other':
      return null
    default:
      return field satisfies never
  }
}

const Tick: FC<{ name: string; label: string; hint?: string; error?: string; ticked: boolean }> = p => {
  const id = `f-${p.name.replace(/\W/g, '')}`
  const described = [p.hint ? `${id}-hint` : '', p.error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div class={p.error ? 'lt-field lt-field-wrong' : 'lt-field'}>
      <label class="form-check" for={id}>
        <input
          class="form-check-input"
          id={id}
          type="checkbox"
          name={p.name}
          checked={p.ticked}
          aria-describedby={described || undefined}
        />
        <span class="form-check-label">{p.label}</span>
      </label>
      {p.hint ? (
        <p class="lt-hint" id={`${id}-hint`}>
          {p.hint}
        </p>
      ) : null}
      {p.error ? (
        <p class="lt-error" id={`${id}-error`}>
          <Icon name="alert" />
          {p.error}
        </p>
      ) : null}
    </div>
  )
}
