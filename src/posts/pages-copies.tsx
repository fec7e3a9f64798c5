import type { FC } from 'hono/jsx'
import type { Proposal } from '../publications/queries/copy.ts'
import { ActButton } from '../ui/form.tsx'
import { Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'

/** What another site published and may be the same: side by side, for a person to say. */
export const Copies: FC<{ w: Words; title: string; copies: readonly Proposal[]; mayWrite: boolean }> = p => (
  <>
    {p.copies.map(copy => (
      <Copy {...p} copy={copy} />
    ))}
  </>
)

const Copy: FC<{ w: Words; title: string; copy: Proposal; mayWrite: boolean }> = ({ w, title, copy, mayWrite }) => (
  <div class="lt-copy">
    <p>
      <Tag look="double" text={w.t('publications.copy')} />{' '}
      {w.t(copy.isCopy ? 'publications.copy_of' : 'publications.copied_by', {
        portal: copy.other.portal,
        why: w.t(`publications.copy_${copy.why}`, { n: Math.round(copy.likeness * 100) }),
      })}
    </p>
    <details>
      <summary>{w.t('publications.copy_see')}</summary>
      <div class="lt-two">
        {[
          { name: w.t('publications.copy_this'), title, text: copy.text, url: undefined },
          { name: copy.other.portal, title: copy.other.title, text: copy.other.text, url: copy.other.url },
        ].map(one => (
          <div>
            <p class="lt-meta">{one.name}</p>
            <p>
              {one.url ? (
                <a href={one.url} rel="noreferrer">
                  {one.title}
                </a>
              ) : (
                <strong>{one.title}</strong>
              )}
            </p>
            <p>{one.text || w.t('publications.copy_no_text')}</p>
          </div>
        ))}
      </div>
    </details>
    {mayWrite ? (
      <div class="lt-actions">
        {(['same', 'different'] as const).map(answer => (
          <ActButton
            action={`/publications/${copy.waits}/copies/${copy.id}`}
            text={w.t(`publications.copy_${answer}`)}
            facts={{ answer }}
            describe={`${title}, ${copy.other.portal}`}
          />
        ))}
      </div>
    ) : null}
  </div>
)
