import type { FC } from 'hono/jsx'
import { Button, ErrorBanner, type Errors, Field, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'

export const SignIn: FC<{
  w: Words
  back?: string
  refused?: string
  errors?: Errors
  values?: Values
}> = ({ w, back, refused, errors, values }) => (
  <div class="lt-box">
    {refused ? (
      <Notice kind="danger">
        <p>{refused}</p>
      </Notice>
    ) : back && !errors ? (
      <Notice kind="info">
        <p>{w.t('people.session_ended')}</p>
      </Notice>
    ) : null}
    <ErrorBanner w={w} errors={errors} />
    <form method="post" action="/sign-in" novalidate>
      {back ? <input type="hidden" name="back" value={back} /> : null}
      <Field
        name="email"
        type="email"
        label={w.t('people.email')}
        autocomplete="username"
        inputmode="email"
        errors={errors}
        values={values}
      />
      <Field
        name="password"
        type="password"
        label={w.t('people.password')}
        autocomplete="current-password"
        errors={errors}
      />
      <button
        type="button"
        class="lt-quiet"
        hidden
        data-shows="f-password"
        data-hide={w.t('people.hide_password')}
        aria-pressed="false"
      >
        {w.t('people.show_password')}
      </button>
      <Button text={w.t('people.sign_in')} look="primary" />
    </form>
    <p class="lt-hint">{w.t('people.forgotten')}</p>
  </div>
)

export const Code: FC<{ w: Words; back?: string; wrong?: string }> = ({ w, back, wrong }) => (
  <div class="lt-box">
    <form method="post" action="/sign-in/code" novalidate>
      {back ? <input type="hidden" name="back" value={back} /> : null}
      <Field
        name="code"
        label={w.t('people.code')}
        hint={w.t('people.code_hint')}
        autocomplete="one-time-code"
        inputmode="numeric"
        errors={wrong ? { code: wrong } : undefined}
      />
      <Button text={w.t('people.sign_in')} look="primary" />
    </form>
  </div>
)
