import type { FC } from 'hono/jsx'
import { never } from '../kit/never.ts'
import type { AnyNetwork, Choice, Choices, Options } from '../ports/network.ts'
import { type Errors, Field, Select, TextArea, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'
import { fieldOf, offered, timeFieldOf } from './choices.ts'

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
      {choices.choices.map(choice => (
        <One w={w} network={network} choice={choice} options={options} errors={errors} values={values} />
      ))}
      {choices.warnings.map(warning => (
        <p class="lt-hint">{w.say(warning, network)}</p>
      ))}
    </fieldset>
  )
}

const One: FC<{
  w: Words
  network: AnyNetwork | undefined
  choice: Choice
  options: Options
  errors?: Errors
  values?: Values
}> = ({ w, network, choice, options, errors, values }) => {
  const saved = textIn(options[choice.option])
  const given = {
    name: fieldOf(choice.option),
    label: nameOf(w, network, choice.option),
    hint: network?.about.words[w.language][`option.${choice.option}.hint`],
    errors,
    values,
  }
  switch (choice.is) {
    case 'one':
      return (
        <Select
          {...given}
          // Nothing stands chosen that neither a person nor the network proposed.
          empty={w.t('posts.choice_none')}
          options={choice.values.map(value => ({ value, text: textOf(w, network, choice, value) }))}
          value={saved ?? choice.chosen ?? ''}
        />
      )
    case 'flag':
      return <Flag w={w} network={network} choice={choice} options={options} />
    case 'text':
      return <TextArea {...given} rows={6} value={saved ?? ''} />
    case 'time': {
      const at = saved === undefined ? undefined : new Date(saved)
      return (
        <div class="lt-row">
          <Field {...given} width="short" placeholder="23/11/2026" value={at ? w.day(at) : ''} />
          <Field
            name={timeFieldOf(choice.option)}
            label={w.t('posts.choice_hour')}
            width="short"
            placeholder="10:00"
            value={at ? w.clock(at) : ''}
            errors={errors}
            values={values}
          />
        </div>
      )
    }
    default:
      return never(choice)
  }
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
    return [{ name, option, text: value === true ? undefined : (textIn(value) ?? JSON.stringify(value)) }]
  })
  return lines.length ? (
    <ul>
      {lines.map(({ name, option, text }) => (
        <li>
          {text === undefined ? (
            name
          ) : text.includes('\n') ? (
            <Long name={name} text={text} />
          ) : (
            `${name}: ${moment(w, text) ?? wordOf(w, network, option, text)}`
          )}
        </li>
      ))}
    </ul>
  ) : null
}

const Long: FC<{ name: string; text: string }> = ({ name, text }) => (
  <details>
    <summary>{name}</summary>
    <pre>{text}</pre>
  </details>
)

/** Moments among options are kept as ISO times in UTC. */
const moment = (w: Words, text: string): string | undefined =>
  /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? `${w.clock(new Date(text))}, ${w.day(new Date(text))}` : undefined

const textIn = (value: Options[string] | undefined) => (typeof value === 'string' ? value : undefined)

const nameOf = (w: Words, network: AnyNetwork | undefined, option: string) =>
  network?.about.words[w.language][`option.${option}`] ?? option

const wordOf = (w: Words, network: AnyNetwork | undefined, option: string, value: string) =>
  network?.about.words[w.language][`option.${option}.${value}`] ?? value

const textOf = (w: Words, network: AnyNetwork | undefined, choice: Extract<Choice, { is: 'one' }>, value: string) =>
  choice.names?.[value] ?? wordOf(w, network, choice.option, value)
