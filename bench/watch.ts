/**
 * One poll round of 216 sources of which nothing has changed: CPU of this process (the target is 2 s), once by the portals'
 * word (304) and once by the bytes alone. The portals answer from a process of their own.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readers } from '../adapters/portals/index.ts'
import { watch } from '../jobs/watch.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/open.ts'
import { guardedFetch } from '../src/runtime/node/connect.ts'
import { startPostgres } from '../src/runtime/node/embedded-postgres.ts'
import { addUnit, someTime } from '../tests/support/build.ts'
import { testContext } from '../tests/support/context.ts'

const sources = 216
const items = 30

const portalProgram = `
  const item = n => '<item><title>Hội nghị lần thứ ' + n + ' của xã</title><link>http://127.0.0.1/tin-' + n + '.html</link><guid isPermaLink="false">n' + n + '</guid><description>Tóm tắt của tin số ' + n + '.</description></item>'
  const body = '<rss version="2.0"><channel><title>Tin</title>' + Array.from({ length: ${items} }, (_, n) => item(n)).join('') + '</channel></rss>'
  const server = require('node:http').createServer((request, response) => {
    const tagged = request.url.startsWith('/etag')
    if (tagged && request.headers['if-none-match']) return response.writeHead(304).end()
    response.writeHead(200, { 'content-type': 'text/xml', ...(tagged ? { etag: '"1"' } : {}) }).end(body)
  }).listen(0, '127.0.0.1', () => console.log(server.address().port))`

export default async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-bench-'))
  const portal = spawn(process.execPath, ['-e', portalProgram], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<string>(found => createInterface(portal.stdout).once('line', found))
  const server = await startPostgres(folder)
  const opened = openDatabase(server.url, 10)
  const way = guardedFetch({ privateOk: ['127.0.0.0/8'], portsOk: 'any', userAgent: 'LanToa/bench' })
  const clock = { at: someTime.getTime() }
  try {
    await migrate(opened.db)
    const outbound = { networks: way.fetch, portals: way.fetch }
    const ctx = await testContext(opened.db, { now: () => new Date(clock.at), readers, outbound })
    const unit = await addUnit(opened.db)
    for (const kind of ['etag', 'bytes'])
      for (let at = 0; at < sources; at++) {
        const url = `http://127.0.0.1:${port}/${kind}/${at}`
        const portal = await opened.db
          .insertInto('portal')
          .values({ unit_id: unit, name: url, base_url: url })
          .returning('id')
          .executeTakeFirstOrThrow()
        await opened.db
          .insertInto('source')
          .values({
            portal_id: portal.id,
            unit_id: unit,
            name: url,
            kind: 'feed',
            url,
            due_at: someTime,
            every_seconds: 900,
            state: 'stopped',
          })
          .execute()
      }
    for (const kind of ['etag', 'bytes']) {
      const now = new Date(clock.at)
      await opened.db.updateTable('source').set({ state: 'stopped' }).execute()
      await opened.db
        .updateTable('source')
        .set({ state: 'watched', due_at: now })
        .where('name', 'like', `%/${kind}/%`)
        .execute()
      await round('first read', kind)
      for (let again = 0; again < 3; again++) {
        clock.at += 3_600_000
        await round('unchanged', kind)
      }
    }
    async function round(what: string, kind: string) {
      const [cpu, began] = [process.cpuUsage(), performance.now()]
      const { items } = await watch.run(ctx, { items: 10_000, signal: new AbortController().signal })
      const used = process.cpuUsage(cpu)
      const seconds = (used.user + used.system) / 1e6
      console.log(
        `${what} (${kind}): ${items} sources, ${seconds.toFixed(2)} s of CPU, ${((performance.now() - began) / 1000).toFixed(1)} s by the clock`,
      )
    }
  } finally {
    portal.kill()
    await way.close()
    await opened.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
