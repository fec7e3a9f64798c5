import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Role } from '../db/tables/people.ts'
import { holdersOf } from '../people/queries.ts'
import { Notice } from '../ui/notice.tsx'
import { type Words, wordsIn } from '../words/index.ts'
import { refuse } from './api.ts'
import type { Env } from './env.ts'
import { page } from './page.tsx'

/** JSON for the API, a page for people. */
const isApi = (c: Context<Env>) => c.req.path.startsWith('/api/')

/** Set by the first middlewares; absent when the context itself could not be made. */
const wordsOf = (c: Context<Env>): Words => c.var.words ?? wordsIn('vi')

/** Also the answer for another unit's id: what one may not see is not there. */
export function notFound(c: Context<Env>): Response | Promise<Response> {
  if (isApi(c)) return refuse(c, 404, 'not_found')
  const w = wordsOf(c)
  return page(
    c,
    { title: w.t('errors.not_found') },
    <Notice kind="info">
      <p>{w.t('errors.not_found_text')}</p>
      <a href="/">{w.t('errors.home')}</a>
    </Notice>,
    404,
  )
}

/** Says which roles may, and who holds one of them where this person works. */
export async function forbidden(c: Context<Env>, roles: readonly Role[]): Promise<Response> {
  if (isApi(c)) return refuse(c, 403, 'forbidden')
  const w = wordsOf(c)
  const people = await holdersOf(c.var.ctx.db, c.var.actor.id, roles)
  return page(
    c,
    { title: w.t('errors.forbidden') },
    <Notice kind="info">
      <p>
        {w.t('errors.forbidden_text', {
          roles: listed(
            w,
            roles.map(role => w.t(`common.role_${role}` as const)),
          ),
        })}
      </p>
      <p>
        {people.length
          ? w.t('errors.forbidden_contact', {
              people: listed(
                w,
                people.map(person => person.name),
              ),
            })
          : w.t('errors.forbidden_nobody')}
      </p>
      <a href="/">{w.t('errors.home')}</a>
    </Notice>,
    403,
  )
}

/** Somebody changed it first, and nothing was done. `text` says more where the page knows more. */
export function stale(c: Context<Env>, back: string, text?: string): Response | Promise<Response> {
  if (isApi(c)) return refuse(c, 409, 'stale')
  const w = wordsOf(c)
  return page(
    c,
    { title: w.t('errors.stale') },
    <Notice kind="warning">
      <p>{text ?? w.t('errors.stale_text')}</p>
      <a href={back}>{w.t('common.back')}</a>
    </Notice>,
    409,
  )
}

export function badRequest(c: Context<Env>, text?: string): Response | Promise<Response> {
  if (isApi(c)) return refuse(c, 400, 'bad_request')
  const w = wordsOf(c)
  return page(
    c,
    { title: w.t('errors.bad_request') },
    <Notice kind="warning">
      <p>{text ?? w.t('errors.bad_request_text')}</p>
      <a href="/">{w.t('errors.home')}</a>
    </Notice>,
    400,
  )
}

/** What was not expected: logged with its request id, which the page shows. Nothing of the error itself is shown. */
export function crashed(error: Error, c: Context<Env>): Response | Promise<Response> {
  const w = wordsOf(c)
  if (error instanceof HTTPException && error.status < 500) {
    if (error.status === 404) return notFound(c)
    if (isApi(c)) return error.status === 413 ? refuse(c, 413, 'too_large') : refuse(c, 400, 'bad_request')
    return page(
      c,
      { title: w.t('errors.bad_request') },
      <Notice kind="warning">
        <p>
          {w.t(
            error.status === 403
              ? 'errors.csrf'
              : error.status === 413
                ? 'errors.too_large'
                : 'errors.bad_request_text',
          )}
        </p>
        <a href="/">{w.t('errors.home')}</a>
      </Notice>,
      error.status,
    )
  }
  const id = c.var.requestId ?? '-'
  c.var.ctx?.log.error('http.crashed', {
    request: id,
    method: c.req.method,
    path: c.req.path,
    error: error.message,
    stack: error.stack,
  })
  if (isApi(c)) return refuse(c, 500, 'internal')
  // Reading sends nothing; after anything else that could not be promised.
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  return page(
    c,
    { title: w.t('errors.crashed') },
    <Notice kind="danger">
      <p>{w.t(reading ? 'errors.crashed_read' : 'errors.crashed_text', { id })}</p>
      <a href="/">{w.t('errors.home')}</a>
    </Notice>,
    500,
  )
}

/** `a, b hoặc c` */
export function listed(w: Words, items: readonly string[]): string {
  const last = items.at(-1)
  if (items.length < 2 || last === undefined) return items.join('')
  return w.t('common.or', { first: items.slice(0, -1).join(', '), last })
}
