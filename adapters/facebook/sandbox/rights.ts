import {
  GraphError,
  missingPermission,
  missingReadPermission,
  missingTask,
  notThere,
  pageTokenNeeded,
} from './errors.ts'
import { grantFor, type Who } from './tokens.ts'
import type { Page, Task } from './types.ts'

/** Writing wants the Page's own token, the scope granted for this Page, and a person with the task behind it. */
export function mayWrite(who: Who, page: Page, scope: string, task: Task): void {
  if (who.token.type !== 'PAGE') throw pageTokenNeeded()
  if (who.page !== page) throw notThere('post', page.id)
  needScope(who, page, scope, missingPermission)
  needTask(who, page, task)
}

/** A photo without a post must come from the Page itself; that refusal has a text and a status of its own. */
export function mayStorePhoto(who: Who, page: Page): void {
  if (who.token.type !== 'PAGE')
    throw new GraphError({
      status: 403,
      code: 200,
      message: '(#200) Unpublished posts must be posted to a page as the page itself.',
    })
  mayWrite(who, page, 'pages_manage_posts', 'CREATE_CONTENT')
}

/** Posts of a Page: both permissions by the feed reference; people behind other Pages see nothing. */
export function mayReadPosts(who: Who, page: Page): void {
  mayRead(who, page, 'pages_read_engagement')
  mayRead(who, page, 'pages_read_user_content')
}

export function mayRead(who: Who, page: Page, scope: string): void {
  if (who.token.type === 'APP') throw missingReadPermission(scope)
  if (who.token.type === 'PAGE' && who.page !== page) throw missingReadPermission(scope)
  if (!page.roles.has(who.token.personId ?? '')) throw missingReadPermission(scope)
  needScope(who, page, scope, missingReadPermission)
}

function needScope(who: Who, page: Page, scope: string, refuse: (scope: string) => GraphError): void {
  if (!grantFor(who.token.grants, scope, page.id)) throw refuse(scope)
}

function needTask(who: Who, page: Page, task: Task): void {
  const tasks = who.token.personId === null ? undefined : page.roles.get(who.token.personId)
  if (!tasks?.includes(task)) throw missingTask(task)
}
