import type { FC } from 'hono/jsx'
import { ActForm, Button, type Errors, Field, type Values } from '../ui/form.tsx'
import type { Words } from '../words/index.ts'
import type { resendAsked } from './queries/resend.ts'

interface Asked {
  w: Words
  now: Date
  /** Who asked for it to be sent again, and waits for a second person. */
  resend: Awaited<ReturnType<typeof resendAsked>>
  me: number
  maySign: boolean
  errors?: Errors
  values?: Values
}

/** Two people let it be sent again: one who looked and asks, and another one who signs. */
export const Resend: FC<Asked & { path: string; name: string }> = p => {
  const { w, resend, path, name, errors, values } = p
  const form = { w, action: `${path}/resend`, errors, values }
  if (!resend)
    return (
      <Decision
        {...form}
        title={w.t('deliveries.send_again')}
        hint={w.t('deliveries.send_again_hint', { network: name })}
      />
    )
  const asked = { person: resend.name, time: w.moment(resend.at ?? p.now, p.now), reason: resend.reason ?? '' }
  return (
    <>
      <p>{w.t('deliveries.resend_by', asked)}</p>
      {p.maySign && resend.person !== p.me ? (
        <Decision
          {...form}
          title={w.t('deliveries.resend_sign')}
          hint={w.t('deliveries.resend_sign_hint', { network: name })}
          open
        />
      ) : (
        <p class="lt-hint">{w.t('deliveries.signer_only')}</p>
      )}
    </>
  )
}

/** A folded form with its reason or address; without script it opens all the same. */
export const Decision: FC<{
  w: Words
  action: string
  title: string
  hint?: string
  field?: 'reason' | 'address'
  label?: string
  errors?: Errors
  values?: Values
  open?: boolean
  danger?: boolean
}> = p => {
  const name = p.field ?? 'reason'
  const id = `f-${p.action.split('/').at(-1)}`
  const mine = p.values?.act === p.action
  return (
    <details open={p.open || mine}>
      <summary>{p.title}</summary>
      <ActForm action={p.action}>
        <Field
          name={name}
          id={id}
          label={p.label ?? p.w.t('deliveries.reason')}
          hint={p.hint}
          inputmode={name === 'address' ? 'url' : undefined}
          errors={mine ? p.errors : undefined}
          values={mine ? p.values : undefined}
        />
        <Button text={p.title} look={p.danger ? 'danger' : 'primary'} />
      </ActForm>
    </details>
  )
}
