import { GraphError, invalid } from './errors.ts'
import type { Call } from './request.ts'
import { badToken, deathOf, findToken, mint, type Who } from './tokens.ts'
import type { App, Token } from './types.ts'
import type { World } from './world.ts'

const shortLife = 5_400_000
const longLife = 5_184_000_000

/** GET /oauth/access_token: a code, a short token, or the app itself, for a token. Needs no token of its own. */
export function exchange(world: World, call: Call): unknown {
  const param = (name: string) => {
    const value = call.params.get(name)
    return typeof value === 'string' ? value : undefined
  }
  for (const name of call.params.keys())
    if (world.settings.strict && !exchangeParams.includes(name)) throw invalid(`Unrecognized parameter: ${name}`)
  const app = world.apps.get(param('client_id') ?? '')
  if (!app)
    throw new GraphError({
      status: 400,
      code: 101,
      message: 'Error validating application. Cannot get application info due to a system error.',
    })
  if (param('client_secret') !== app.secret)
    throw new GraphError({ status: 400, code: 1, message: 'Error validating client secret.' })
  switch (param('grant_type')) {
    case 'fb_exchange_token':
      return bearer(world, lengthen(world, app, param('fb_exchange_token') ?? ''))
    case 'client_credentials':
      return { access_token: `${app.id}|${app.secret}`, token_type: 'bearer' }
    case undefined:
    case 'authorization_code':
      return bearer(world, redeem(world, app, param('code') ?? '', param('redirect_uri')))
    default:
      throw invalid(`Unknown grant type ${param('grant_type')}`)
  }
}

const exchangeParams = ['client_id', 'client_secret', 'redirect_uri', 'code', 'grant_type', 'fb_exchange_token'].concat(
  ['set_token_expires_in_60_days', 'appsecret_proof'],
)

const bearer = (world: World, token: Token) => ({
  access_token: token.value,
  token_type: 'bearer',
  ...(token.expiresAt === null ? {} : { expires_in: Math.round((token.expiresAt - world.now()) / 1000) }),
})

/** A code works once, for ten minutes, with exactly the address it was made for. */
function redeem(world: World, app: App, value: string, redirect: string | undefined): Token {
  const code = world.codes.get(value)
  if (!code || code.appId !== app.id) throw codeError('Error validating verification code.', undefined)
  if (code.redirect !== redirect)
    throw codeError(
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the ' +
        'OAuth dialog request',
      36008,
    )
  if (code.used) throw codeError('This authorization code has been used.', 36009)
  if (code.expiresAt <= world.now()) throw codeError('This authorization code has expired.', 36007)
  code.used = true
  return mint(world, {
    type: 'USER',
    appId: app.id,
    personId: code.personId,
    pageId: null,
    grants: code.grants,
    expiresAt: world.now() + shortLife,
    parent: null,
  })
}

const codeError = (message: string, subcode: number | undefined) =>
  new GraphError({ status: 400, code: 100, message, ...(subcode === undefined ? {} : { subcode }) })

/** A dead token cannot be made longer. */
function lengthen(world: World, app: App, value: string): Token {
  const token = findToken(world, value)
  if (token?.appId !== app.id || (token.type !== 'USER' && token.type !== 'SYSTEM_USER'))
    throw badToken('Invalid OAuth access token - Cannot parse access token')
  const death = deathOf(world, token)
  if (death) throw badToken(death.message, death.subcode)
  const { type, appId, personId, grants } = token
  return mint(world, { type, appId, personId, pageId: null, grants, expiresAt: world.now() + longLife, parent: null })
}

/** GET /debug_token answers 200 for a dead token too, with `subcode` where errors say `error_subcode`. */
export function debugToken(world: World, call: Call, who: Who): unknown {
  for (const name of call.params.keys())
    if (world.settings.strict && !['input_token', 'appsecret_proof'].includes(name))
      throw invalid(`Unrecognized parameter: ${name}`)
  const input = call.params.get('input_token')
  if (typeof input !== 'string' || input === '') throw invalid('The parameter input_token is required')
  const token = findToken(world, input)
  if (!token)
    return { data: { error: { code: 190, message: 'Invalid OAuth access token.' }, is_valid: false, scopes: [] } }
  if (token.appId !== who.app.id) throw invalid('The App_id in the input_token did not match the Viewing App')
  const death = deathOf(world, token)
  const seconds = (at: number | null) => (at === null ? 0 : Math.floor(at / 1000))
  const about = {
    app_id: who.app.id,
    type: token.type,
    application: who.app.name,
    expires_at: seconds(token.expiresAt),
    is_valid: death === null,
    issued_at: seconds(token.issuedAt),
    ...(token.pageId === null ? {} : { profile_id: token.pageId }),
    ...(token.personId === null ? {} : { user_id: token.personId }),
  }
  if (death) {
    const { message, subcode } = death
    const error = { code: 190, message, ...(subcode === undefined ? {} : { subcode }) }
    return { data: { ...about, error, scopes: [] } }
  }
  return {
    data: {
      ...about,
      data_access_expires_at: seconds(token.issuedAt + 90 * 86_400_000),
      scopes: token.grants.map(grant => grant.scope),
      granular_scopes: token.grants.map(grant => ({
        scope: grant.scope,
        ...(grant.targets ? { target_ids: grant.targets } : {}),
      })),
    },
  }
}
