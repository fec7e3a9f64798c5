import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openWindow, type Window, wide } from '../support/browser.ts'
import { keptDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'
import { fillBoard, fillDesk, outdate, titles } from '../support/office.ts'

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

  const pages = [
    '/',
    '/publications',
    '/posts',
    '/posts/new',
    '/approvals',
    '/deliveries',
    '/holds',
    '/channels',
    '/channels/new',
    '/rules',
    '/rules/new',
    '/sources',
    '/sources/new',
  ]
  test.each(['/sign-in', ...pages])('%s is well formed, readable and reachable while empty', path =>
    look(path === '/sign-in' ? undefined : everybody, path, 'empty'),
  )

  describe('with work in it', () => {
    let deep: string[]
    beforeAll(async () => {
      const editor = await desk.seat('Trần Thị Hoa', ['editor', 'admin'])
      const board = await fillBoard(desk, everybody)
      const { draft, submitted, rule } = await fillDesk(desk, editor)
      deep = [
        ...[5, 6, 7, 9].map(at => `/deliveries/${board.deliveries[at]}`),
        `/posts/${draft}`,
        `/posts/${draft}?tab=common`,
        `/posts/${submitted}`,
        `/approvals/${submitted}`,
        `/rules/${rule}`,
        `/rules/${rule}/try`,
        '/publications?show=all',
      ]
    })
    test.each(['/deliveries?lane=all', ...pages])('%s', path => look(everybody, path, 'full'))
    test('one thing at a time', async () => {
      for (const [at, path] of deep.entries()) await look(everybody, path, `one-${at}`)
    })
    test('in English, and without script', async () => {
      await desk.post('/me/language', { language: 'en' }, everybody)
      await look(everybody, '/', 'english')
      await look(everybody, '/deliveries?lane=all', 'english', false)
      await desk.post('/me/language', { language: 'vi' }, everybody)
    })
    test('what has to be approved again since a setting of its channel changed', async () => {
      await look(everybody, '/approvals/again', 'empty')
      await outdate(desk, everybody, [titles[0] ?? '', 'Ngắn'])
      await look(everybody, '/approvals/again', 'full')
    })
    test('a hold over everything is on every page', async () => {
      const placed = await desk.post('/holds', { scope: 'all', reason: 'Quốc tang theo thông báo của tỉnh' }, everybody)
      expect(placed.headers.get('location')).toBe('/holds?done=placed')
      await look(everybody, '/holds', 'stopped')
    })
  })

  /** A wide page in light and a phone's in dark: no fault axe can find, no sideways scroll, no console error. */
  async function look(as: Seated | undefined, path: string, state: string, script = true) {
    const name = `${path === '/' ? 'today' : path.slice(1).replace(/\W/g, '-')}-${state}`
    const how = { script, ...(state === 'empty' && { looks: [wide] }) }
    expect(await window.visit(as, path, name, how)).toEqual([])
  }
})
