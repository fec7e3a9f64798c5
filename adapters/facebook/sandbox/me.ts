import { invalid, missingReadPermission, notThere } from './errors.ts'
import { keyOf, listPage } from './lists.ts'
import { renderPage } from './nodes.ts'
import { checkParams } from './params.ts'
import { grantFor } from './tokens.ts'
import type { Turn } from './turn.ts'
import type { Person } from './types.ts'
import { graphTime } from './world.ts'

/** GET /me/accounts: the Pages the person chose in the dialog and has a role on. None chosen is an empty list, not an error. */
export function accounts(turn: Turn, person: Person): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, 'GET User/accounts', world.settings.strict)
  if (!grantFor(who.token.grants, 'pages_show_list')) throw missingReadPermission('pages_show_list')
  const pages = [...world.pages.values()].filter(
    page => page.roles.has(person.id) && grantFor(who.token.grants, 'pages_show_list', page.id),
  )
  const items = pages.map(page => ({
    key: keyOf(0, page.id),
    render: (wanted: Parameters<typeof renderPage>[2]) => renderPage(turn, page, wanted, true),
  }))
  return listPage(turn, params, `${person.id}/accounts`, 'Account', items)
}

export function permissionsOf(turn: Turn, person: Person): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, 'GET User/permissions', world.settings.strict)
  const consent = world.consents.get(`${who.app.id} ${person.id}`)
  const rows = [
    ...[...(consent?.granted ?? [])].map(permission => ({ permission, status: 'granted' })),
    ...[...(consent?.declined ?? [])].map(permission => ({ permission, status: 'declined' })),
  ]
  const only = params.text('permission')
  const status = params.text('status')
  return {
    data: rows.filter(row => (!only || row.permission === only) && (!status || row.status === status)),
  }
}

/** DELETE /me/permissions takes the app away from the person: all its tokens die. With a name, only that permission. */
export function revokePermissions(turn: Turn, person: Person, named: string | undefined): unknown {
  const { world, call, who } = turn
  const params = checkParams(call, 'DELETE User/permissions', world.settings.strict)
  const permission = named ?? params.text('permission')
  const consent = world.consents.get(`${who.app.id} ${person.id}`)
  if (permission !== undefined && !consent?.granted.has(permission)) throw invalid(`${permission} was not granted`)
  for (const token of world.tokens.values()) {
    if (token.appId !== who.app.id || token.personId !== person.id) continue
    if (permission === undefined) token.dead ??= 458
    else token.grants = token.grants.filter(grant => grant.scope !== permission)
  }
  if (permission === undefined) world.consents.delete(`${who.app.id} ${person.id}`)
  else {
    consent?.granted.delete(permission)
    consent?.declined.add(permission)
  }
  return { success: true }
}

/** POST /?id={url}&scrape=true: what Meta's crawler would read. Any token will do. */
export async function scrape(turn: Turn): Promise<unknown> {
  const { world, call } = turn
  for (const name of call.params.keys())
    if (!['id', 'scrape', 'appsecret_proof'].includes(name)) throw invalid(`Unrecognized parameter: ${name}`)
  const id = String(call.params.get('id'))
  if (!URL.canParse(id)) throw notThere(call.method, id)
  return { url: id, type: 'website', title: new URL(id).hostname, updated_time: graphTime(world.now()), id }
}
