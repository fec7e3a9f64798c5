import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type ZaloSandbox, zaloSandbox } from '../../adapters/zalo/sandbox.ts'
import { mp4 } from '../support/films.ts'
import { png } from '../support/pictures.ts'
import { serve } from '../support/serve.ts'

const run = promisify(execFile)
const here = import.meta.dirname
const BACK = 'https://desk.example/zalo/back'
const PICTURE = 'https://portal.example.vn/a.png'
const BYTES = 300_000
/** In Viet Nam's morning: by night no broadcast is taken. */
const NOW = new Date('2026-11-25T02:00:00Z')

type Checks = [what: string, good: boolean][]

interface Place {
  sandbox: ZaloSandbox
  url: string
  film: string
  app: { id: string; secret: string }
  oa: { id: string }
}

/** The two official SDKs of Zalo, as they are, drive articles, videos, tokens and a broadcast; true when all was as it should be. */
export async function proveZalo(): Promise<boolean> {
  const php = await prove('php', provePhp, findPhp)
  const java = await prove('java', proveJava, findJava)
  return php && java
}

async function prove(
  name: string,
  drive: (sdk: string, place: Place) => Promise<Checks>,
  find: () => Promise<{ sdk: string } | { lacks: string }>,
): Promise<boolean> {
  const found = await find()
  if ('lacks' in found) {
    console.log(`zalo (${name}): skipped, ${found.lacks}`)
    return true
  }
  const sandbox = zaloSandbox({
    now: () => NOW,
    fetch: async () => new Response(png()),
    settings: { processingFromMs: 0, processingToMs: 0, convertFromMs: 0, convertToMs: 0 },
  })
  const served = await serve(sandbox.app)
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-proof-'))
  try {
    const film = join(folder, 'film.mp4')
    await writeFile(film, mp4({ bytes: BYTES }))
    const app = sandbox.addApp({ redirects: [BACK] })
    const checks = await drive(found.sdk, { sandbox, url: served.url, film, app, oa: sandbox.addAccount() })
    for (const [what, good] of checks) console.log(`zalo (${name}): ${good ? 'seen' : 'NOT SEEN'}, ${what}`)
    return checks.every(([, good]) => good)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await served.close()
  }
}

const answers = (command: string, args: string[]) =>
  run(command, args).then(
    () => true,
    () => false,
  )

async function findPhp() {
  const sdk = process.env.PROOF_ZALO_PHP ?? ''
  if (!existsSync(join(sdk, 'src/Zalo.php')))
    return { lacks: 'PROOF_ZALO_PHP names no folder of zaloplatform/zalo-php-sdk' }
  return (await answers('php', ['-v'])) ? { sdk } : { lacks: 'php is not installed' }
}

async function findJava() {
  const folder = join(process.env.PROOF_ZALO_JAVA ?? '', 'lib')
  const jar = existsSync(folder) ? readdirSync(folder).find(name => /^zalo-java-sdk.*\.jar$/.test(name)) : undefined
  if (!jar) return { lacks: 'PROOF_ZALO_JAVA names no folder of zaloplatform/zalo-java-sdk' }
  return (await answers('java', ['-version'])) ? { sdk: join(folder, jar) } : { lacks: 'java is not installed' }
}

const consented = z.object({ url: z.string(), verifier: z.string() })
const phpSaw = z.record(z.string(), z.unknown())

async function provePhp(sdk: string, { sandbox, url, film, app, oa }: Place): Promise<Checks> {
  const given = { sdk, to: url, app: app.id, secret: app.secret, back: BACK, picture: PICTURE, film }
  const ask = (more: object) => {
    const going = run('php', [join(here, 'zalo.php')])
    going.child.stdin?.end(JSON.stringify({ ...given, ...more }))
    return going
  }
  const { url: page, verifier } = consented.parse(JSON.parse((await ask({})).stdout))
  const { pathname, search } = new URL(page)
  const form = new FormData()
  form.set('oa', oa.id)
  form.set('decision', 'allow')
  for (const group of ['articles', 'account', 'messages']) form.append('group', group)
  const gone = await sandbox.app.request(pathname + search, { method: 'POST', body: form })
  const code = new URL(gone.headers.get('location') ?? '').searchParams.get('code')
  sandbox.pull({ what: 'refuse', on: 'change', error: 112, message: "Your app don't link with any Official Account" })
  const saw = phpSaw.parse(JSON.parse((await ask({ code, verifier })).stdout))
  const rows = sandbox.ledger()
  const [article, video] = rows
  return [
    ['a page of consent under its own address and challenge, and the code exchanged', pathname === '/v4/oa/permission'],
    ['a renewal gives another refresh token', saw.renewed === true],
    ['the spent one is refused with its number', String(saw.reused).endsWith(' -14020')],
    ['the old access token is dead, with the number of the tables', String(saw.old).endsWith(' -216')],
    ['the OA under its id, with the proof of the secret', saw.oa === oa.id],
    ['an article made, verified, listed and read', saw.id === article?.id && saw.detail === 'Ban biên tập'],
    ['its title as the list tells it', saw.listed === 'Lịch tiếp công dân tháng 12'],
    ['a title too long raises -201', String(saw.long).endsWith(' -201')],
    ['a positive number raises nothing there: our adapter must look itself', saw.positive === 112],
    ['the whole article again is the same article', saw.updated === saw.id && article?.title === 'Lịch đã đổi'],
    ['a film goes up beside a part with the token, and is asked after in the address', equal(saw.film, [1, BYTES])],
    ['a video made of it', video?.id === saw.video && video?.type === 'video' && video.visible],
    ['removed, and a second time refused', saw.removed === 0 && String(saw.again).endsWith(' -201')],
    ['two articles in all', rows.length === 2 && article?.removed === true],
  ]
}

const javaSaw = z.object({
  id: z.string(),
  listed: z.number(),
  empty: z.number(),
  status: z.number(),
  video: z.string(),
  broadcast: z.number(),
  removed: z.number(),
  stranger: z.number(),
})

async function proveJava(jar: string, { sandbox, url, film, app, oa }: Place): Promise<Checks> {
  const { access } = sandbox.mintPair({ app: app.id, account: oa.id })
  const source = join(here, 'ZaloProof.java')
  const { stdout } = await run('java', ['-cp', jar, '-Dfile.encoding=UTF-8', source, url, access, PICTURE, film])
  const saw = javaSaw.parse(JSON.parse(stdout))
  const rows = sandbox.ledger()
  const [article, video] = rows
  return [
    ['an article made under an address with a double slash, and verified', saw.id === article?.id],
    ['its words in UTF-8', article?.title === 'Lịch tiếp công dân'],
    ['a list with plain parameters', saw.listed === 1],
    ['an empty title refused with -201', saw.empty === -201],
    ['a film sent in chunks, its part under a type that says nothing, asked after in a header', saw.status === 1],
    ['a video without a state is hidden', video?.id === saw.video && video?.status === 'hide' && !video.visible],
    ['byte for byte', video?.video?.bytes === BYTES],
    ['a broadcast taken, while that header sticks to every later call', saw.broadcast === 0],
    ['that went to somebody', sandbox.broadcasts().length === 1],
    ['removed', saw.removed === 0 && article?.removed === true],
    ['another token is refused with -216', saw.stranger === -216],
  ]
}

const equal = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right)
