import { z } from 'zod'
import { addPair } from './tokens.ts'
import { type Account, type App, type Pair, type Post, scopes } from './types.ts'
import { opaque, type World } from './world.ts'

export const NewApp = z.strictObject({
  id: z.string().min(1).optional(),
  secret: z.string().min(1).optional(),
  name: z.string().default('Ứng dụng thử'),
  kind: z.enum(['web', 'desktop']).default('web'),
  // "At most 10, each under 512 characters, absolute, no query, no fragment."
  redirects: z
    .array(
      z
        .url()
        .max(511)
        .regex(/^[^?#]+$/),
    )
    .max(10)
    .default([]),
  scopes: z.array(z.enum(scopes)).default([...scopes]),
  audited: z.boolean().default(false),
  domains: z.array(z.string()).default([]),
  prefixes: z.array(z.url()).default([]),
})
export const NewAccount = z.strictObject({
  id: z.string().min(1).optional(),
  username: z
    .string()
    .regex(/^[\w.]+$/)
    .default('phuongvidu'),
  nickname: z.string().default('UBND phường Ví Dụ'),
  isPrivate: z.boolean().default(false),
  commentDisabled: z.boolean().default(false),
  duetDisabled: z.boolean().default(false),
  stitchDisabled: z.boolean().default(false),
  maxSeconds: z.number().int().positive().default(300),
  banned: z.boolean().default(false),
  appVersion: z.string().default('44.2.0'),
  verified: z.boolean().default(true),
  followers: z.number().int().nonnegative().default(651),
})
export const NewPair = z.strictObject({
  app: z.string(),
  account: z.string(),
  scopes: z.array(z.enum(scopes)).default([...scopes]),
  access: z.string().optional(),
  refresh: z.string().optional(),
  /** Neither token ends by time. */
  endless: z.boolean().default(false),
})
export const NewPost = z.strictObject({
  account: z.string(),
  media: z.enum(['video', 'photo']).default('video'),
  title: z.string().default('Video của người khác'),
  privacy: z.string().default('PUBLIC_TO_EVERYONE'),
})

export function addApp(world: World, given: z.input<typeof NewApp>): App {
  const made = NewApp.parse(given)
  const app: App = { ...made, id: made.id ?? `aw${opaque(world, 14)}`, secret: made.secret ?? opaque(world, 32) }
  world.apps.set(app.id, app)
  return app
}

export function addAccount(world: World, given: z.input<typeof NewAccount>): Account {
  const made = NewAccount.parse(given)
  const account: Account = { ...made, id: made.id ?? `-000${opaque(world, 28)}` }
  world.accounts.set(account.id, account)
  return account
}

export function mintPair(world: World, given: z.input<typeof NewPair>): Pair {
  const { access, refresh, ...made } = NewPair.parse(given)
  if (!world.apps.has(made.app) || !world.accounts.has(made.account)) throw new Error('no such app or account')
  return addPair(world, { ...made, ...(access !== undefined && { access }), ...(refresh !== undefined && { refresh }) })
}

/** A post that somebody made in the app, past moderation. */
export function addPost(world: World, given: z.input<typeof NewPost>): Post {
  const made = NewPost.parse(given)
  if (!world.accounts.has(made.account)) throw new Error('no such account')
  const post: Post = {
    id: world.nextId(),
    accountId: made.account,
    taskId: null,
    media: made.media,
    info: { ...blank, title: made.title, privacy: made.privacy },
    pictures: [],
    createdAt: world.now(),
    publicAt: world.now(),
    removedAt: null,
    bytes: 0,
  }
  world.posts.set(post.id, post)
  return post
}

export const blank = {
  title: '',
  description: '',
  privacy: '',
  disableComment: false,
  disableDuet: false,
  disableStitch: false,
  aigc: false,
  brandContent: false,
  brandOrganic: false,
}

/** The person takes the grant back in the app: every token of it is dead. How many there were. */
export function withdraw(world: World, account: string): number {
  const held = world.pairs.filter(pair => pair.accountId === account && !pair.withdrawn)
  for (const pair of held) pair.withdrawn = true
  const app = held[0]?.appId
  if (app !== undefined)
    world.events.push({
      client_key: app,
      event: 'authorization.removed',
      create_time: Math.floor(world.now() / 1000),
      user_openid: account,
      content: JSON.stringify({ reason: 1 }),
    })
  return held.length
}
