import type { Context } from 'hono'
import type { Env } from '../http/env.ts'
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
