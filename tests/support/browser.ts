import { existsSync } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Env } from '../../src/http/env.ts'
import { buildStyles } from '../../tools/styles.ts'
import type { Seated } from './desk.ts'
import { type Served, serve } from './serve.ts'

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
if (!chromiumPath) console.info('No system Chromium was found: what needs a browser is skipped.')

export interface Window {
  url: string
  /**
   * Goes to the path as that person and looks at it: what axe finds, whether it scrolls sideways, what the console says.
   * A person keeps one page, and the next visit finds files and scripts where the last one left them: a page of its own
   * for each took most of the time. Without a path it looks at what `act` makes of the page as it stands.
   */
  visit(as: Seated | undefined, path: string | undefined, name: string, how?: Visit): Promise<string[]>
  close(): Promise<void>
}

export interface Visit {
  /** Fills or opens something first. */
  act?(page: Page): Promise<unknown>
  script?: boolean
  looks?: readonly Look[]
}

/** Width, and the colours the person's machine asks for. */
export type Look = readonly [number, 'light' | 'dark']
export const wide: Look = [1440, 'light']
export const phone: Look = [390, 'dark']

/** Only against what hangs. */
const timeout = 300_000

interface Kept {
  page: Page
  said: string[]
}

/** The desk in a real browser: the app and its files over a loopback socket. */
export async function openWindow(app: Hono<Env>): Promise<Window> {
  await freshStyles()
  const whole = new Hono<Env>().use(serveStatic({ root: './public' })).route('/', app)
  const served: Served = await serve(whole as unknown as Hono)
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], timeout })
  const kept = new Map<string, Promise<Kept>>()

  async function open(as: Seated | undefined, script: boolean): Promise<Kept> {
    const context = await browser.newContext({ javaScriptEnabled: script, locale: 'vi-VN' })
    for (const cookie of as?.cookie.split('; ') ?? []) {
      const at = cookie.indexOf('=')
      await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: served.url }])
    }
    context.setDefaultTimeout(timeout)
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', message => message.type() === 'error' && said.push(message.text()))
    page.on('pageerror', error => said.push(error.message))
    return { page, said }
  }

  async function show(page: Page, [width, colorScheme]: Look): Promise<void> {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
  }

  return {
    url: served.url,
    visit: async (as, path, name, { act, script = true, looks = [wide, phone] } = {}) => {
      const key = `${as?.cookie} ${script}`
      const opening = kept.get(key) ?? open(as, script)
      kept.set(key, opening)
      const { page, said } = await opening
      await show(page, wide)
      if (path !== undefined) await page.goto(served.url + path)
      await act?.(page)
      const found: string[] = []
      for (const look of looks) {
        if (look !== wide) await show(page, look)
        const shot = [name, ...look].join('-')
        await shoot(page, shot)
        if (script) found.push(...(await faults(page)).map(fault => `${shot}: ${fault}`))
      }
      // The browser says so of each form that was refused; the page says why.
      return [...found, ...said.splice(0).filter(text => !/status of 422/.test(text))]
    },
    close: async () => {
      await browser.close()
      await served.close()
    },
  }
}

/** Those of `npm run build`, where nothing they are made of has changed since: making them takes seconds. */
async function freshStyles(): Promise<void> {
  const changed = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
  const made = await changed(join('public', 'built', 'desk.css'))
  const from = [...(await filesIn('src', '.tsx')), ...(await filesIn('public/styles', '.css')), 'tools/styles.ts']
  if (Math.max(...(await Promise.all(from.map(changed)))) > made) await buildStyles()
}

const filesIn = async (folder: string, ending: string) =>
  (await readdir(folder, { recursive: true })).filter(name => name.endsWith(ending)).map(name => join(folder, name))

/** With `SHOTS` set, pictures go to that folder, named by what they show. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** What axe finds against WCAG 2.2 AA, one line each, and whether the page scrolls sideways. */
async function faults(page: Page): Promise<string[]> {
  const source = await import('axe-core')
  // Injected through the debugger, which the page's policy does not concern.
  if (await page.evaluate(`!globalThis.axe`)) await page.evaluate(`${source.default.source}; 0`)
  // A colour on its way to another theme has a contrast that nobody reads.
  await page.evaluate('for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish()')
  // Only what is wrong: naming every node that is right took two thirds of the time.
  const found = (await page.evaluate(`axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    id + ': ' + nodes.map(node => node.html.slice(0, 160)).join(' | ') + ' ' + (nodes[0]?.failureSummary ?? '')))`)) as string[]
  const sideways = (await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
  )) as boolean
  return [...found, ...(sideways ? ['the page scrolls sideways'] : [])]
}
