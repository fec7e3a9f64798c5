import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { showReach } from '../dashboard/story.ts'
import { chromiumPath, openWindow } from '../support/browser.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { toy } from '../support/toy/index.ts'

describe.skipIf(!chromiumPath)('reach in a browser', () => {
  test.each(['empty', 'full'] as const)('%s, wide and light, narrow and dark', async state => {
    const { db } = await freshDatabase()
    const now = () => new Date('2026-11-25T03:00:00Z')
    const desk = await openDesk(await deskContext(db, { now, networks: new Map([['toy', toy]]) }))
    const leader = await desk.seat('Lãnh đạo Một', ['leader'])
    if (state === 'full') await showReach(db, { unit: desk.root, network: 'toy', now: now(), person: leader.actor.id })
    const window = await openWindow(desk.app)
    try {
      const unfold = async (page: Page) => {
        for (const details of await page.locator('main details').all())
          await details.evaluate(one => one.toggleAttribute('open', true))
      }
      const path = '/reach?from=12/11/2026&to=25/11/2026'
      expect(await window.visit(leader, path, `reach-${state}`, { act: unfold })).toEqual([])
    } finally {
      await window.close()
    }
  })
})
