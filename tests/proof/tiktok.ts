import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type TiktokSandbox, tiktokSandbox } from '../../adapters/tiktok/sandbox.ts'
import { serve } from '../support/serve.ts'

/** The part of arctic that is driven here. */
interface Tokens {
  accessToken(): string
  refreshToken(): string
  scopes(): string[]
}
interface Arctic {
  TikTok: new (
    key: string,
    secret: string,
    redirect: string,
  ) => {
    createAuthorizationURL(state: string, verifier: string, scopes: string[]): URL
    validateAuthorizationCode(code: string, verifier: string): Promise<Tokens>
    refreshAccessToken(token: string): Promise<Tokens>
  }
}

const name = 'arctic'
const BACK = 'https://desk.example/back'
const VERIFIER = 'mot-chuoi-ngau-nhien-cua-chung-ta-0123456789-ABC'

async function findClient(): Promise<Arctic | null> {
  const from = process.env.PROOF_MODULES
  try {
    const found = createRequire(from === undefined ? import.meta.url : join(from, '..', 'proof.js')).resolve(name)
    return (await import(pathToFileURL(found).href)) as Arctic
  } catch {
    return null
  }
}

/** A login library of others drives consent and tokens; true when every step was seen to do what it says. */
export async function proveTiktok(): Promise<boolean> {
  const client = await findClient()
  if (!client) {
    console.log(`tiktok: skipped, ${name} is not installed (set PROOF_MODULES to a node_modules folder that has it)`)
    return true
  }
  const sandbox = tiktokSandbox()
  const served = await serve(sandbox.app)
  const real = globalThis.fetch
  // Its hosts are fixed: calls to TikTok's names go to the sandbox, and to nowhere else.
  globalThis.fetch = async (input, init) => {
    const request = new Request(input as string, init)
    const { host, pathname, search } = new URL(request.url)
    if (!/(^|\.)tiktok(apis)?\.com$/.test(host)) return real(input as string, init)
    return real(served.url + pathname + search, {
      method: request.method,
      headers: request.headers,
      body: request.method === 'GET' ? undefined : await request.text(),
      redirect: 'manual',
    })
  }
  try {
    return await drive(client, sandbox)
  } finally {
    globalThis.fetch = real
    await served.close()
  }
}

async function drive(client: Arctic, sandbox: TiktokSandbox): Promise<boolean> {
  const app = sandbox.addApp({ redirects: [BACK] })
  const account = sandbox.addAccount()
  const tiktok = new client.TikTok(app.id, app.secret, BACK)
  const seen: [string, boolean][] = []

  const consent = tiktok.createAuthorizationURL('state', VERIFIER, ['user.info.basic', 'video.upload'])
  const page = await fetch(consent)
  seen.push([
    'the consent page opens at an address without its last slash, base64url challenge and all',
    page.status === 200,
  ])
  const form = new FormData()
  form.set('account', account.id)
  form.set('decision', 'allow')
  form.set('scope', 'video.upload')
  const gone = await sandbox.app.request(`${consent.pathname}${consent.search}`, { method: 'POST', body: form })
  const back = new URL(gone.headers.get('location') ?? '')
  seen.push([
    'the person comes back with a code and what was granted',
    back.searchParams.get('scopes') === 'user.info.basic,video.upload',
  ])

  const tokens = await tiktok.validateAuthorizationCode(back.searchParams.get('code') ?? '', VERIFIER)
  seen.push(['the code is exchanged for a pair', tokens.accessToken().startsWith('act.')])
  const renewed = await tiktok.refreshAccessToken(tokens.refreshToken())
  seen.push(['a renewal answers another refresh token', renewed.refreshToken() !== tokens.refreshToken()])

  sandbox.settings.oauthErrorStatus = 200
  const trap = await tiktok.refreshAccessToken(tokens.refreshToken())
  const read = () => {
    try {
      return trap.accessToken()
    } catch {
      return undefined
    }
  }
  seen.push([
    'a spent refresh token is refused with 200, and the library notices when the token is read',
    read() === undefined,
  ])
  sandbox.settings.oauthErrorStatus = 400
  const refused = await tiktok.refreshAccessToken(tokens.refreshToken()).catch(() => undefined)
  seen.push(['the same with 400 is an error of its own', refused === undefined])

  for (const [step, held] of seen) console.log(`tiktok: ${held ? 'ok' : 'FAILED'}: ${step}`)
  return seen.every(([, held]) => held)
}
