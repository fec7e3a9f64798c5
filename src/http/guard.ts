import { createMiddleware } from 'hono/factory'
import type { Role } from '../db/tables/people.ts'
import type { Env } from './env.ts'
import { forbidden } from './errors.tsx'

/**
 * Who may do what, by role. Where they may do it is never decided here: every query finds only what the view `scope`
 * shows the actor, so another unit's id is not found.
 */
export const abilities = {
  /** Arrivals, posts, deliveries. */
  see_work: ['editor', 'approver', 'admin', 'contributor'],
  /** Compose, ignore, submit, change the time. */
  write: ['editor', 'admin', 'contributor'],
  approve: ['approver'],
  announce: ['editor', 'approver', 'admin'],
  /** Stop everything at once, and resume. */
  stop: ['approver', 'admin'],
  /** Settle by hand what a network could not tell. */
  settle: ['editor', 'approver', 'admin'],
  see_setup: ['editor', 'approver', 'admin'],
  /** Connect channels, add sources, write rules. */
  set_up: ['admin'],
  approve_rule: ['approver', 'admin'],
  see_reach: ['editor', 'approver', 'leader', 'admin', 'contributor'],
} as const satisfies Record<string, readonly Role[]>

export type Ability = keyof typeof abilities

export const may = (roles: ReadonlySet<Role>, ability: Ability): boolean =>
  abilities[ability].some(role => roles.has(role))

/** Answers 403, saying which role may and who holds it, unless one of the actor's roles has the ability. */
export const can = (ability: Ability) =>
  createMiddleware<Env>(async (c, next) => {
    if (!may(c.var.roles, ability)) return forbidden(c, abilities[ability])
    await next()
  })
