import { GraphError } from './errors.ts'
import type { Call } from './request.ts'
import type { App, Grant, Page, Person, Token } from './types.ts'
import { opaque, type World } from './world.ts'

/** Who stands behind a call. */
export interface Who {
  token: Token
  app: App
  person: Person | null
  page: Page | null
}

/** `proves`: a host of files takes a token by itself. */
export async function whoCalls(world: World, call: Pick<Call, 'token' | 'params'>, proves = true): Promise<Who> {
  if (call.token === null)
    throw new GraphError({
      status: 400,
      code: 2500,
      message: 'An active access token must be used to query information about the current user.',
    })
  const token = findToken(world, call.token)
  const app = token ? world.apps.get(token.appId) : undefined
  if (!token || !app) throw badToken('Invalid OAuth access token - Cannot parse access token')
  const death = deathOf(world, token)
  if (death) throw badToken(death.message, death.subcode)
  if (proves) await checkProof(call, token, app)
  return {
    token,
    app,
    person: token.personId === null ? null : (world.people.get(token.personId) ?? null),
    page: token.pageId === null ? null : (world.pages.get(token.pageId) ?? null),
  }
}

/** `{app}|{secret}` is a token of the app itself. */
export function findToken(world: World, value: string): Token | undefined {
  const [id = '', secret] = value.split('|')
  const app = secret === undefined ? undefined : world.apps.get(id)
  if (!app) return world.tokens.get(value)
  if (app.secret !== secret) return undefined
  return {
    value,
    type: 'APP',
    appId: app.id,
    personId: null,
    pageId: null,
    grants: [],
    issuedAt: 0,
    expiresAt: null,
    dead: null,
    parent: null,
  }
}

export const badToken = (message: string, subcode?: number) =>
  new GraphError({ status: 401, code: 190, message, ...(subcode === undefined ? {} : { subcode }) })

const deaths: Record<number, string> = {
  458: 'The user has not authorized application',
  459: 'The session has been invalidated because the user needs to log in to www.facebook.com and follow the instructions given.',
  460: 'The session has been invalidated because the user has changed the password.',
  463: 'Session has expired.',
  464: 'Sessions for the user are not allowed because the user is not a confirmed user.',
  467: 'The session is invalid because the user logged out.',
  490: 'The user is enrolled in a blocking, logged-in checkpoint.',
  492: 'Invalid session. This indicates that the user associated with the Page access token does not have an appropriate role on the Page.',
}

/** Why a token no longer works; null while it does. */
export function deathOf(world: World, token: Token): { subcode?: number; message: string } | null {
  for (let at: Token | null = token; at; at = at.parent) {
    if (at.dead === null) continue
    const why = deaths[at.dead] ?? 'The session is invalid.'
    const named = at.dead === 458 ? `${why} ${at.appId}.` : why
    return { ...(at.dead === 0 ? {} : { subcode: at.dead }), message: `Error validating access token: ${named}` }
  }
  if (token.expiresAt !== null && token.expiresAt <= world.now())
    return {
      subcode: 463,
      message:
        `Error validating access token: Session has expired on ${pacific(token.expiresAt)}. ` +
        `The current time is ${pacific(world.now())}.`,
    }
  if (token.pageId !== null && token.personId !== null && !world.pages.get(token.pageId)?.roles.has(token.personId))
    return { subcode: 492, message: `Error validating access token: ${deaths[492]}` }
  return null
}

/** `Saturday, 21-Nov-26 10:00:00 PST`: Graph writes the times of its errors for California. */
function pacific(at: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    weekday: 'long',
    day: '2-digit',
    month: 'short',
    year: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(at)
  const part = (type: string) => parts.find(p => p.type === type)?.value ?? ''
  const day = `${part('weekday')}, ${part('day')}-${part('month')}-${part('year')}`
  return `${day} ${part('hour')}:${part('minute')}:${part('second')} ${part('timeZoneName')}`
}

async function checkProof(call: Pick<Call, 'params'>, token: Token, app: App): Promise<void> {
  const proof = call.params.get('appsecret_proof')
  if (proof === undefined) {
    if (!app.requireProof || token.type === 'APP') return
    throw new GraphError({
      status: 400,
      code: 104,
      message: 'API calls from the server require an appsecret_proof argument',
    })
  }
  if (proof !== (await proofOf(app.secret, token.value)))
    throw new GraphError({
      status: 400,
      code: 100,
      type: 'GraphMethodException',
      message: 'Invalid appsecret_proof provided in the API argument',
    })
}

/** Lower-case hex of HMAC-SHA256, the app's secret as key, the token as message. */
export async function proofOf(secret: string, token: string): Promise<string> {
  const text = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, ['sign'])
  const sum = new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(token)))
  return Array.from(sum, byte => byte.toString(16).padStart(2, '0')).join('')
}

export function mint(world: World, made: Omit<Token, 'value' | 'issuedAt' | 'dead'> & { value?: string }): Token {
  const token: Token = {
    ...made,
    value: made.value ?? opaque(world, 'EAA', 96),
    issuedAt: world.now(),
    dead: null,
  }
  world.tokens.set(token.value, token)
  return token
}

/** The Page token of a user token: the same one as long as both live, and it ends with the user token if that is short. */
export function pageTokenOf(world: World, parent: Token, page: Page, value?: string): Token {
  for (const token of world.tokens.values()) if (token.parent === parent && token.pageId === page.id) return token
  const short = parent.expiresAt !== null && parent.expiresAt - parent.issuedAt < 86_400_000
  return mint(world, {
    type: 'PAGE',
    appId: parent.appId,
    personId: parent.personId,
    pageId: page.id,
    grants: parent.grants,
    expiresAt: short || parent.type === 'SYSTEM_USER' ? parent.expiresAt : null,
    parent,
    ...(value === undefined ? {} : { value }),
  })
}

export const grantFor = (grants: readonly Grant[], scope: string, pageId?: string) =>
  grants.find(
    grant => grant.scope === scope && (!grant.targets || pageId === undefined || grant.targets.includes(pageId)),
  )
