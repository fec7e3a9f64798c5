import type { Child, FC } from 'hono/jsx'
import type { Words } from '../words/index.ts'
import { Icon } from './icon.tsx'

/** A sentence per field, in the page's language. */
export type Errors = Readonly<Record<string, string>>
export type Values = Readonly<Record<string, string>>

/** Name of the hidden field that lets `http/forms.ts` act once per form shown. */
export const operationField = 'operation'

/** A form that acts, with its operation key against double submission. `key` is kept when a wrong form is redrawn. */
export const ActForm: FC<{
  action: string
  id?: string
  class?: string
  upload?: boolean
  /** Under this name `public/scripts/keep.js` keeps what is typed and not saved; `unsaved` where it was just refused. */
  keep?: string
  unsaved?: boolean
  children?: Child
}> = p => (
  <form
    method="post"
    action={p.action}
    id={p.id}
    class={p.class}
    enctype={p.upload ? 'multipart/form-data' : undefined}
    novalidate
    data-keep={p.keep}
    data-unsaved={p.keep && p.unsaved ? '' : undefined}
  >
    <input type="hidden" name={operationField} value={crypto.randomUUID()} />
    {p.children}
  </form>
)

/** One button that acts at once; `facts` are its hidden fields. */
export const ActButton: FC<{
  action: string
  text: string
  look?: 'primary' | 'danger' | 'plain'
  facts?: Readonly<Record<string, string | number>>
  describe?: string
  /** The letter that presses it in a list with row keys. */
  keyed?: string
}> = p => (
  <ActForm action={p.action} class="lt-inline-form">
    {Object.entries(p.facts ?? {}).map(([name, value]) => (
      <input type="hidden" name={name} value={String(value)} />
    ))}
    <Button text={p.text} look={p.look} describe={p.describe} keyed={p.keyed} />
  </ActForm>
)

const looks = { primary: 'btn btn-primary', danger: 'btn btn-danger', plain: 'btn' } as const

/** `describe` is for readers who hear buttons out of their row: "Duyệt: Hỗ trợ học phí". */
export const Button: FC<{
  text: string
  look?: keyof typeof looks
  name?: string
  value?: string
  form?: string
  describe?: string
  keyed?: string
  /** Asks this page with what the form holds instead of acting. */
  get?: string
}> = p => (
  <button
    type="submit"
    formaction={p.get}
    formmethod={p.get ? 'get' : undefined}
    class={looks[p.look ?? 'plain']}
    name={p.name}
    value={p.value}
    form={p.form}
    data-key={p.keyed}
    aria-label={p.describe ? `${p.text}: ${p.describe}` : undefined}
  >
    {p.text}
  </button>
)

export interface FieldProps {
  name: string
  label: string
  hint?: string
  errors?: Errors
  values?: Values
  /** What the field shows when nothing was typed yet. */
  value?: string
  optional?: string
  id?: string
}

const told = (p: FieldProps) => {
  const id = p.id ?? `f-${p.name.replace(/\W/g, '')}`
  const error = p.errors?.[p.name]
  const described = [p.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { id, error, described: described || undefined, value: p.values?.[p.name] ?? p.value }
}

const Around: FC<{ p: FieldProps; children?: Child }> = ({ p, children }) => {
  const { id, error } = told(p)
  return (
    <div class={error ? 'lt-field lt-field-wrong' : 'lt-field'}>
      <label class="form-label" for={id}>
        {p.label}
        {p.optional ? <span class="lt-optional"> ({p.optional})</span> : null}
      </label>
      {p.hint ? (
        <p class="lt-hint" id={`${id}-hint`}>
          {p.hint}
        </p>
      ) : null}
      {error ? (
        <p class="lt-error" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      ) : null}
      {children}
    </div>
  )
}

export const Field: FC<
  FieldProps & {
    type?: 'text' | 'email' | 'password' | 'url' | 'search' | 'number'
    autocomplete?: string
    inputmode?: 'numeric' | 'url' | 'email' | 'search'
    width?: 'short' | 'full'
    readonly?: boolean
    placeholder?: string
  }
> = p => {
  const { id, error, described, value } = told(p)
  return (
    <Around p={p}>
      <input
        class={p.width === 'short' ? 'form-control lt-short' : 'form-control'}
        id={id}
        name={p.name}
        type={p.type ?? 'text'}
        value={p.type === 'password' ? undefined : value}
        autocomplete={p.autocomplete}
        inputmode={p.inputmode}
        placeholder={p.placeholder}
        readonly={p.readonly}
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
      />
    </Around>
  )
}

export const TextArea: FC<FieldProps & { rows?: number; readonly?: boolean; counter?: Child }> = p => {
  const { id, error, described, value } = told(p)
  return (
    <Around p={p}>
      <textarea
        class="form-control"
        id={id}
        name={p.name}
        rows={p.rows ?? 6}
        readonly={p.readonly}
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
      >
        {value}
      </textarea>
      {p.counter}
    </Around>
  )
}

export interface Option {
  value: string
  text: string
}

export const Select: FC<FieldProps & { options: readonly Option[]; empty?: string }> = p => {
  const { id, error, described, value } = told(p)
  return (
    <Around p={p}>
      <select
        class="form-select"
        id={id}
        name={p.name}
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
      >
        {p.empty === undefined ? null : <option value="">{p.empty}</option>}
        {p.options.map(option => (
          <option value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
    </Around>
  )
}

/** Radio buttons, or ticks where `many`; `chosen` are the values marked. */
export const Choices: FC<{
  name: string
  label: string
  hint?: string
  options: readonly (Option & { note?: string })[]
  chosen: readonly string[]
  many?: boolean
  errors?: Errors
}> = p => {
  const id = `f-${p.name.replace(/\W/g, '')}`
  const error = p.errors?.[p.name]
  // A column of single words is a long way to scroll.
  const short = p.options.length > 2 && p.options.every(({ text, note }) => text.length <= 16 && !note)
  return (
    <fieldset
      class={error ? 'lt-field lt-field-wrong' : 'lt-field'}
      id={id}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend class="form-label">{p.label}</legend>
      {p.hint ? <p class="lt-hint">{p.hint}</p> : null}
      {error ? (
        <p class="lt-error" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      ) : null}
      <div class={short ? 'lt-choices lt-choices-row' : undefined}>
        {p.options.map((option, at) => (
          <label class="form-check" for={`${id}-${at}`}>
            <input
              class="form-check-input"
              id={`${id}-${at}`}
              type={p.many ? 'checkbox' : 'radio'}
              name={p.name}
              value={option.value}
              checked={p.chosen.includes(option.value)}
            />
            <span class="form-check-label">
              {option.text}
              {option.note ? <span class="lt-hint"> {option.note}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** At the top of a wrong form: what to mend, each a link to its field. Scripts move the focus here. */
export const ErrorBanner: FC<{ w: Words; errors?: Errors }> = ({ w, errors }) => {
  const entries = Object.entries(errors ?? {})
  if (!entries.length) return null
  return (
    <div class="lt-notice lt-notice-danger" role="alert" tabindex={-1} data-focus="now">
      <Icon name="alert" />
      <div>
        <p class="lt-notice-title">{w.t('errors.banner', { n: entries.length })}</p>
        <ul>
          {entries.map(([name, text]) => (
            <li>
              <a href={`#f-${name.replace(/\W/g, '')}`}>{text}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
