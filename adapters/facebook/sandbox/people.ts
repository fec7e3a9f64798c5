import { z } from 'zod'
import { permissions } from './tables.ts'
import { mint, pageTokenOf } from './tokens.ts'
import { type App, type Page, type Person, type Post, type Token, tasks } from './types.ts'
import { keepPost, opaque, type World } from './world.ts'

const id = z.string().regex(/^\d{1,24}$/)

export const NewApp = z.strictObject({
  id: id.optional(),
  secret: z.string().optional(),
  name: z.string().default('Portal publisher'),
  mode: z.enum(['live', 'development']).default('live'),
  defaultVersion: z.string().nullable().default(null),
  requireProof: z.boolean().default(false),
  redirects: z.array(z.string()).default([]),
})
export const NewPerson = z.strictObject({
  id: id.optional(),
  name: z.string().default('Nguyễn Văn An'),
  kind: z.enum(['person', 'system']).default('person'),
})
export const NewPage = z.strictObject({
  id: id.optional(),
  name: z.string().default('Cổng thông tin xã'),
  category: z.string().default('Government organization'),
  likes: z.number().int().default(1200),
  engaged: z.number().int().default(50),
  /** Who has which tasks on it. */
  roles: z.record(z.string(), z.array(z.enum(tasks))).default({}),
  owns: z.array(z.string()).default([]),
})
export const NewToken = z.strictObject({
  app: z.string(),
  person: z.string(),
  /** With it a Page token, made from a user token of the same grants and life. */
  page: z.string().optional(),
  scopes: z.array(z.string()).default([...permissions]),
  /** Only for these Pages. */
  targets: z.array(z.string()).optional(),
  life: z.enum(['short', 'long', 'never']).default('long'),
  value: z.string().optional(),
})
/** A post that our app did not make: by hand, by another app, or by a visitor. */
export const NewPost = z.strictObject({
  page: z.string(),
  message: z.string().optional(),
  link: z.string().optional(),
  app: z.string().nullable().default(null),
  visitor: z.string().optional(),
})

export function addApp(world: World, input: z.input<typeof NewApp>): App {
  const made = NewApp.parse(input)
  const app = { ...made, id: made.id ?? world.nextId(), secret: made.secret ?? opaque(world, '', 32) }
  world.apps.set(app.id, app)
  return app
}

export function addPerson(world: World, input: z.input<typeof NewPerson>): Person {
  const made = NewPerson.parse(input)
  const person = { ...made, id: made.id ?? world.nextId() }
  world.people.set(person.id, person)
  return person
}

export function addPage(world: World, input: z.input<typeof NewPage>): Page {
  const made = NewPage.parse(input)
  const page: Page = {
    ...made,
    id: made.id ?? world.nextId(),
    roles: new Map(Object.entries(made.roles)),
    tooFastUntil: 0,
    blockedUntil: 0,
    usage: null,
    calls: new Map(),
    posts: [],
  }
  world.pages.set(page.id, page)
  return page
}

const lives = { short: 5_400_000, long: 5_184_000_000, never: null }

export function addToken(world: World, input: z.input<typeof NewToken>): Token {
  const made = NewToken.parse(input)
  const app = world.apps.get(made.app)
  const person = world.people.get(made.person)
  if (!app || !person) throw new Error('no such app or person')
  const life = person.kind === 'system' ? null : lives[made.life]
  const page = made.page === undefined ? undefined : world.pages.get(made.page)
  if (made.page !== undefined && !page) throw new Error(`no such Page ${made.page}`)
  const user = mint(world, {
    type: person.kind === 'system' ? 'SYSTEM_USER' : 'USER',
    appId: app.id,
    personId: person.id,
    pageId: null,
    grants: made.scopes.map(scope => (made.targets ? { scope, targets: made.targets } : { scope })),
    expiresAt: life === null ? null : world.now() + life,
    parent: null,
    ...(page || made.value === undefined ? {} : { value: made.value }),
  })
  const consent = { granted: new Set(made.scopes), declined: new Set<string>() }
  world.consents.set(`${app.id} ${person.id}`, consent)
  return page ? pageTokenOf(world, user, page, made.value) : user
}

export function addPost(world: World, input: z.input<typeof NewPost>): Post {
  const made = NewPost.parse(input)
  const page = world.pages.get(made.page)
  if (!page) throw new Error(`no such Page ${made.page}`)
  const post: Post = {
    id: `${page.id}_${world.nextId()}`,
    pageId: page.id,
    fromId: made.visitor === undefined ? page.id : world.nextId(),
    fromName: made.visitor ?? page.name,
    appId: made.app,
    message: made.message ?? null,
    link: made.link ?? null,
    preview: null,
    photoIds: [],
    videoId: null,
    bornAt: world.now(),
    updatedAt: world.now(),
    kind: 'published',
    scheduledAt: null,
    backdatedAt: null,
    hidden: false,
    pinned: false,
    removedAt: null,
  }
  keepPost(world, page, post)
  return post
}
