import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished } from '../support/built.ts'
import { freshDatabase } from '../support/database.ts'
import { freshFolder } from '../support/folder.ts'
import { serve } from '../support/server.ts'

const feed = `<rss version="2.0"><channel><title>Tin</title>${[1, 2]
  .map(n => `<item><title>Họp dân lần ${n}</title><link>/tin/hop-dan-${n}.html</link></item>`)
  .join('')}</channel></rss>`
const front = `<!doctype html><html lang="vi"><head><title>Xã Thử</title><link rel="alternate" type="application/rss+xml" href="/rss/tin.rss"></head><body><ul>${[1, 2, 3].map(n => `<li><a href="/tin/hop-ban-ve-nuoc-sach-lan-thu-${n}.html">Họp bàn về nước sạch lần thứ ${n} của xã</a> <span>2${n}/11/2026</span></li>`).join('')}</ul></body></html>`

/** A portal as it stands in an office network: it answers at a front page, a feed and a sitemap that robots.txt names. */
async function openOffice() {
  const server = await serve((request, response) => {
    const pages: Record<string, [string, string]> = {
      '/': ['text/html; charset=utf-8', front],
      '/rss/tin.rss': ['text/xml', feed],
      '/robots.txt': ['text/plain', `User-agent: *\nCrawl-delay: 4\nSitemap: http://${request.headers.host}/so-do.xml`],
      '/so-do.xml': ['text/xml', `<urlset><url><loc>http://${request.headers.host}/tin/1.html</loc></url></urlset>`],
    }
    const [type, body] = pages[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(body === '' ? 404 : 200, { 'content-type': type }).end(body)
  })
  return server
}

test('the ways into a portal are found from its address, and an inner address is refused unless it is let through', async () => {
  const { url } = await openOffice()
  const environment = { LANTOA_DATA_DIR: await freshFolder() }
  const refused = await finished(['ways', url, '--json'], environment)
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toMatch(/^lantoa: ways: .*source\.fault_blocked.*\n$/)
  const found = await finished(['ways', url, '--json'], { ...environment, LANTOA_PRIVATE_OK: '127.0.0.1/32' })
  expect(found).toMatchObject({ code: 0, err: '' })
  const { is, ways, pace } = JSON.parse(found.out)
  expect(is).toBe('found')
  expect(pace).toEqual({ robots: 'rules', crawlDelay: 4, everySeconds: 4 })
  expect(
    ways.map(({ kind, url: at, tried }: { kind: string; url: string; tried: { total: number } }) => [
      kind,
      at.replace(url, ''),
      tried.total,
    ]),
  ).toEqual([
    ['feed', '/rss/tin.rss', 2],
    ['sitemap', '/so-do.xml', 1],
    ['list', '/', 3],
  ])
  expect((await finished(['ways', 'không phải', 'địa chỉ'], environment)).code).toBe(2)
}, 120_000)

test('a province’s table is tried, imported once, and wrong lines are named with their number', async () => {
  const { db, url: database } = await freshDatabase()
  const folder = await freshFolder()
  const environment = { LANTOA_DATA_DIR: folder, DATABASE_URL: database }
  const file = join(folder, 'nguồn tin.csv')
  const head = 'Đơn vị,Cấp,Cổng,Địa chỉ cổng,Phần mềm,Cách đọc,Địa chỉ đọc'
  const good = [
    'Sở Y tế,sở,Cổng Sở Y tế,syt.tinh.example,nukeviet-4,rss,/vi/news/rss/',
    'Xã Thử,xã,,xathu.tinh.example,,list,/tin-tuc',
  ]
  const run = (...args: string[]) => finished(['sources', 'import', file, '--json', ...args], environment)
  await writeFile(file, [head, ...good].join('\n'))
  expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('lantoa user create') })
  const user = ['user', 'create', '--email', 'lan@tinh.example', '--name', 'Lan', '--role', 'admin', '--body', 'Tỉnh']
  expect((await finished(user, environment)).code).toBe(0)

  const tried = await run('--dry-run')
  expect(tried.code).toBe(0)
  expect(JSON.parse(tried.out)).toMatchObject({ is: 'planned', units: 2, portals: 2, sources: 2, untried: 1, wrong: 0 })
  const read = await run('--try')
  expect(read.code).toBe(1)
  // Names under .example lead nowhere: each line says so, and nothing is left untried or saved.
  expect(JSON.parse(read.out)).toMatchObject({
    is: 'planned',
    untried: 0,
    lines: [0, 1].map(() => ({ tried: { is: 'failed', code: expect.stringMatching(/^source\.fault_/) } })),
  })
  const urls = async () => (await db.selectFrom('source').select('url').orderBy('id').execute()).map(({ url }) => url)
  expect(await urls()).toEqual([])
  expect(JSON.parse((await run()).out)).toMatchObject({ is: 'imported', sources: 2 })
  const there = ['https://syt.tinh.example/vi/news/rss/', 'https://xathu.tinh.example/tin-tuc']
  expect(await urls()).toEqual(there)
  expect(JSON.parse((await run()).out)).toMatchObject({ is: 'imported', units: 0, portals: 0, sources: 0 })

  await writeFile(file, [head, ...good, 'Xã Ba,làng,,xa3.tinh.example,joomla,rss,/rss'].join('\n'))
  const wrong = await run()
  expect(wrong.code).toBe(1)
  const { lines } = JSON.parse(wrong.out)
  expect(lines.find(({ does }: { does: string }) => does === 'wrong')).toMatchObject({
    line: 4,
    wrong: [{ code: 'import.level' }, { code: 'import.family' }],
  })
  expect(await urls()).toEqual(there)
}, 120_000)
