import { onTestFinished } from 'vitest'
import { guardedFetch } from '../../src/runtime/node/connect.ts'
import { serve } from './server.ts'

export interface Item {
  id: number
  title: string
  /** Path and query of the page. */
  path?: string
  /** Instead of `n<id>`; null leaves it out. */
  guid?: string | null
  summary?: string
  body?: string
}

/** A portal on a loopback port: lists, pages and every way they have of going wrong, decided by the test. */
export async function openPortal() {
  const asked: { path: string; headers: Record<string, string | string[] | undefined> }[] = []
  const answers = new Map<
    string,
    () => { status?: number; type?: string; headers?: Record<string, string>; body?: string | Uint8Array }
  >()
  const server = await serve((request, response) => {
    const path = request.url ?? '/'
    asked.push({ path, headers: request.headers })
    const answer = answers.get(path)?.() ?? { status: 404, body: 'Không có' }
    const { status = 200, type = 'text/html; charset=utf-8', headers = {}, body = '' } = answer
    const etag = headers.etag
    if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  })
  const way = guardedFetch({ privateOk: ['127.0.0.0/8'], portsOk: 'any', userAgent: 'LanToa/test' })
  onTestFinished(() => way.close())
  const { url } = server

  const page = (item: Item) =>
    `<!DOCTYPE html><html lang="vi"><head><title>${item.title}</title><meta property="og:type" content="article"></head><body><article><h1>${item.title}</h1>${`<p>${item.body ?? `Nội dung của tin số ${item.id}, ủy ban nhân dân xã tổ chức hội nghị, có hơn một trăm người dự.`}</p>`.repeat(4)}</article></body></html>`
  const pathOf = (item: Item) => item.path ?? `/tin/bai-${item.id}.html`
  const feed = (items: readonly Item[], base = url) =>
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin tức</title><link>${base}</link>${items
      .map(
        item =>
          `<item><title>${item.title}</title><link>${`${base}${pathOf(item)}`.replaceAll('&', '&amp;')}</link>${
            item.guid === null ? '' : `<guid isPermaLink="false">${item.guid ?? `tin_${item.id}`}</guid>`
          }<description>${item.summary ?? `Tóm tắt của tin số ${item.id}.`}</description><pubDate>Mon, 23 Nov 2026 08:${String(item.id % 60).padStart(2, '0')}:00 +0700</pubDate></item>`,
      )
      .join('')}</channel></rss>`

  return {
    url,
    fetch: way.fetch,
    asked,
    /** What one address answers from now on. */
    answer: (path: string, what: ReturnType<NonNullable<ReturnType<typeof answers.get>>>) =>
      void answers.set(path, () => what),
    /** A list and the pages of its items. */
    list: (items: readonly Item[], given: { path?: string; headers?: Record<string, string>; base?: string } = {}) => {
      answers.set(given.path ?? '/rss', () => ({
        type: 'text/xml',
        body: feed(items, given.base),
        headers: given.headers,
      }))
      for (const item of items) answers.set(pathOf(item), () => ({ body: page(item) }))
    },
    page: (item: Item) => void answers.set(pathOf(item), () => ({ body: page(item) })),
    feed,
  }
}
