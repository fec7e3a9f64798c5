import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { chromiumPath, openWindow, type Window } from '../support/browser.ts'
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

  test('each network’s form, wide and on a phone, and a wrong one', async () => {
    const { db } = desk.ctx
    const approver = (await desk.seat('Phạm Thị Duyệt', ['approver'])).actor.id
    const at = new Date('2026-11-23T02:00:00Z')
    for (const name of networks.keys()) {
      const { id } = await addChannel(db, { unit: desk.root, network: name, name: 'Cổng thông tin điện tử tỉnh' })
      const post = await addApprovedPost(db, { unit: desk.root, author: admin.actor.id, approver, at })
      await addDelivery(db, { ...post, unit: desk.root, channel: id, due: new Date('2030-01-01T00:00:00Z') })
      const open = (page: Page) => page.click(`a[href="/channels/${id}/settings"]`)
      expect(await window.visit(admin, '/channels', `settings-${name}-form`, { act: open })).toEqual([])
      expect(await window.visit(admin, undefined, `settings-${name}-sent`, { act: send })).toEqual([])
    }
  })
})

/** A wrong text where the form has one, and its words beside it; what it has otherwise is saved. */
async function send(page: Page) {
  const text = page.locator('textarea, input[type=text]').first()
  const written = (await text.count()) > 0
  if (written) await text.fill('{x}'.repeat(200))
  else await page.locator('main input[type=checkbox]').first().check()
  await page.locator('main form button[type=submit]').last().click()
  if (written) await page.waitForSelector('.lt-field-wrong')
  else await page.waitForURL('**/channels?done=settings_saved')
}
