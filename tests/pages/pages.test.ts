import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, faults, openWindow, shoot, type Window } from '../support/browser.ts'
import { keptDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'
import { fillBoard } from '../support/office.ts'

describe.skipIf(!chromiumPath)('pages in a browser', () => {
  let desk: Desk
  let window: Window
  let everybody: Seated
  let end: () => Promise<void>

  beforeAll(async () => {
    const { db, drop } = await keptDatabase()
    end = drop
    desk = await openDesk(await deskContext(db))
    window = await openWindow(desk.app)
    everybody = await desk.seat('Nguyễn Thị Hồng Ngọc', ['editor', 'approver', 'admin'])
  })
  afterAll(async () => {
    await window.close()
    await end()
  })

  const pages = ['/', '/deliveries', '/holds', '/channels', '/channels/new', '/sources', '/sources/new']
  test.each(['/sign-in', ...pages])(
    '%s is well formed, readable and reachable while empty',
    { timeout: 120_000 },
    path => look(path === '/sign-in' ? undefined : everybody, path, 'empty'),
  )

  describe('with work in it', () => {
    let detail: string[]
    beforeAll(async () => {
      const board = await fillBoard(desk, everybody)
      detail = [5, 6, 7, 9].map(at => `/deliveries/${board.deliveries[at]}`)
    })
    test.each(['/deliveries?lane=all', ...pages])('%s', { timeout: 120_000 }, path => look(everybody, path, 'full'))
    test('deliveries, one by one', { timeout: 240_000 }, async () => {
      for (const [at, path] of detail.entries()) await look(everybody, path, `full-${at}`)
    })
    test('a hold over everything is on every page', { timeout: 120_000 }, async () => {
      const placed = await desk.post('/holds', { scope: 'all', reason: 'Quốc tang theo thông báo của tỉnh' }, everybody)
      expect(placed.headers.get('location')).toBe('/holds?done=placed')
      await look(everybody, '/holds', 'stopped')
      await look(everybody, '/deliveries?lane=all', 'stopped')
    })
  })

  /** Both widths the desk is drawn for, light and dark: no fault axe can find, no sideways scroll, no console error. */
  async function look(as: Seated | undefined, path: string, state: string) {
    const page = await window.open(as)
    const problems: string[] = []
    page.on('console', message => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', error => problems.push(error.message))
    await page.goto(window.url + path)
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const name = `${path === '/' ? 'today' : path.slice(1).replace(/\W/g, '-')}-${state}-${width}-${colorScheme}`
        await shoot(page, name)
        expect(await faults(page), name).toEqual([])
      }
    }
    expect(problems).toEqual([])
    await page.close()
  }
})
