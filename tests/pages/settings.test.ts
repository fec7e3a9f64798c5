import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { chromiumPath, faults, openWindow, shoot, type Window } from '../support/browser.ts'
import { addApprovedPost, addChannel, addDelivery } from '../support/build.ts'
import { keptDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'

describe.skipIf(!chromiumPath)('settings of a channel in a browser', () => {
  let desk: Desk
  let window: Window
  let admin: Seated
  let end: () => Promise<void>

  beforeAll(async () => {
    const { db, drop } = await keptDatabase()
    end = drop
    desk = await openDesk(await deskContext(db, { networks }))
    window = await openWindow(desk.app)
    admin = await desk.seat('Trần Thị Quản Trị', ['admin'])
  })
  afterAll(async () => {
    await window.close()
    await end()
  })

  test('each network’s form, wide and on a phone, and a wrong one', { timeout: 300_000 }, async () => {
    const { db } = desk.ctx
    const approver = (await desk.seat('Phạm Thị Duyệt', ['approver'])).actor.id
    const at = new Date('2026-11-23T02:00:00Z')
    for (const name of networks.keys()) {
      const { id } = await addChannel(db, { unit: desk.root, network: name, name: 'Cổng thông tin điện tử tỉnh' })
      const post = await addApprovedPost(db, { unit: desk.root, author: admin.actor.id, approver, at })
      await addDelivery(db, { ...post, unit: desk.root, channel: id, due: new Date('2030-01-01T00:00:00Z') })
      const page = await window.open(admin)
      const problems: string[] = []
      page.on('console', message => message.type() === 'error' && problems.push(message.text()))
      page.on('pageerror', error => problems.push(error.message))
      await page.goto(`${window.url}/channels`)
      await page.click(`a[href="/channels/${id}/settings"]`)
      const look = async (state: string) => {
        for (const [width, colorScheme] of [
          [1440, 'light'],
          [390, 'dark'],
        ] as const) {
          await page.setViewportSize({ width, height: 900 })
          await page.emulateMedia({ colorScheme })
          await shoot(page, `settings-${name}-${state}-${width}`)
          expect(await faults(page), `${name} ${state} ${width}`).toEqual([])
        }
      }
      await look('form')
      const text = page.locator('textarea, input[type=text]').first()
      if (await text.count()) {
        await text.fill('{x}'.repeat(200))
        await page.locator('main form button[type=submit]').last().click()
        await page.waitForSelector('.lt-field-wrong')
        await look('wrong')
      } else {
        await page.locator('main input[type=checkbox]').first().check()
        await page.locator('main form button[type=submit]').last().click()
        await page.waitForURL('**/channels?done=settings_saved')
        await look('saved')
      }
      expect(problems.filter(line => !line.includes('422'))).toEqual([])
      await page.close()
    }
  })
})
