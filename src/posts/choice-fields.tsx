import type { FC } from 'hono/jsx'
import type { AnyNetwork, Choice, Choices, Options } from '../ports/network.ts'
import { type Errors, Select, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'
import { fieldOf, offered } from './choices.ts'

/** What a network wants a person to choose for this rendition, named in the network's own words. */
export const ChoiceFields: FC<{
  w: Words
  network: AnyNetwork | undefined
  choices: Choices
  options: Options
  errors?: Errors
  values?: Values
}> = ({ w, network, choices, options, errors, values }) => {
  if (choices.is !== 'read')
    return (
      <Notice kind="warning" title={w.t('posts.choices_unread')}>
        <p>{w.say(choices.why, network)}</p>
        <Chosen w={w} network={network} options={options} />
      </Notice>
    )
  if (choices.choices.length === 0) return null
  return (
    <fieldset class="lt-field">
      <legend class="form-label">{w.t('posts.choices')}</legend>
      {choices.account ? <p class="lt-meta">{w.t('posts.choices_account', { account: choices.account })}</p> : null}
      <input type="hidden" name="offered" value={offered(choices.choices)} />
      {choices.choices.map(choice =>
        choice.is === 'one' ? (
          <Select
            name={fieldOf(choice.option)}
            label={nameOf(w, network, choice.option)}
            // Nothing stands chosen that neither a person nor the network proposed.
            empty={w.t('posts.choice_none')}
            options={choice.values.map(value => ({ value, text: textOf(w, network, choice, value) }))}
            value={textIn(options[choice.option]) ?? choice.chosen ?? ''}
            errors={errors}
            values={values}
          />
        ) : (
          <Flag w={w} network={network} choice={choice} options={options} />
        ),
      )}
      {choices.warnings.map(warning => (
        <p class="lt-hint">{w.say(warning, network)}</p>
      ))}
    </fieldset>
  )
}

const Flag: FC<{
  w: Words
  network: AnyNetwork | undefined
  choice: Extract<Choice, { is: 'flag' }>
  options: Options
}> = ({ w, network, choice, options }) => {
  const id = `f-option-${choice.option}`
  const saved = options[choice.option]
  return (
    <label class="form-check" for={id}>
      <input
        class="form-check-input"
        id={id}
        type="checkbox"
        name={fieldOf(choice.option)}
        checked={choice.allowed && (typeof saved === 'boolean' ? saved : choice.chosen)}
        disabled={!choice.allowed}
      />
      <span class="form-check-label">
        {nameOf(w, network, choice.option)}
        {choice.allowed ? null : <span class="lt-optional"> ({w.t('posts.choice_off')})</span>}
      </span>
    </label>
  )
}

/** What was chosen, for whoever reads or approves it: an approval covers it. */
export const Chosen: FC<{ w: Words; network: AnyNetwork | undefined; options: Options }> = ({
  w,
  network,
  options,
}) => {
  const lines = Object.entries(options).flatMap(([option, value]) => {
    const name = network?.about.words[w.language][`option.${option}`]
    if (name === undefined || value === false || value === null) return []
    return [value === true ? name : `${name}: ${wordOf(w, network, option, textIn(value) ?? JSON.stringify(value))}`]
  })
  return lines.length ? (
    <ul>
      {lines.map(line => (
        <li>{line}</li>
      ))}
    </ul>
  ) : null
}

const textIn = (value: Options[string] | undefined) => (typeof value === 'string' ? value : undefined)

const nameOf = (w: Words, network: AnyNetwork | undefined, option: string) =>
  network?.about.words[w.language][`option.${option}`] ?? option

const wordOf = (w: Words, network: AnyNetwork | undefined, option: string, value: string) =>
  network?.about.words[w.language][`option.${option}.${value}`] ?? value

const textOf = (w: Words, network: AnyNetwork | undefined, choice: Extract<Choice, { is: 'one' }>, value: string) =>
  choice.names?.[value] ?? wordOf(w, network, choice.option, value)
