import { showDate } from '../../src/kit/time.ts'
import type { Account, App, Auth, Connected, Health, Io, Problem, Session } from '../../src/ports/network.ts'
import { attach, HOOK_PERMISSION } from './attach.ts'
import {
  accountList,
  exchangeCode,
  exchangeToken,
  type Inspection,
  inspectToken,
  listAccounts,
  type PageAccount,
  readApp,
  readPage,
  readPermissions,
} from './calls.ts'
import { errorShape, faultOf } from './errors.ts'
import { type Answer, type Graph, graphOf } from './graph.ts'
import { DAY, VERSION, WEB_HOST } from './limits.ts'
import { walk } from './list.ts'
import type { Cred } from './shape.ts'

/**
 * To see the Pages, to publish, and to read back what was published: lists and their counts need the two read
 * permissions (published_posts reference; summaries of reactions and comments were seen to need the second).
 */
export const PERMISSIONS = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_posts',
  'pages_read_user_content',
] as const

export const auth: Auth<Cred> = { begin, finish, adopt, inspect, attach }

async function begin(app: App, redirect: string, state: string): Promise<{ url: string }> {
  const url = new URL(`https://${WEB_HOST}/${VERSION}/dialog/oauth`)
  url.searchParams.set('client_id', app.id)
  url.searchParams.set('redirect_uri', redirect)
  url.searchParams.set('state', state)
  url.searchParams.set('response_type', 'code')
  // Without the last the connection stands, and nothing is told of by itself.
  url.searchParams.set('scope', [...PERMISSIONS, HOOK_PERMISSION].join(','))
  // Without it the dialog does not offer again what a person once unticked.
  url.searchParams.set('auth_type', 'rerequest')
  return { url: url.href }
}

async function finish(io: Io, back: URLSearchParams, redirect: string): Promise<Connected<Cred>> {
  const app = io.app
  const denied = back.get('error')
  if (denied === 'access_denied') return refused({ code: 'facebook.consent_denied' })
  const code = back.get('code')
  if (code === null || code === '') {
    const detail = graphOf(io, '').clean(back.get('error_description') ?? denied ?? '')
    return refused({ code: 'facebook.consent_failed', ...(detail !== '' && { detail }) })
  }
  const open = graphOf(io, '')
  const short = await exchangeCode(open, { id: app.id, secret: app.secret, redirect, code })
  if (short.is !== 'answer') return refused(exchangeTrouble(short))
  // A Page token made from a short-lived user token dies with it, after an hour or two.
  const long = await exchangeToken(open, { id: app.id, secret: app.secret, token: short.value.access_token })
  if (long.is !== 'answer') return refused(exchangeTrouble(long))
  const person = graphOf(io, long.value.access_token)
  const granted = await readPermissions(person)
  if (granted.is !== 'answer') return refused(whyOf(granted))
  const held = granted.value.data.filter(one => one.status === 'granted').map(one => one.permission)
  const missing = PERMISSIONS.filter(name => !held.includes(name))
  return missing.length > 0 ? refused(lacking(missing)) : accountsOf(io, person)
}

/** A token given by hand: of a Page, or of a person or system user who has Pages. */
async function adopt(io: Io, cred: Cred): Promise<Connected<Cred>> {
  const inspected = await inspectToken(appGraph(io), cred.token)
  if (inspected.is !== 'answer') return refused(whyOf(inspected))
  const { value } = inspected
  if (value.type === 'USER' || value.type === 'SYSTEM_USER') {
    const trouble = troubleOf(io, value, undefined)
    if (trouble) return refused(trouble)
    if (value.type === 'SYSTEM_USER') return accountsOf(io, graphOf(io, cred.token))
    const long = await exchangeToken(graphOf(io, ''), { id: io.app.id, secret: io.app.secret, token: cred.token })
    return long.is === 'answer' ? accountsOf(io, graphOf(io, long.value.access_token)) : refused(exchangeTrouble(long))
  }
  const page = value.profile_id
  const trouble = troubleOf(io, value, page) ?? (page === undefined ? { code: 'facebook.token_kind' } : undefined)
  if (trouble || page === undefined) return refused(trouble ?? { code: 'facebook.token_kind' })
  const read = await readPage(graphOf(io, cred.token), page)
  if (read.is !== 'answer') return refused(whyOf(read))
  const warnings = [
    ...(await appWarnings(io)),
    ...dataWarnings(io, value),
    ...hidden(read.value.is_published),
    STRANGER,
  ]
  return { is: 'accounts', accounts: [{ id: page, name: read.value.name, cred, ...endOf(value), warnings }] }
}

async function inspect(to: Session<Cred>): Promise<Health> {
  const inspected = await inspectToken(appGraph(to), to.cred.token)
  if (inspected.is !== 'answer') return { is: 'unknown', why: whyOf(inspected) }
  const trouble = troubleOf(to, inspected.value, to.account)
  if (trouble) return { is: 'reconnect', why: trouble }
  const page = await readPage(graphOf(to, to.cred.token, to.note), to.account)
  if (page.is === 'fault' && (page.fault.is === 'auth' || page.fault.is === 'permission')) {
    return { is: 'reconnect', why: page.fault.why }
  }
  if (page.is === 'fault' && page.fault.is === 'gone') {
    return { is: 'reconnect', why: { ...page.fault.why, code: 'facebook.page_gone' } }
  }
  if (page.is !== 'answer') return { is: 'unknown', why: whyOf(page) }
  const warnings = [
    ...(await appWarnings(to)),
    ...dataWarnings(to, inspected.value),
    ...hidden(page.value.is_published),
  ]
  return { is: 'well', ...endOf(inspected.value), warnings }
}

/** The Pages a person chose in the dialog and may publish on, each with a token that was looked at. */
async function accountsOf(io: Io, person: Graph): Promise<Connected<Cred>> {
  const list = await walk(
    limit => listAccounts(person, limit),
    (next, limit) => person.follow(next, limit, accountList),
    100,
  )
  if (list.is === 'fault') return refused(list.fault.why)
  if (list.is !== 'whole') return refused(list.why)
  if (list.items.length === 0) return refused({ code: 'facebook.no_page' })
  const usable = list.items.filter(mayPublish)
  if (usable.length === 0) {
    return refused({ code: 'facebook.no_task', with: { pages: list.items.map(page => page.name).join(', ') } })
  }
  const ofApp = await appWarnings(io)
  const accounts: Account<Cred>[] = []
  let trouble: Problem | undefined
  for (const page of usable) {
    const inspected = await inspectToken(appGraph(io), page.access_token)
    if (inspected.is !== 'answer') return refused(whyOf(inspected))
    const found = troubleOf(io, inspected.value, page.id)
    trouble ??= found
    if (found) continue
    const warnings = [...ofApp, ...dataWarnings(io, inspected.value), STRANGER]
    accounts.push({
      id: page.id,
      name: page.name,
      cred: { token: page.access_token },
      ...endOf(inspected.value),
      warnings,
    })
  }
  return accounts.length > 0 ? { is: 'accounts', accounts } : refused(trouble ?? { code: 'facebook.no_page' })
}

function mayPublish(page: PageAccount): page is PageAccount & { access_token: string } {
  return page.access_token !== undefined && (page.tasks === undefined || page.tasks.includes('CREATE_CONTENT'))
}

/** What makes a token useless to us, or undefined. `page` is the Page it must belong to, where there is one. */
function troubleOf(io: Io, token: Inspection, page: string | undefined): Problem | undefined {
  if (!token.is_valid) {
    const error = errorShape.safeParse(token.error)
    if (!error.success) return { code: 'facebook.token_dead' }
    const fault = faultOf(error.data, { status: 200, detail: graphOf(io, '').clean(error.data.message) })
    return fault.is === 'auth' ? fault.why : { ...fault.why, code: 'facebook.token_dead' }
  }
  if (token.app_id !== undefined && token.app_id !== io.app.id) return { code: 'facebook.token_foreign' }
  if (page !== undefined) {
    if (token.type !== undefined && token.type !== 'PAGE') return { code: 'facebook.token_kind' }
    if (token.profile_id !== undefined && token.profile_id !== page) return { code: 'facebook.other_page' }
  }
  const missing = PERMISSIONS.filter(name => !covers(token, name, page))
  return missing.length > 0 ? lacking(missing) : undefined
}

/** `granular_scopes` with targets limits a permission to those Pages. */
function covers(token: Inspection, permission: string, page: string | undefined): boolean {
  if (!token.scopes.includes(permission)) return false
  const targets = token.granular_scopes.find(one => one.scope === permission)?.target_ids
  return page === undefined || targets === undefined || targets.includes(page)
}

function dataWarnings(io: Io, token: Inspection): Problem[] {
  const ends = token.data_access_expires_at
  const near = ends !== undefined && ends > 0 && ends * 1000 - io.now().getTime() < 14 * DAY
  return near ? [{ code: 'facebook.data_access', with: { date: showDate(new Date(ends * 1000)) } }] : []
}

/** No field tells the mode of an app. One without a privacy policy cannot have been switched to live. */
async function appWarnings(io: Io): Promise<Problem[]> {
  const app = await readApp(appGraph(io), io.app.id)
  return app.is === 'answer' && (app.value.privacy_policy_url ?? '') === '' ? [{ code: 'facebook.development' }] : []
}

/** What cannot be seen from here is said once, when the connection is made. */
const STRANGER: Problem = { code: 'facebook.look_as_stranger' }

function hidden(isPublished: boolean | undefined): Problem[] {
  return isPublished === false ? [{ code: 'facebook.page_hidden' }] : []
}

function endOf(token: Inspection): { expiresAt?: Date } {
  return token.expires_at === undefined || token.expires_at === 0
    ? {}
    : { expiresAt: new Date(token.expires_at * 1000) }
}

function appGraph(io: Io): Graph {
  return graphOf(io, `${io.app.id}|${io.app.secret}`)
}

/** A code works once, for minutes, and only with the address it was asked for. */
function exchangeTrouble(answer: Exclude<Answer<unknown>, { is: 'answer' }>): Problem {
  if (answer.is === 'fault' && answer.fault.is === 'invalid')
    return { ...answer.fault.why, code: 'facebook.code_refused' }
  return whyOf(answer)
}

function whyOf(answer: Exclude<Answer<unknown>, { is: 'answer' }>): Problem {
  return answer.is === 'fault' ? answer.fault.why : answer.why
}

function lacking(names: readonly string[]): Problem {
  return { code: 'facebook.permissions_missing', with: { permissions: names.join(', ') } }
}

function refused(why: Problem): Connected<Cred> {
  return { is: 'refused', why }
}
