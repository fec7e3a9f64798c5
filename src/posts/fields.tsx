import type { FC } from 'hono/jsx'
import { count } from '../kit/text.ts'
import type { AnyNetwork, FieldLimit, Picture } from '../ports/network.ts'
import { Field, Select, TextArea } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Rich } from '../ui/rich.tsx'
import type { Words } from '../words/index.ts'
import { ChoiceFields, Chosen } from './choice-fields.tsx'
import { picturesFor } from './fit-pictures.ts'
import { IssueList } from './issue-list.tsx'
import { textOf } from './issues.ts'
import type { ComposerProps } from './pages-compose.tsx'
import type { Draft, Rendition } from './post.ts'

/** The body as one text; what comes back unchanged leaves tables, lists and figures as they are. */
export const bodyOf = (draft: Draft): string => draft.blocks.map(textOf).filter(Boolean).join('\n\n')

export const CommonFields: FC<ComposerProps> = p => {
  const { w, post, editable, errors, values } = p
  const { draft } = post
  const given = { errors, values, readonly: !editable }
  return (
    <>
      <Field name="title" label={w.t('posts.field_title')} value={draft.title} {...given} />
      <TextArea name="lead" label={w.t('posts.field_lead')} rows={3} value={draft.lead} {...given} />
      <Theirs {...p} text={draft.lead} field="lead" />
      <TextArea
        name="text"
        label={w.t('posts.field_text')}
        hint={w.t('posts.field_text_hint')}
        rows={12}
        value={bodyOf(draft)}
        {...given}
      />
      <Theirs {...p} text={bodyOf(draft)} field="text" />
      <Field
        name="hashtags"
        label={w.t('posts.field_hashtags')}
        hint={w.t('posts.field_hashtags_hint')}
        value={draft.hashtags.join(' ')}
        {...given}
      />
      <Pictures w={w} pictures={draft.pictures} chosen={draft.pictures} readonly={!editable} />
      <label class="form-check" for="f-urgent">
        <input
          class="form-check-input"
          id="f-urgent"
          type="checkbox"
          name="urgent"
          checked={post.urgent}
          disabled={!editable}
        />
        <span class="form-check-label">{w.t('posts.field_urgent')}</span>
      </label>
      <TextArea
        name="note"
        label={w.t('posts.note')}
        optional={w.t('posts.note_optional')}
        rows={2}
        value={post.state === 'returned' ? '' : (post.note ?? '')}
        {...given}
      />
    </>
  )
}

export const RenditionFields: FC<ComposerProps & { rendition: Rendition }> = p => {
  const { w, rendition, editable, errors, values } = p
  const { channel, content } = rendition
  const network = p.networks.get(channel.network)
  const mine = p.issues.filter(issue => issue.channel === channel.id)
  const beside = (field: string) => (
    <IssueList w={w} networks={p.networks} network={network} issues={mine.filter(issue => issue.field === field)} />
  )
  if (!content)
    return (
      <Notice kind="warning">
        <p>
          {w.t('posts.unfit', { channel: channel.name, reason: rendition.why ? w.say(rendition.why, network) : '' })}
        </p>
        {p.post.draft.lost.map(({ url, code }) => (
          <p>{w.say({ code, with: { url } })}</p>
        ))}
      </Notice>
    )
  const limits = network?.about.limits.fields ?? {}
  const given = { errors, values, readonly: !editable }
  const fields = new Set(['text', 'title', 'description', 'author', 'link', 'form', 'pictures', 'options'])
  return (
    <>
      <p class="lt-meta">
        <Rich text={w.t(rendition.edited ? 'posts.differs' : 'posts.inherits')} />
      </p>
      {rendition.state === 'left_out' ? (
        <Notice kind="info">
          <p>{w.t('posts.left_out', { channel: channel.name })}</p>
          {rendition.why ? <p>{w.say(rendition.why, network)}</p> : null}
        </Notice>
      ) : null}
      <FormChoice w={w} network={network} form={content.form} readonly={!editable} />
      {beside('form')}
      {(['title', 'description', 'author'] as const).map(name =>
        content[name] === undefined && !limits[name] ? null : (
          <>
            <Field
              name={name}
              label={w.t(`posts.${name}_on`, { channel: channel.name })}
              value={content[name]}
              {...given}
            />
            <Counter w={w} id={`f-${name}`} text={values?.[name] ?? content[name] ?? ''} limit={limits[name]} />
            {beside(name)}
          </>
        ),
      )}
      <TextArea
        name="text"
        label={w.t('posts.text_on', { channel: channel.name })}
        rows={14}
        value={content.text}
        {...given}
      />
      <Counter w={w} id="f-text" text={values?.text ?? content.text} limit={limits.text} />
      <Theirs {...p} text={content.text} field="text" />
      {beside('text')}
      {content.link === undefined && content.form !== 'link' ? null : (
        <Field name="link" label={w.t('posts.link')} inputmode="url" value={content.link} {...given} />
      )}
      {beside('link')}
      <Pictures
        w={w}
        pictures={[
          ...content.pictures,
          ...picturesFor(p.post.draft, channel.network).filter(
            one => !content.pictures.some(shown => shown.digest === one.digest),
          ),
        ]}
        chosen={content.pictures}
        readonly={!editable}
      />
      {beside('pictures')}
      {p.choices ? (
        <ChoiceFields
          w={w}
          network={network}
          choices={p.choices}
          options={rendition.options}
          errors={errors}
          values={values}
        />
      ) : (
        <Chosen w={w} network={network} options={rendition.options} />
      )}
      {beside('options')}
      <IssueList
        w={w}
        networks={p.networks}
        network={network}
        issues={mine.filter(issue => !fields.has(issue.field))}
      />
    </>
  )
}

/** Forms a network has are named in its own words, `form.…`. */
const FormChoice: FC<{ w: Words; network: AnyNetwork | undefined; form: string; readonly: boolean }> = ({
  w,
  network,
  form,
  readonly,
}) => {
  const forms = Object.entries(network?.about.words[w.language] ?? {}).flatMap(([key, text]) =>
    key.startsWith('form.') ? [{ value: key.slice(5), text }] : [],
  )
  if (forms.length < 2) return <input type="hidden" name="form" value={form} />
  return readonly ? (
    <p class="lt-meta">{forms.find(one => one.value === form)?.text}</p>
  ) : (
    <Select name="form" label={w.t('posts.form')} options={forms} value={form} />
  )
}

/** `226/60.000 ký tự`, always used and limit, in the network's own unit; counted again by script while typing. */
const Counter: FC<{ w: Words; id: string; text: string; limit?: FieldLimit }> = ({ w, id, text, limit }) => {
  if (!limit) return null
  const used = count(text, limit.unit)
  const slots = { max: limit.max, unit: w.t(`posts.unit_${limit.unit}`) }
  return (
    <p>
      <span
        class={used > limit.max ? 'lt-counter lt-counter-over' : 'lt-counter'}
        data-count={id}
        data-unit={limit.unit}
        data-max={String(limit.max)}
        data-sentence={w.t('posts.counter', { ...slots, used: '{used}' })}
      >
        {w.t('posts.counter', { ...slots, used })}
      </span>
      <span class="lt-hidden" role="status" data-count-aloud="" />
    </p>
  )
}

/** Order by a number in a field, so that it needs neither a mouse nor a script; each with its description. */
const Pictures: FC<{ w: Words; pictures: readonly Picture[]; chosen: readonly Picture[]; readonly: boolean }> = ({
  w,
  pictures,
  chosen,
  readonly,
}) =>
  pictures.length ? (
    <fieldset class="lt-field">
      <legend class="form-label">{w.t('posts.pictures')}</legend>
      {pictures.map((picture, at) => (
        <div class="lt-picture-row">
          <img
            class="lt-picture"
            src={`/pictures/${picture.digest}`}
            alt={picture.alt}
            width={picture.width}
            height={picture.height}
            loading="lazy"
          />
          <div>
            <input type="hidden" name="picture[]" value={picture.digest} />
            <Field
              name="alt[]"
              id={`f-alt-${at}`}
              label={w.t('posts.picture_alt', { n: at + 1 })}
              hint={at === 0 ? w.t('posts.picture_alt_hint') : undefined}
              value={picture.alt}
              readonly={readonly}
            />
            <div class="lt-row">
              <Field
                name="place[]"
                id={`f-place-${at}`}
                label={w.t('posts.picture_place')}
                width="short"
                inputmode="numeric"
                value={String(at + 1)}
                readonly={readonly}
              />
              <label class="form-check" for={`f-keep-${at}`}>
                <input
                  class="form-check-input"
                  id={`f-keep-${at}`}
                  type="checkbox"
                  name="keep[]"
                  value={picture.digest}
                  checked={chosen.some(one => one.digest === picture.digest)}
                  disabled={readonly}
                />
                <span class="form-check-label">{w.t('posts.picture_keep')}</span>
              </label>
            </div>
            {picture.origin ? <p class="lt-meta">{picture.credit ?? w.t('posts.picture_from')}</p> : null}
          </div>
        </div>
      ))}
    </fieldset>
  ) : null

/** After a conflict: what the other person saved, beside what this one typed. */
const Theirs: FC<ComposerProps & { text: string; field: string }> = ({ w, conflict, values, text, field }) =>
  conflict && values?.[field] !== text ? (
    <TextArea name={`theirs-${field}`} label={w.t('posts.theirs')} rows={6} value={text} readonly />
  ) : null
