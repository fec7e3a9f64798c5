import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type Served, setZalo, VERIFIER } from './served.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = join(resolve(root, process.env.REFERENCE_DIR ?? '../shared'), 'platforms/data/zalo')
const present = existsSync(folder)
if (!present) console.log('the Zalo sandbox is not compared with the reference: the material is not here')

interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

/** Requests as an official client put them on the wire, one behind each heading. */
function captured(file: string): Sent[] {
  return readFileSync(join(folder, file), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map(part => {
      const [head = '', ...rest] = part.split(/\n\n/)
      const [line = '', ...fields] = head.split('\n')
      const [method = '', path = ''] = line.split(' ')
      const pairs = fields.map(field => field.split(/:\s?(.*)/s).slice(0, 2) as [string, string])
      const headers = Object.fromEntries(
        pairs.filter(([name]) => !/^(host|connection|content-length|transfer-encoding)$/i.test(name)),
      )
      return { method, path, headers, body: rest.join('\n\n').trim() }
    })
}

const covered =
  /^\/(v4\/oa\/access_token|v2\.0\/article\/(create|verify|update|remove|getdetail|getslice|upload_video\/(preparevideo|verify))|v2\.0\/oa\/(getoa|message))/

async function replay(zalo: Served, sent: Sent) {
  const headers = new Headers(sent.headers)
  if (headers.has('access_token')) headers.set('access_token', zalo.pair.access)
  if (headers.has('appsecret_proof'))
    headers.set('appsecret_proof', await zalo.sandbox.proofOf(zalo.app.secret, zalo.pair.access))
  if (headers.has('secret_key')) headers.set('secret_key', zalo.app.secret)
  const response = await fetch(zalo.served.url + sent.path, {
    method: sent.method,
    headers,
    // The capture stands for a film by a word, and for line ends by lines.
    ...(sent.method === 'POST' && {
      body: sent.headers['Content-Type']?.startsWith('multipart')
        ? sent.body.replace('<mp4 bytes>', '\0\0\0\x18ftypisom').replaceAll('\n', '\r\n')
        : sent.body.replaceAll('1234567890987654321', zalo.app.id),
    }),
  })
  return { status: response.status, body: (await response.json()) as { error?: number; message?: string } }
}

test.skipIf(!present).each(['wire-php-sdk-4.0.4.txt', 'wire-java-sdk-4.0.txt'])(
  '23: every request of %s that is covered is understood as it was framed',
  async file => {
    const zalo = await setZalo({ settings: { fetchPictures: false } })
    const all = captured(file)
    const those = all.filter(sent => covered.test(sent.path))
    expect(those.length).toBeGreaterThan(3)
    for (const sent of those) {
      const { status, body } = await replay(zalo, sent)
      expect(status, sent.path).toBe(200)
      // The dummies of the captures name a code, a job and articles that nobody made; everything else succeeds.
      const unknown = /access_token|verify|update|remove|getdetail|oa\/message/.test(sent.path)
      if (!unknown) expect(body, sent.path).toMatchObject({ error: 0, message: 'Success' })
      else expect(body.error, sent.path).toBeLessThan(0)
      if (/verify/.test(sent.path)) expect(body.message).toBe('token is invalid!')
      if (/update|remove|getdetail/.test(sent.path)) expect(body.message).toBe('id is invalid!')
    }
    // What is not covered is a path that does not exist here, never a success.
    for (const sent of all.filter(one => !covered.test(one.path))) expect((await replay(zalo, sent)).status).toBe(404)
    await zalo.close()
  },
)

test.skipIf(!present)('the numbers and texts it refuses with are those of the tables', async () => {
  interface Codes {
    openapi: { code: number; message: string }[]
    oauth: { code: number }[]
  }
  const codes = JSON.parse(readFileSync(join(folder, 'error-codes.json'), 'utf8')) as Codes
  const source = readFileSync(join(root, 'adapters/zalo/sandbox/errors.ts'), 'utf8')
  const made = [...source.matchAll(/new ZaloError\((-?\d+), [`']([^`'$]*)/g)].map(
    ([, code, text]) => [Number(code), text ?? ''] as const,
  )
  expect(made.length).toBeGreaterThan(8)
  const loose = new Set([-214])
  for (const [code, text] of made) {
    const rows = codes.openapi.filter(row => row.code === code)
    expect(rows.length, String(code)).toBeGreaterThan(0)
    const known = rows.some(row => text.startsWith(row.message) || row.message.startsWith(text))
    // The text of a job in work was seen live under a number that the table gives to another text; a path that is not there has its own.
    if (!loose.has(code) && text !== 'API is not support') expect(known, `${code} ${text}`).toBe(true)
  }
  for (const [, code] of source.matchAll(/new OauthError\((-?\d+)/g))
    expect(codes.oauth.map(row => row.code)).toContain(Number(code))
})

test.skipIf(!present)('challenge and proof agree with the vectors', async () => {
  interface Vectors {
    pkce: { code_verifier: string; code_challenge: string }[]
    appsecret_proof: { access_token: string; app_secret: string; hex_hmac_sha256: string }[]
  }
  const vectors = JSON.parse(readFileSync(join(folder, 'test-vectors.json'), 'utf8')) as Vectors
  const zalo = await setZalo()
  for (const one of vectors.pkce) expect(await zalo.sandbox.challengeOf(one.code_verifier)).toBe(one.code_challenge)
  expect(vectors.pkce[0]?.code_verifier).toBe(VERIFIER)
  for (const one of vectors.appsecret_proof)
    expect(await zalo.sandbox.proofOf(one.app_secret, one.access_token)).toBe(one.hex_hmac_sha256)
  await zalo.close()
})
