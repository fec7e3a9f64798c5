import { OauthError } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import type { Call } from './request.ts'
import { type Grant, type Project, type Scope, scopePrefix } from './types.ts'
import { opaque, type World } from './world.ts'

/** POST https://oauth2.googleapis.com/token: a form, the secret among its fields. */
export async function exchange(world: World, call: Call): Promise<Reply> {
  const form = await formOf(call)
  const project = world.projects.get(form.get('client_id') ?? '')
  if (!project) throw new OauthError(401, 'invalid_client', 'The OAuth client was not found.')
  if (form.get('client_secret') !== project.secret) throw new OauthError(401, 'invalid_client', 'Unauthorized')
  const grantType = form.get('grant_type')
  const own = grantType === 'refresh_token' ? ['refresh_token'] : ['code', 'redirect_uri', 'code_verifier']
  for (const name of form.keys())
    if (!['client_id', 'client_secret', 'grant_type', ...own].includes(name))
      throw new OauthError(400, 'invalid_request', `Parameter not allowed for this message type: ${name}`)
  switch (grantType) {
    case 'authorization_code':
      return told(world, await ofCode(world, project, form), true)
    case 'refresh_token':
      return told(world, ofRefresh(world, project, form.get('refresh_token') ?? ''), false)
    default:
      throw new OauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`)
  }
}

/** Kills every token of that person for the project. */
export async function revoke(world: World, call: Call): Promise<Reply> {
  const form = await formOf(call)
  const token = call.query.get('token') ?? form.get('token')
  const found = world.grants.find(grant => grant.access === token || grant.refresh === token)
  if (!found) throw new OauthError(400, 'invalid_token', 'Token expired or revoked')
  withdraw(world, found.channelId, found.projectId)
  return ok({})
}

export function withdraw(world: World, channel: string, project?: string): number {
  const held = world.grants.filter(
    grant => grant.channelId === channel && !grant.revoked && (project === undefined || grant.projectId === project),
  )
  for (const grant of held) grant.revoked = true
  return held.length
}

async function formOf(call: Call): Promise<URLSearchParams> {
  const type = (call.headers.get('content-type') ?? '').toLowerCase()
  if (!type.startsWith('application/x-www-form-urlencoded'))
    throw new OauthError(400, 'invalid_request', 'A form was expected.')
  return new URLSearchParams(await call.request.text())
}

const expired = () => new OauthError(400, 'invalid_grant', 'Token has been expired or revoked.')

async function ofCode(world: World, project: Project, form: URLSearchParams): Promise<Grant> {
  const code = world.codes.get(form.get('code') ?? '')
  if (!code || code.projectId !== project.id || code.used || code.endsAt <= world.now())
    throw new OauthError(400, 'invalid_grant', 'Malformed auth code.')
  if (form.get('redirect_uri') !== code.redirect) throw new OauthError(400, 'redirect_uri_mismatch', 'Bad Request')
  const verifier = form.get('code_verifier')
  if (code.challenge !== null && (verifier === null || (await challengeOf(verifier)) !== code.challenge))
    throw new OauthError(400, 'invalid_grant', 'Invalid code verifier.')
  code.used = true
  return addGrant(world, { project: code.projectId, channel: code.channelId, scopes: code.scopes })
}

/** The refresh token stays what it is; only the access token is new. */
function ofRefresh(world: World, project: Project, refresh: string): Grant {
  const last = world.grants.findLast(one => one.refresh === refresh && one.projectId === project.id)
  const ended = last && last.refreshEndsAt !== null && last.refreshEndsAt <= world.now()
  if (!last || last.revoked || ended) throw expired()
  const grant: Grant = {
    ...last,
    access: `ya29.${opaque(world, 160)}`,
    accessEndsAt: world.now() + world.settings.accessLifeMs,
  }
  world.grants.push(grant)
  return grant
}

function told(world: World, grant: Grant, first: boolean): Reply {
  const left = grant.accessEndsAt === null ? 3_153_600_000 : Math.floor((grant.accessEndsAt - world.now()) / 1000)
  const body = {
    access_token: grant.access,
    expires_in: left,
    ...(first && { refresh_token: grant.refresh }),
    scope: grant.scopes.map(scope => scopePrefix + scope).join(' '),
    token_type: 'Bearer',
    ...(grant.refreshEndsAt !== null && {
      refresh_token_expires_in: Math.floor((grant.refreshEndsAt - world.now()) / 1000),
    }),
  }
  return ok(body)
}

export function addGrant(
  world: World,
  given: {
    project: string
    channel: string
    scopes: readonly Scope[]
    access?: string
    refresh?: string
    endless?: boolean
  },
): Grant {
  const { accessLifeMs, testingLifeMs } = world.settings
  const testing = world.projects.get(given.project)?.testing ?? false
  const grant: Grant = {
    access: given.access ?? `ya29.${opaque(world, 160)}`,
    refresh: given.refresh ?? `1//0g${opaque(world, 90)}`,
    projectId: given.project,
    channelId: given.channel,
    scopes: given.scopes,
    accessEndsAt: given.endless ? null : world.now() + accessLifeMs,
    refreshEndsAt: testing && !given.endless ? world.now() + testingLifeMs : null,
    revoked: false,
  }
  world.grants.push(grant)
  return grant
}

/** Base64url without padding of the SHA-256 of the verifier. */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
