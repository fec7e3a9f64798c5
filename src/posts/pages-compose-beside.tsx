import type { FC } from 'hono/jsx'
import { ActButton, ActForm, Button, Field } from '../ui/form.tsx'
import type { ComposerProps } from './pages-compose.tsx'
import type { Rendition } from './post.ts'

export const Time: FC<ComposerProps> = ({ w, post, editable, errors, values }) => (
  <fieldset class="lt-field">
    <legend class="form-label">{w.t('posts.due')}</legend>
    <div class="lt-row">
      <Field
        name="day"
        label={w.t('posts.due_day')}
        width="short"
        placeholder="23/11/2026"
        value={post.dueAt ? w.day(post.dueAt) : ''}
        readonly={!editable}
        errors={errors}
        values={values}
      />
      <Field
        name="time"
        label={w.t('posts.due_time')}
        width="short"
        placeholder="10:00"
        value={post.dueAt ? w.clock(post.dueAt) : ''}
        readonly={!editable}
        errors={errors}
        values={values}
      />
    </div>
    <p class="lt-hint">{w.t('posts.due_hint')}</p>
  </fieldset>
)

/** Acts of their own, each its own form: inheriting again, leaving a channel out, the guard's findings, giving up. */
export const Beside: FC<ComposerProps & { rendition: Rendition | undefined }> = p => {
  const { w, post, rendition } = p
  const base = `/posts/${post.id}`
  const guarded = p.issues.filter(issue => issue.blocks && issue.code.startsWith('guard.'))
  return (
    <div class="lt-section">
      {p.editable && rendition ? (
        <div class="lt-actions">
          {rendition.edited ? (
            <ActButton
              action={`${base}/channels/${rendition.channel.id}`}
              text={w.t('posts.inherit')}
              facts={{ seen: rendition.digest, act: 'inherit' }}
            />
          ) : null}
          {rendition.state === 'unfit' ? null : (
            <ActButton
              action={`${base}/channels/${rendition.channel.id}`}
              text={w.t(rendition.state === 'left_out' ? 'posts.bring_back' : 'posts.leave_out')}
              facts={{ seen: rendition.digest, act: rendition.state === 'left_out' ? 'bring_back' : 'leave_out' }}
            />
          )}
        </div>
      ) : null}
      {p.editable && p.tab === 'common' && p.addable.length ? (
        <div class="lt-actions">
          {p.addable.map(channel => (
            <ActButton
              action={`${base}/channels/${channel.id}`}
              text={w.t('posts.add_channel', { channel: channel.name })}
              facts={{ seen: '', act: 'add' }}
            />
          ))}
        </div>
      ) : null}
      {guarded.length && p.mayWrite ? (
        <details>
          <summary>{w.t('posts.pass_title')}</summary>
          {p.mayPass ? (
            <ActForm action={`${base}/passes`} class="lt-narrow">
              <Field name="reason" id="f-pass" label={w.t('posts.pass_reason')} />
              <Button text={w.t('posts.pass')} />
            </ActForm>
          ) : (
            <p>{w.t('posts.pass_forbidden')}</p>
          )}
        </details>
      ) : null}
      {p.mayWrite && post.state !== 'dropped' ? (
        <details>
          <summary>{w.t('posts.drop')}</summary>
          <ActForm action={`${base}/drop`} class="lt-narrow">
            <Field name="reason" id="f-drop" label={w.t('posts.drop_reason')} hint={w.t('posts.drop_hint')} />
            <Button text={w.t('posts.drop')} look="danger" />
          </ActForm>
        </details>
      ) : null}
    </div>
  )
}
