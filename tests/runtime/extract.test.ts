import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readers } from '../../adapters/portals/index.ts'
import { type ExtractLimits, threadedReaders, usualLimits } from '../../src/runtime/node/extract.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const came = { baseUrl: 'https://cong.example/tin' }

function threaded(limits: Partial<ExtractLimits> = {}, rogue = false) {
  const file = rogue ? pathToFileURL(`${import.meta.dirname}/../support/rogue-thread.ts`) : undefined
  const made = threadedReaders(readers, { ...usualLimits, ...limits }, file)
  onTestFinished(() => made.close())
  return made
}

const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><item><title>Một</title><link>https://cong.example/1</link><guid>1</guid></item></channel></rss>`
const page = `<!DOCTYPE html><html lang="vi"><head><title>Hội nghị của xã</title></head><body><article><h1>Hội nghị của xã</h1>${'<p>Ủy ban nhân dân xã tổ chức hội nghị, có hơn một trăm người dự, bàn về nước sạch.</p>'.repeat(5)}</article></body></html>`

test('the thread answers what the readers answer', async () => {
  const far = threaded()
  expect(await far.feed(encode(feed), came)).toEqual(readers.feed(encode(feed), came))
  expect(await far.article(encode(page), came)).toEqual(readers.article(encode(page), came))
  const posts = encode(
    '[{"id":1,"link":"https://cong.example/1","title":{"rendered":"Một"},"date_gmt":"2026-11-20T01:00:00"}]',
  )
  const headers = new Headers({ 'x-wp-total': '7' })
  const read = await far.posts(posts, { ...came, headers })
  expect(read).toEqual(readers.posts(posts, { ...came, headers }))
  expect(read).toMatchObject({ value: { total: 7 } })
})

describe('half a megabyte of nested tags', () => {
  const nest = (tag: string) => `<${tag}>`.repeat(Math.ceil(500_000 / (tag.length + 2)))

  test.each(['div', 'b', 'table', 'ul', 'blockquote', 'font', 'a', 'svg'])(
    'of <%s> is refused by name or read, and the next page is read',
    async tag => {
      const far = threaded()
      const body = `<html><head><title>Một tiêu đề dài vừa đủ</title></head><body>${nest(tag)}sâu</body></html>`
      const read = await far.article(encode(body), came)
      expect(read.is === 'read' ? 'read' : read.code).toMatch(/^(read|article\.\w+|reading\.too_\w+)$/)
      expect(await far.article(encode(page), came)).toMatchObject({ is: 'read' })
    },
  )

  test('in a feed’s description leaves the feed readable or refused by name', async () => {
    const far = threaded()
    const hostile = feed.replace('</item>', `<description><![CDATA[${nest('div')}sâu]]></description></item>`)
    const read = await far.feed(encode(hostile), came)
    expect(read.is === 'read' ? read.value.entries : read.code).toEqual(
      expect.toSatisfy(got => (Array.isArray(got) ? got.length === 1 : /^(feed|reading)\./.test(got))),
    )
    expect(await far.feed(encode(feed), came)).toMatchObject({ is: 'read' })
  })

  test('as a feed itself is refused by name', async () => {
    const read = await threaded().feed(encode(`<rss><channel>${nest('item')}</channel></rss>`), came)
    expect(read.is === 'read' ? 'read' : read.code).toMatch(/^(read|feed\.\w+|reading\.too_\w+)$/)
  })
})

describe('what takes the thread down has a name, and what waits behind it is read:', () => {
  test.each([
    ['hang', 'reading.too_slow'],
    ['eat', 'reading.too_heavy'],
    ['die', 'reading.failed'],
    ['throw', 'reading.failed'],
  ])('%s', async (what, code) => {
    const far = threaded({ ms: what === 'hang' ? 4_000 : 60_000, heapMb: 64 }, true)
    const [bad, good] = await Promise.all([far.feed(encode(what), came), far.article(encode('ổn'), came)])
    expect(bad).toMatchObject({ is: 'unreadable', code })
    expect(good).toMatchObject({ is: 'read', value: { text: 'ổn' } })
  })
})

test('the thread starts with the first document and ends when it is idle', async () => {
  const far = threaded({ idleMs: 50 }, true)
  expect(far.isAwake()).toBe(false)
  await far.feed(encode('một'), came)
  expect(far.isAwake()).toBe(true)
  await expect.poll(() => far.isAwake()).toBe(false)
  expect(await far.feed(encode('hai'), came)).toMatchObject({ is: 'read' })
})
