import { html, raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import type { PlainKey, Words } from '../words/index.ts'
import { HoldBar, type OpenHold } from './holdbar.tsx'
import { Icon } from './icon.tsx'
import { PersonMenu } from './personmenu.tsx'

export interface MenuItem {
  path: string
  key: PlainKey
  /** For the bar at the bottom of a phone. */
  short?: PlainKey
  /** Work waiting for this person; gone at zero. */
  waiting?: number
}

export interface MenuGroup {
  key?: PlainKey
  items: readonly MenuItem[]
}

export interface Head {
  /** The page's menu words; also its `h1`. */
  title: string
  /** Beside the heading: state tag, when the data was read. */
  beside?: Child
  /** At the right end: at most one primary button. */
  actions?: Child
  /** The form was wrong: the title says so first. */
  wrong?: boolean
  /** The page brings its own sticky bar, and on phones the bottom navigation steps aside for it. */
  ownBar?: boolean
}

export type Theme = 'light' | 'dark' | undefined

export interface Around {
  w: Words
  theme: Theme
  testMode: boolean
  /** Absent before sign-in: the frame is then the product's name only. */
  desk?: {
    path: string
    person: string
    menu: readonly MenuGroup[]
    bottom: readonly MenuItem[]
    holds: readonly OpenHold[]
    now?: Date
  }
}

/** A whole page in its frame. Without a chosen theme the stylesheet follows the device. */
export const drawPage = ({ w, theme, testMode, desk }: Around, head: Head, body: Child) => {
  const title = head.wrong ? w.t('errors.prefix', { title: head.title }) : head.title
  return html`${raw('<!doctype html>')}${(
    <html lang={w.language} data-bs-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · ${w.t('common.product')}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme ?? 'light dark'} />
        {fonts.map(font => (
          <link rel="preload" href={`/built/fonts/${font}.woff2`} as="font" type="font/woff2" crossorigin="anonymous" />
        ))}
        <link rel="stylesheet" href="/built/desk.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <script type="module" src="/scripts/desk.js" />
      </head>
      <body class={head.ownBar ? 'lt-body lt-own-bar' : 'lt-body'}>
        <a class="lt-skip" href="#main">
          {w.t('common.skip')}
        </a>
        {testMode || desk?.holds.length ? (
          <section class="lt-bars" aria-label={w.t('common.notices')}>
            {testMode ? <p class="lt-test-mode">{w.t('common.test_mode')}</p> : null}
            {desk?.now ? <HoldBar w={w} holds={desk.holds} now={desk.now} /> : null}
          </section>
        ) : null}
        {desk ? (
          <Desk w={w} head={head} theme={theme} desk={desk}>
            {body}
          </Desk>
        ) : (
          <main class="lt-alone" id="main" tabindex={-1}>
            <p class="lt-brand">{w.t('common.product')}</p>
            <h1>{head.title}</h1>
            {body}
          </main>
        )}
      </body>
    </html>
  )}`
}

const fonts = ['latin-400', 'latin-600', 'vietnamese-400', 'vietnamese-600'] as const

const Desk: FC<{ w: Words; head: Head; theme: Theme; desk: NonNullable<Around['desk']>; children?: Child }> = p => {
  const { path, person: name, bottom } = p.desk
  const menu = p.desk.menu.map(group => (
    <>
      {group.key ? <p class="lt-menu-group">{p.w.t(group.key)}</p> : null}
      <ul>
        {group.items.map(item => (
          <li>
            <Item w={p.w} item={item} path={path} />
          </li>
        ))}
      </ul>
    </>
  ))
  const person = <PersonMenu w={p.w} name={name} theme={p.theme} back={path} />
  return (
    <div class="lt-shell">
      <header class="lt-top">
        <a class="lt-brand" href="/">
          {p.w.t('common.product')}
        </a>
        <details class="lt-drop lt-top-menu">
          <summary>
            <Icon name="menu" /> {p.w.t('common.menu')}
          </summary>
          <div class="lt-drop-body">
            <nav aria-label={p.w.t('common.menu')}>{menu}</nav>
            {person}
          </div>
        </details>
      </header>
      <header class="lt-side">
        <a class="lt-brand" href="/">
          {p.w.t('common.product')}
        </a>
        <nav class="lt-menu" aria-label={p.w.t('common.menu')}>
          {menu}
        </nav>
        {person}
      </header>
      <main class="lt-main" id="main" tabindex={-1}>
        <div class="lt-head">
          <div class="lt-head-title">
            <h1>{p.head.title}</h1>
            {p.head.beside}
          </div>
          {p.head.actions ? <div class="lt-head-actions">{p.head.actions}</div> : null}
        </div>
        {p.children}
      </main>
      <nav class="lt-bottom" aria-label={p.w.t('common.menu')}>
        {bottom.map(item => (
          <Item w={p.w} item={item} path={path} short />
        ))}
        <details class="lt-drop lt-more">
          <summary>{p.w.t('common.more')}</summary>
          <div class="lt-drop-body">
            <div class="lt-menu">{menu}</div>
            {person}
          </div>
        </details>
      </nav>
    </div>
  )
}

const Item: FC<{ w: Words; item: MenuItem; path: string; short?: boolean }> = ({ w, item, path, short }) => {
  const here = item.path === '/' ? path === '/' : path === item.path || path.startsWith(`${item.path}/`)
  return (
    <a class="lt-item" href={item.path} aria-current={here ? 'page' : undefined}>
      <span>{w.t((short ? item.short : undefined) ?? item.key)}</span>
      {item.waiting ? <span class="lt-count">{w.number(item.waiting)}</span> : null}
    </a>
  )
}
