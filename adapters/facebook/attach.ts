import type { Problem, Session } from '../../src/ports/network.ts'
import { readHooks, readSubscribed, subscribeApp, subscribePage } from './calls.ts'
import { type Answer, graphOf } from './graph.ts'
import { verifyToken } from './hear.ts'
import type { Cred } from './shape.ts'

/** What is worth a look: posts, and videos that are through processing. */
export const HOOK_FIELDS = ['feed', 'videos'] as const

/** Page/subscribed_apps reference: beside those we cannot do without. */
export const HOOK_PERMISSION = 'pages_manage_metadata'

/**
 * Has Facebook knock at our door: the app's callback once, and this Page's subscription, without which nothing comes and
 * no error tells (webhooks for Pages, read 2026-11-22). It only makes looks come sooner, so nothing here stands in the
 * way of a connection. Another callback of the same app is somebody's and is left alone.
 */
export async function attach(to: Session<Cred>, door: string | undefined): Promise<readonly Problem[]> {
  if (door === undefined) return []
  const app = graphOf(to, `${to.app.id}|${to.app.secret}`)
  const known = await readHooks(app, to.app.id)
  if (known.is !== 'answer') return [told('facebook.hooks_app', known)]
  const there = known.value.data.find(one => one.object === 'page')
  if (there && there.callback_url !== door)
    return [{ code: 'facebook.hooks_elsewhere', with: { url: there.callback_url } }]
  if (!covers(there?.fields.map(field => (typeof field === 'string' ? field : field.name)))) {
    const token = await verifyToken(to.app)
    const asked = await subscribeApp(app, to.app.id, { door, token, fields: HOOK_FIELDS })
    if (asked.is !== 'answer') return [told('facebook.hooks_app', asked, { url: door })]
  }
  const page = graphOf(to, to.cred.token, to.note)
  const now = await readSubscribed(page, to.account)
  const own = now.is === 'answer' ? now.value.data.find(one => one.id === to.app.id) : undefined
  if (covers(own?.subscribed_fields)) return []
  const fields = [...new Set([...(own?.subscribed_fields ?? []), ...HOOK_FIELDS])]
  const done = now.is === 'answer' ? await subscribePage(page, to.account, fields) : now
  if (done.is === 'answer') return []
  const refused = done.is === 'fault' && done.fault.is === 'permission'
  return [told(refused ? 'facebook.hooks_permission' : 'facebook.hooks_page', done)]
}

const covers = (fields: readonly string[] | undefined) => HOOK_FIELDS.every(name => fields?.includes(name))

function told(code: string, answer: Exclude<Answer<unknown>, { is: 'answer' }>, slots?: Problem['with']): Problem {
  const why = answer.is === 'fault' ? answer.fault.why : answer.why
  return { ...why, code, ...(slots && { with: slots }), detail: why.detail ?? why.code }
}
