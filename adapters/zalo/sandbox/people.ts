import { z } from 'zod'
import { addPair } from './tokens.ts'
import { type Account, type App, type Article, groups, type Pair } from './types.ts'
import { hexId, opaque, type World } from './world.ts'

const digits = z.string().regex(/^\d+$/)

export const NewApp = z.strictObject({
  id: digits.optional(),
  secret: z.string().min(1).optional(),
  name: z.string().default('Ứng dụng thử'),
  active: z.boolean().default(true),
  requireProof: z.boolean().default(false),
  redirects: z.array(z.url()).default([]),
})
export const NewAccount = z.strictObject({
  id: digits.optional(),
  name: z.string().default('UBND phường Ví Dụ'),
  followers: z.number().int().nonnegative().default(651),
  verified: z.boolean().default(true),
  packageUntil: z.string().default('31/12/2027'),
})
export const NewPair = z.strictObject({
  app: digits,
  account: digits,
  groups: z.array(z.enum(groups)).default([...groups]),
  access: z.string().optional(),
  refresh: z.string().optional(),
  /** Neither token ends by time. */
  endless: z.boolean().default(false),
})
export const NewArticle = z.strictObject({
  account: digits,
  app: digits.default('0'),
  title: z.string(),
  author: z.string().default('Ban biên tập'),
  description: z.string().default('Tóm tắt.'),
  content: z.string().default('<p>Nội dung.</p>'),
  status: z.enum(['show', 'hide']).default('show'),
})

export function addApp(world: World, given: z.input<typeof NewApp>): App {
  const made = NewApp.parse(given)
  const app: App = { ...made, id: made.id ?? String(world.nextId()), secret: made.secret ?? opaque(world, 20) }
  world.apps.set(app.id, app)
  return app
}

export function addAccount(world: World, given: z.input<typeof NewAccount>): Account {
  const made = NewAccount.parse(given)
  const account: Account = { ...made, id: made.id ?? String(world.nextId()), disabled: false, articles: [] }
  world.accounts.set(account.id, account)
  return account
}

export function mintPair(world: World, given: z.input<typeof NewPair>): Pair {
  const { access, refresh, ...made } = NewPair.parse(given)
  if (!world.apps.has(made.app) || !world.accounts.has(made.account)) throw new Error('no such app or OA')
  return addPair(world, { ...made, ...(access !== undefined && { access }), ...(refresh !== undefined && { refresh }) })
}

/** An article that somebody else made: staff in the OA's own manager, or another program. */
export function addArticle(world: World, given: z.input<typeof NewArticle>): Article {
  const made = NewArticle.parse(given)
  const account = world.accounts.get(made.account)
  if (!account) throw new Error('no such OA')
  const article: Article = {
    id: hexId(world),
    accountId: account.id,
    appId: made.app,
    matter: {
      type: 'normal',
      film: null,
      title: made.title,
      author: made.author,
      description: made.description,
      cover: { cover_type: 'photo', photo_url: 'https://zalo-article-photo.zadn.vn/0', status: 'show' },
      body: [{ type: 'text', content: made.content }],
      status: made.status,
      comment: 'show',
    },
    pictures: [],
    createdAt: world.now(),
    updatedAt: world.now(),
    shownAt: made.status === 'show' ? world.now() : null,
    removedAt: null,
  }
  world.articles.set(article.id, article)
  account.articles.push(article)
  return article
}
