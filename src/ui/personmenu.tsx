import type { FC } from 'hono/jsx'
import type { Words } from '../words/index.ts'

/** Language, theme and the way out; plain forms, so they work without script. */
export const PersonMenu: FC<{ w: Words; name: string; theme?: 'light' | 'dark'; back: string }> = p => (
  <div class="lt-person">
    <p>{p.w.t('common.signed_in_as', { person: p.name })}</p>
    <form class="lt-choices" method="post" action="/me/language">
      <input type="hidden" name="back" value={p.back} />
      <button type="submit" name="language" value={p.w.language === 'vi' ? 'en' : 'vi'} class="lt-quiet">
        <span lang={p.w.language === 'vi' ? 'en' : 'vi'}>
          {p.w.t(p.w.language === 'vi' ? 'common.english' : 'common.vietnamese')}
        </span>
      </button>
    </form>
    <form class="lt-choices" method="post" action="/me/theme">
      <input type="hidden" name="back" value={p.back} />
      {(['light', 'dark', 'device'] as const)
        .filter(theme => theme !== (p.theme ?? 'device'))
        .map(theme => (
          <button type="submit" name="theme" value={theme} class="lt-quiet">
            {p.w.t(`common.theme_${theme}`)}
          </button>
        ))}
    </form>
    <form method="post" action="/sign-out">
      <button type="submit" class="lt-quiet">
        {p.w.t('common.sign_out')}
      </button>
    </form>
  </div>
)
