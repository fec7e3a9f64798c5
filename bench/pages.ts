/** What a page costs on the wire the first time: its HTML and everything it asks for, as it is sent to a browser. */
import { request } from 'node:http'
import { showReach } from '../tests/dashboard/story.ts'
import { built, newDataDir, row } from './house.ts'

const password = 'một câu dài dễ nhớ'
const email = 'moi.vai@tinh.example'

export default async function run(): Promise<void> {
  const { boot } = await built<typeof import('../src/runtime/node/boot.ts')>('src/runtime/node/boot.js')
  const { start } = await built<typeof import('../src/runtime/node.ts')>('src/runtime/node.js')
  const { createUnit } = await built<typeof import('../src/units/create.ts')>('src/units/create.js')
  const { createPerson } = await built<typeof import('../src/people/create.ts')>('src/people/create.js')
  const folder = await newDataDir()
  const up = await boot({ environment: { LANTOA_DATA_DIR: folder.path, PORT: '0' }, as: 'server', log: 'silent' })
  if (up.is !== 'up') throw new Error(up.why)
  const running = await start(up, { web: true, worker: false, host: '127.0.0.1' })
  try {
    const { ctx } = up
    const unit = await createUnit(ctx, undefined, { name: 'Tỉnh', kind: 'province' })
    const made = await createPerson(ctx, undefined, {
      name: 'Mọi vai',
      email,
      password,
      roles: ['editor', 'approver', 'admin'],
    })
    if (made.is !== 'created') throw new Error(made.is)
    const [network = ''] = [...ctx.networks.keys()]
    await showReach(ctx.db, { unit, network, now: ctx.now(), person: made.id })
    const url = running.url ?? ''
    await weigh(url, '/sign-in', '')
    const cookie = await signIn(url)
    const home = (await get(url, '/', cookie)).text
    const menu = [...home.matchAll(/<a class="lt-item" href="([^"]+)"/g)].map(match => match[1] ?? '')
    for (const path of [...new Set(menu)]) {
      const text = await weigh(url, path, cookie)
      // And one page of its kind: a delivery, a post.
      const detail = new RegExp(`href="(${path}/\\d+)"`).exec(text)?.[1]
      if (detail) await weigh(url, detail, cookie)
    }
  } finally {
    await running.stop()
    await folder.remove()
  }
}

/** Pictures of posts are not counted: they come as they scroll into view. */
async function weigh(url: string, path: string, cookie: string): Promise<string> {
  const page = await get(url, path, cookie)
  if (page.status !== 200) {
    console.log(`${path}: answers ${page.status}`)
    return ''
  }
  let bytes = page.bytes
  const seen = new Set<string>()
  const take = async (asset: string) => {
    if (!asset.startsWith('/') || seen.has(asset)) return
    seen.add(asset)
    const file = await get(url, asset, cookie)
    if (file.status !== 200) throw new Error(`${path} asks for ${asset}, which answers ${file.status}`)
    bytes += file.bytes
    if (asset.endsWith('.js'))
      for (const [, of = ''] of file.text.matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g))
        await take(new URL(of, new URL(asset, url)).pathname)
  }
  for (const [, asset = ''] of page.text.matchAll(/<(?:link|script)\b[^>]*?(?:href|src)="([^"]+)"/g)) await take(asset)
  row(`${path} with ${seen.size} files`, bytes / 1024, 150, 'KB')
  return page.text
}

async function signIn(url: string): Promise<string> {
  const body = new URLSearchParams({ email, password, operation: crypto.randomUUID() })
  const headers = { origin: url }
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`the sign-in answers ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

/** Bytes of the body as they are on the wire, which fetch does not tell. */
function get(url: string, path: string, cookie: string): Promise<{ status: number; bytes: number; text: string }> {
  return new Promise((done, fail) => {
    const asked = (encoding: string, then: (status: number, body: Buffer) => void) =>
      request(`${url}${path}`, { headers: { 'accept-encoding': encoding, cookie } }, reply => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('end', () => then(reply.statusCode ?? 0, Buffer.concat(chunks)))
      })
        .on('error', fail)
        .end()
    asked('gzip, deflate, br, zstd', (status, sent) =>
      asked('identity', (_, plain) => done({ status, bytes: sent.length, text: plain.toString() })),
    )
  })
}
