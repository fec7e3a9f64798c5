import type { FC } from 'hono/jsx'
import { ActForm, Button, ErrorBanner, type Errors, Field, TextArea, type Values } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Words } from '../words/index.ts'
import { usualInterval } from './manners.ts'

interface MannersProps {
  w: Words
  portal: { id: number; base_url: string }
  /** What holds, as the fields show it. */
  now: Values
  /** Which state of it the form was made from. */
  seen: string
  done?: boolean
  /** Somebody saved while this form was filled. */
  changed?: boolean
  errors?: Errors
  values?: Values
}

/** How a portal is treated, for those who may set it. */
export const MannersPage: FC<MannersProps> = p => {
  const { w, portal, now, errors, values } = p
  const given = { errors, values, optional: w.t('manners.optional') }
  return (
    <>
      {p.done ? (
        <Notice kind="success">
          <p>{w.t('manners.done')}</p>
        </Notice>
      ) : null}
      <ErrorBanner w={w} errors={errors} />
      {p.changed ? <InForce w={w} now={now} /> : null}
      <ActForm action={`/portals/${portal.id}/manners`} class="lt-box lt-narrow">
        <input type="hidden" name="seen" value={p.seen} />
        <p>{w.t('manners.about', { url: portal.base_url })}</p>
        <Field
          name="minInterval"
          label={w.t('manners.interval')}
          hint={w.t('manners.interval_hint', { n: usualInterval })}
          inputmode="numeric"
          width="short"
          value={now.minInterval}
          {...given}
        />
        <TextArea
          name="quietHours"
          label={w.t('manners.quiet')}
          hint={w.t('manners.quiet_hint')}
          rows={3}
          value={now.quietHours}
          {...given}
        />
        <Field
          name="robotsPermission"
          label={w.t('manners.permission')}
          hint={w.t('manners.permission_hint')}
          value={now.robotsPermission}
          {...given}
        />
        <Field
          name="installation"
          label={w.t('manners.installation')}
          hint={w.t('manners.installation_hint')}
          value={now.installation}
          {...given}
        />
        <TextArea
          name="extraCa"
          label={w.t('manners.ca')}
          hint={w.t('manners.ca_hint')}
          rows={5}
          value={now.extraCa}
          {...given}
        />
        <TextArea
          name="note"
          label={w.t('manners.note')}
          hint={w.t('manners.note_hint')}
          rows={3}
          value={now.note}
          {...given}
        />
        <div class="lt-actions">
          <Button text={w.t('manners.save')} look="primary" />
          <a class="btn" href="/sources">
            {w.t('manners.back')}
          </a>
        </div>
      </ActForm>
    </>
  )
}

/** Beside what was typed, what another person has put in force meanwhile. */
const InForce: FC<{ w: Words; now: Values }> = ({ w, now }) => {
  const rows = [
    [w.t('manners.interval'), now.minInterval],
    [w.t('manners.quiet'), now.quietHours?.replaceAll('\n', ', ')],
    [w.t('manners.permission'), now.robotsPermission],
    [w.t('manners.installation'), now.installation],
    [w.t('manners.ca'), now.extraCa ? w.t('manners.has_ca') : ''],
    [w.t('manners.note'), now.note],
  ]
  return (
    <Notice kind="danger" title={w.t('manners.changed')}>
      <p>{w.t('manners.changed_how')}</p>
      <p>{w.t('manners.now')}</p>
      <dl class="lt-dl">
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value || w.t('manners.usual')}</dd>
          </>
        ))}
      </dl>
    </Notice>
  )
}
