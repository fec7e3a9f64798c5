import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPost } from '../../src/posts/create.ts'
import { chromiumPath, openWindow, type Window } from '../support/browser.ts'
import { addChannel } from '../support/build.ts'
import { keptDatabase } from '../support/database.ts'
import { type Desk, deskContext, openDesk, type Seated } from '../support/desk.ts'

describe.skipIf(!chromiumPath)('what is typed in the composer', () => {
  let desk: Desk
  let window: Window
  let author: Seated
  let path: string
  let end: () => Promise<void>

  beforeAll(async () => {
    const { db, drop } = await keptDatabase()
    end = drop
    desk = await openDesk(await deskContext(db))
    window = await openWindow(desk.app)
    author = await desk.seat('Trần Thị Hoa', ['editor'])
    const { id: channel } = await addChannel(db, { unit: desk.root, network: 'toy' })
    const given = { unit: desk.root, brief: { title: 'Tin đầu', lead: 'Nội dung.' }, channels: [channel] }
    const made = await createPost(desk.ctx, author.actor, given)
    if (made.is !== 'created') throw new Error(made.is)
    path = `/posts/${made.post}?tab=common`
  })
  afterAll(async () => {
    await window.close()
    await end()
  })

  const title = (page: Page) => page.locator('[name=title]')
  const bar = (page: Page) => page.locator('[data-kept]')
  const look = (act: (page: Page) => Promise<unknown>) =>
    window.visit(author, path, 'keep', { act, looks: [] }).then(found => expect(found).toEqual([]))

  test('is offered again after the page was left, and forgotten once it is saved', { timeout: 120_000 }, async () => {
    await look(async page => {
      expect(await bar(page).isVisible()).toBe(false)
      await title(page).fill('Tin gõ dở')
    })
    await look(async page => {
      expect(await title(page).inputValue()).toBe('Tin đầu')
      expect(await bar(page).isVisible()).toBe(true)
      await page.click('[data-kept-take]')
      expect(await title(page).inputValue()).toBe('Tin gõ dở')
      await page.locator('button[value=save]').click()
      await page.waitForURL('**done=saved**')
      expect(await title(page).inputValue()).toBe('Tin gõ dở')
      expect(await page.evaluate(() => localStorage.length)).toBe(0)
    })
    await look(async page => expect(await bar(page).isVisible()).toBe(false))
  })

  test('is kept when the server refuses it, and signing out leaves nothing', { timeout: 120_000 }, async () => {
    await look(async page => {
      await title(page).fill('Tin bị từ chối')
      await page.locator('[name=day]').fill('31/02/2026')
      await page.locator('button[value=save]').click()
      await page.waitForSelector('.lt-field-wrong')
    })
    await look(async page => {
      await page.click('[data-kept-take]')
      expect(await title(page).inputValue()).toBe('Tin bị từ chối')
      await page.evaluate(() => document.querySelector('form[action="/sign-out"]')?.dispatchEvent(new Event('submit')))
      expect(await page.evaluate(() => localStorage.length)).toBe(0)
    })
  })
})
