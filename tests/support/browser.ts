import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Env } from '../../src/http/env.ts'
import { buildStyles } from '../../tools/styles.ts'
import type { Seated } from './desk.ts'
import { type Served, serve } from './serve.ts'

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
if (!chromiumPath) console.info('No system Chromium was found: what needs a browser is skipped.')

export interface Window {
  url: string
  /** A page of its own session, signed in as `as`. */
  open(as: Seated | undefined, look?: { width?: number; dark?: boolean; script?: boolean }): Promise<Page>
  close(): Promise<void>
}

/** The desk in a real browser: the app and its files over a loopback socket. */
export async function openWindow(app: Hono<Env>): Promise<Window> {
  await buildStyles()
  const whole = new Hono<Env>().use(serveStatic({ root: './public' })).route('/', app)
  const served: Served = await serve(whole as unknown as Hono)
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  const opened: BrowserContext[] = []
  return {
    url: served.url,
    open: async (as, look = {}) => {
      const context = await browser.newContext({
        viewport: { width: look.width ?? 1440, height: 900 },
        colorScheme: look.dark ? 'dark' : 'light',
        javaScriptEnabled: look.script ?? true,
        locale: 'vi-VN',
        isMobile: (look.width ?? 1440) < 768,
      })
      opened.push(context)
      for (const cookie of as?.cookie.split('; ') ?? []) {
        const at = cookie.indexOf('=')
        await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: served.url }])
      }
      return context.newPage()
    },
    close: async () => {
      for (const context of opened) await context.close()
      await browser.close()
      await served.close()
    },
  }
}

/** With `SHOTS` set, pictures go to that folder, named by what they show. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** What axe finds against WCAG 2.2 AA, one line each, and whether the page scrolls sideways. */
export async function faults(page: Page): Promise<string[]> {
  const source = await import('axe-core')
  // Injected through the debugger, which the page's policy does not concern.
  if (await page.evaluate(`!globalThis.axe`)) await page.evaluate(`${source.default.source}; 0`)
  // A colour on its way to another theme has a contrast that nobody reads.
  await page.evaluate('for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish()')
  const found = (await page.evaluate(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`)) as {
    violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
  }
  const sideways = (await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
  )) as boolean
  return [
    ...found.violations.map(
      one =>
        `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160)).join(' | ')} ${one.nodes[0]?.failureSummary ?? ''}`,
    ),
    ...(sideways ? ['the page scrolls sideways'] : []),
  ]
}
