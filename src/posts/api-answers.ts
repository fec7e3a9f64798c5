import type { Context } from 'hono'
import { refuse } from '../http/api.ts'
import type { Env } from '../http/env.ts'
import { never } from '../kit/never.ts'
import * as shapes from './api-shapes.ts'
import { issuesOfPost, type PlacedIssue } from './issues.ts'
import { findPost, passesOf } from './queries/find.ts'

/** Undefined where the caller may not see it. */
export const showPost = async (c: Context<Env>, post: number) => {
  const { ctx, actor, words } = c.var
  const found = await findPost(ctx.db, actor.id, post)
  if (!found) return undefined
  const passes = await passesOf(ctx.db, { post, publication: found.publication?.id })
  const issues = issuesOfPost(ctx.networks, found, passes, ctx.now())
  return shapes.shownPost(words, ctx.networks, found, issues)
}

export const blocked = async (c: Context<Env>, post: number, issues: readonly PlacedIssue[]) => {
  const { ctx, actor, words } = c.var
  const found = await findPost(ctx.db, actor.id, post)
  const error = { code: 'blocked', message: words.say({ code: 'api.blocked' }) }
  return c.json({ error, issues: issues.map(shapes.shownIssue(words, ctx.networks, found)) }, 422)
}

export function answerPlain(c: Context<Env>, result: { is: 'missing' } | { is: 'forbidden' } | { is: 'stale' }) {
  switch (result.is) {
    case 'missing':
      return refuse(c, 404, 'not_found')
    case 'forbidden':
      return refuse(c, 403, 'forbidden')
    case 'stale':
      return refuse(c, 409, 'stale')
    default:
      return never(result)
  }
}
