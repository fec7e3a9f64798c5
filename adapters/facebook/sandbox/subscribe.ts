import { GraphError, invalid, missingPermission, missingReadPermission } from './errors.ts'
import { checkParams, type Params } from './params.ts'
import { mayRead, mayWrite } from './rights.ts'
import type { Turn } from './turn.ts'
import type { Page } from './types.ts'

/**
 * Webhooks, both halves (webhooks for Pages, Page/subscribed_apps, Application/subscriptions; read 2026-11-22): where an
 * app is knocked at, and which Pages knock. Nothing is sent from here; tests and people knock by hand.
 */
export async function subscriptions(turn: Turn): Promise<unknown> {
  const { world, call, who } = turn
  if (who.token.type !== 'APP') throw missingReadPermission('an app access token')
  const params = checkParams(call, `${call.method} Application/subscriptions`, world.settings.strict)
  if (call.method === 'GET') {
    const known = world.hooks.get(who.app.id)
    const fields = known?.fields.map(name => ({ name, version: 'v26.0' }))
    return { data: known ? [{ object: 'page', callback_url: known.callback, active: true, fields }] : [] }
  }
  if (params.text('object') !== 'page') throw invalid('Param object must be page')
  const callback = params.text('callback_url') ?? ''
  const fields = fieldsIn(params, 'fields')
  await shakeHands(turn, callback, params.text('verify_token') ?? '')
  world.hooks.set(who.app.id, { callback, fields })
  return { success: true }
}

/** The challenge has to come back bare; TLS is asked for everywhere but on this machine. */
async function shakeHands({ world }: Turn, callback: string, token: string): Promise<void> {
  const url = URL.canParse(callback) ? new URL(callback) : undefined
  const here = url && ['127.0.0.1', 'localhost'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !here)) throw invalid('callback_url must be an https address')
  const challenge = String(1_000_000_000 + world.calls.length)
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.verify_token', token)
  const answer = await world.fetch(url.href).catch(() => undefined)
  const said = answer ? (await answer.text()).trim() : ''
  if (answer?.status !== 200 || said !== challenge)
    throw new GraphError({
      status: 400,
      code: 2200,
      message: `(#2200) Callback verification failed with the following errors: HTTP Status Code = ${answer?.status ?? 0}`,
    })
}

/** The whole list each time: what is not named is not sent any more. */
export function subscribedApps(turn: Turn, page: Page): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, `${call.method} Page/subscribed_apps`, world.settings.strict)
  const key = `${who.app.id} ${page.id}`
  if (call.method === 'GET') {
    mayRead(who, page, 'pages_manage_metadata')
    const fields = world.subscribed.get(key)
    return { data: fields ? [{ id: who.app.id, name: who.app.name, subscribed_fields: fields }] : [] }
  }
  if (who.token.type === 'APP') throw missingPermission('pages_manage_metadata')
  mayWrite(who, page, 'pages_manage_metadata', 'MANAGE')
  world.subscribed.set(key, fieldsIn(params, 'subscribed_fields'))
  return { success: true }
}

const known = ['feed', 'mention', 'messages', 'videos', 'ratings', 'message_echoes', 'messaging_postbacks']

function fieldsIn(params: Params, name: string): string[] {
  const fields = (params.list(name) ?? []).map(String)
  if (fields.length === 0) throw invalid(`The parameter ${name} is required.`)
  const odd = fields.find(field => !known.includes(field))
  if (odd !== undefined) throw invalid(`Param ${name}[0] must be one of {${known.join(', ')}} - got "${odd}"`)
  return fields
}
