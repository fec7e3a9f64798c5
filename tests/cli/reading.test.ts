import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { article } from '../../src/cli/article.ts'
import type { Command } from '../../src/cli/command.ts'
import { demo } from '../../src/cli/demo.ts'
import { feed } from '../../src/cli/feed.ts'
import { listing } from '../../src/cli/listing.ts'
import { migrate } from '../../src/cli/migrate.ts'
import { sandbox } from '../../src/cli/sandbox.ts'
import { serve as serveCommand, worker } from '../../src/cli/serve.ts'
import { sitemap } from '../../src/cli/sitemap.ts'
import { status } from '../../src/cli/status.ts'
import { serve } from '../support/server.ts'

async function called(command: Command, args: string[]) {
  let stdout = ''
  let stderr = ''
  const code = await command(args, {
    stdout: {
      write: text => {
        stdout += text
      },
    },
    stderr: {
      write: text => {
        stderr += text
      },
    },
  })
  return { code, stdout, stderr }
}

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'tài liệu.xml')
  await writeFile(file, text)
  return file
}

const rss =
  '<rss version="2.0"><channel><title>Tin</title><item><title>Một</title><link>/1.html</link><guid isPermaLink="false">n1</guid></item></channel></rss>'
const page = `<html lang="vi"><head><title>Họp dân về nước sạch</title></head><body><article>${'<p>Sáng nay xã tổ chức họp dân về nước sạch, có hơn một trăm người dự.</p>'.repeat(5)}</article></body></html>`

test('a feed is printed as one JSON document, links absolute by the base given', async () => {
  const got = await called(feed, [await fileWith(rss), '--base-url', 'https://xa-a.example/rss', '--json'])
  expect(got).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(got.stdout)).toMatchObject({
    format: 'rss',
    entries: [{ id: 'n1', title: 'Một', url: 'https://xa-a.example/1.html' }],
  })
})

test('an article is printed as one JSON document', async () => {
  const got = await called(article, [await fileWith(page), '--base-url', 'https://xa-a.example/1.html', '--json'])
  expect(got.code).toBe(0)
  const { title, images, attachments } = JSON.parse(got.stdout)
  expect({ title, images, attachments }).toEqual({ title: 'Họp dân về nước sạch', images: [], attachments: [] })
})

test('a list page is printed by the selectors given, and a preset that is none is refused', async () => {
  const list = `<html><body>${[1, 2].map(at => `<div class="tin"><a href="/bai-${at}.html">Họp dân về nước sạch lần ${at}</a><i>0${at}/11/2026</i></div>`).join('')}</body></html>`
  const args = [await fileWith(list), '--base-url', 'https://xa-a.example/', '--row', '.tin', '--date', 'i', '--json']
  const got = await called(listing, args)
  expect(JSON.parse(got.stdout).entries).toMatchObject([
    { title: 'Họp dân về nước sạch lần 1', publishedAt: '2026-10-31T17:00:00Z' },
    { url: 'https://xa-a.example/bai-2.html' },
  ])
  expect(await called(listing, [...args, '--family', 'joomla'])).toMatchObject({ code: 2, stdout: '' })
  expect((await called(listing, [...args, '--row', 'div['])).stderr).toContain('list.bad_selector')
})

test('a sitemap is printed, compressed or not', async () => {
  const urls = '<urlset><url><loc>https://xa-a.example/1.html</loc></url></urlset>'
  const file = await fileWith(urls)
  await writeFile(`${file}.gz`, gzipSync(urls))
  for (const name of [file, `${file}.gz`]) {
    const got = await called(sitemap, [name, '--base-url', 'https://xa-a.example/sitemap.xml'])
    expect(JSON.parse(got.stdout).entries).toMatchObject([{ url: 'https://xa-a.example/1.html' }])
  }
})

test('bad input is exit 2, nothing on stdout, and one line that says what and where', async () => {
  const bad = async (command: Command, args: string[]) => {
    const got = await called(command, args)
    expect(got).toMatchObject({ code: 2, stdout: '' })
    expect(got.stderr.trimEnd().split('\n')).toHaveLength(1)
    return got.stderr
  }
  expect(await bad(feed, [])).toContain('name a file')
  expect(await bad(feed, ['/no/such/file.xml'])).toContain('/no/such/file.xml: no such file')
  expect(await bad(feed, [tmpdir()])).toContain('is a directory')
  expect(await bad(feed, ['a', 'b'])).toContain('"b" is one too many')
  expect(await bad(feed, ['a', '--base-url', 'x'])).toContain('--base-url')
  expect(await bad(feed, ['a', '--no-such'])).toContain('--no-such')
  const html = await fileWith(page)
  expect(await bad(feed, [html])).toMatch(/feed\.html_page/)
  expect(await bad(feed, [html])).toContain(html)
  expect(await bad(article, [await fileWith('')])).toContain('article.empty')
  const known = await bad(feed, ['http://user:mat-khau@cong.example/rss'])
  expect(known).toContain('http://…@cong.example/rss')
  expect(known).not.toContain('mat-khau')
})

test.each([
  ['serve', serveCommand],
  ['worker', worker],
  ['status', status],
  ['migrate', migrate],
  ['demo', demo],
  ['sandbox', sandbox],
])('%s does not pass over what it does not understand', async (_, command) => {
  const got = await called(command, ['half'])
  expect(got).toMatchObject({ code: 2, stdout: '' })
  expect(got.stderr).toMatch(/^lantoa: "half" is not known here.*\n$/)
})

test('an address inside is refused, and read where the operator let its range through', async () => {
  const portal = await serve((_, response) => response.setHeader('content-type', 'text/xml').end(rss))
  const refused = await called(feed, [`${portal.url}/rss`])
  expect(refused).toMatchObject({ code: 2 })
  process.env.LANTOA_PRIVATE_OK = '127.0.0.0/8'
  onTestFinished(() => {
    delete process.env.LANTOA_PRIVATE_OK
  })
  const got = await called(feed, [`${portal.url}/rss`])
  expect(JSON.parse(got.stdout)).toMatchObject({ entries: [{ url: `${portal.url}/1.html` }] })
})
