/** A toy network's server: text posts, posts in two steps, posts that are processed first. Strict, with levers. */
import { Hono } from 'hono'
import { z } from 'zod'

export interface ToyPost {
  id: string
  account: string
  text: string
  at: Date
  removed: boolean
}

/** What happens to one publishing request. */
export type Lever =
  /** Done, and the reply is lost. */
  | { is: 'lose' }
  /** Not done, and nobody is told. */
  | { is: 'swallow' }
  /** No reply; done later. */
  | { is: 'late'; milliseconds: number }
  /** Fails before a byte leaves. */
  | { is: 'unsent' }
  | { is: 'refuse' }
  | { is: 'busy'; seconds: number }
  | { is: 'accept'; becomes: 'live' | 'failed' | 'failed_copy'; milliseconds: number }
  /** 500, done all the same. */
  | { is: 'lie' }
  | { is: 'garbage' }

export class Unsent extends Error {}

const limit = 280
const dropped = () => new Response(null, { status: 502, headers: { 'x-sandbox-drop': '1' } })
const text = z.strictObject({ text: z.string().min(1) })

export interface ToyServer {
  /** Throws `Unsent` where no connection would be made; a reply to be lost carries `x-sandbox-drop`. */
  fetch(request: Request): Promise<Response>
  /** The ledger: everything that ever became visible. */
  posts: readonly ToyPost[]
  /** Levers of the next publishing requests, in order. */
  next(...levers: Lever[]): void
  loseReplies(times: number): void
  refuse(times: number): void
  rateLimit(times: number, seconds: number): void
  unsent(times: number): void
  acceptLater(milliseconds: number, becomes?: 'live' | 'failed' | 'failed_copy'): void
  /** Every token of this account is dead from now on. */
  expire(account: string): void
  /** A token for an account; the account exists from its first token on. */
  grant(account: string, name?: string): string
  /** Lists show a post only after this time. */
  slowLists(milliseconds: number): void
  /** Runs when a request arrives, before it does anything: for tests that stop the world there. */
  onRequest(hook: ((method: string, path: string) => Promise<void> | void) | undefined): void
  /** A person deletes a post by hand. */
  remove(id: string): void
  requests: readonly { method: string; path: string }[]
}

export function createToyServer(now: () => Date): ToyServer {
  const posts: ToyPost[] = []
  const drafts = new Map<string, { account: string; text: string; post?: string }>()
  const receipts = new Map<string, { account: string; readyAt: number; becomes: string; post?: string; text: string }>()
  const names = new Map<string, string>()
  const tokens = new Map<string, string>()
  const pulled: Lever[] = []
  const requests: { method: string; path: string }[] = []
  const pending: { at: number; account: string; text: string }[] = []
  let listDelay = 0
  let serial = 900_719_925_474_099_300n
  let hook: ((method: string, path: string) => Promise<void> | void) | undefined

  const nextId = () => String(++serial)
  function show(account: string, body: string, at = now()): ToyPost {
    const post = { id: nextId(), account, text: body, at, removed: false }
    posts.push(post)
    return post
  }
  /** What was due to appear has appeared. */
  function catchUp(): void {
    const due = pending.filter(({ at }) => at <= now().getTime())
    for (const one of due) {
      pending.splice(pending.indexOf(one), 1)
      show(one.account, one.text, new Date(one.at))
    }
    for (const receipt of receipts.values())
      if (!receipt.post && receipt.readyAt <= now().getTime() && receipt.becomes !== 'failed')
        receipt.post = show(receipt.account, receipt.text, new Date(receipt.readyAt)).id
  }

  const app = new Hono<{ Variables: { account: string } }>()
  app.use('/v1/:account/*', async (c, next) => {
    const account = tokens.get(c.req.header('authorization')?.replace(/^Bearer /, '') ?? '')
    if (!account) return c.json({ error: 'token' }, 401)
    if (account !== c.req.param('account')) return c.json({ error: 'account' }, 403)
    c.set('account', account)
    return next()
  })
  app.get('/v1/:account/me', c => c.json({ id: c.var.account, name: names.get(c.var.account) }))
  app.get('/v1/:account/posts', c => {
    const since = Number(c.req.query('since') ?? 0)
    const seen = posts.filter(
      post =>
        post.account === c.var.account &&
        !post.removed &&
        post.at.getTime() >= since &&
        post.at.getTime() + listDelay <= now().getTime(),
    )
    return c.json({ posts: seen.map(({ id, text, at }) => ({ id, text, at: at.toISOString() })) })
  })
  app.get('/v1/:account/receipts/:receipt', c => {
    const receipt = receipts.get(c.req.param('receipt'))
    if (!receipt || receipt.account !== c.var.account) return c.json({ error: 'receipt' }, 404)
    if (receipt.readyAt > now().getTime()) return c.json({ state: 'pending' })
    if (receipt.becomes === 'live') return c.json({ state: 'live', id: receipt.post })
    return c.json({ state: 'failed', ...(receipt.post ? { id: receipt.post } : {}) })
  })
  app.delete('/v1/:account/posts/:id', c => {
    const post = posts.find(({ id }) => id === c.req.param('id'))
    if (!post || post.account !== c.var.account || post.removed) return c.json({ error: 'gone' }, 404)
    post.removed = true
    return c.body(null, 204)
  })
  app.post('/v1/:account/drafts', async c => {
    const body = text.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return c.json({ error: 'body' }, 400)
    const id = nextId()
    drafts.set(id, { account: c.var.account, text: body.data.text })
    return c.json({ draft: id }, 201)
  })
  app.post('/v1/:account/drafts/:draft/publication', c => {
    const draft = drafts.get(c.req.param('draft'))
    if (!draft || draft.account !== c.var.account) return c.json({ error: 'draft' }, 404)
    // A handle that works once: the second use names the post of the first.
    if (draft.post) return c.json({ error: 'used', id: draft.post }, 409)
    return pull(c.var.account, draft.text, id => {
      draft.post = id
    })
  })
  app.post('/v1/:account/posts', async c => {
    const body = text.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return c.json({ error: 'body' }, 400)
    if ([...body.data.text].length > limit) return c.json({ error: 'too_long' }, 422)
    return pull(c.var.account, body.data.text, () => {})
  })
  app.notFound(c => c.json({ error: 'path' }, 404))
  // Broken connections are not answers.
  app.onError(cause => {
    throw cause
  })

  function pull(account: string, body: string, shown: (id: string) => void): Response {
    const lever = pulled.shift()
    const done = () => {
      const post = show(account, body)
      shown(post.id)
      return post
    }
    switch (lever?.is) {
      case undefined:
        return Response.json({ id: done().id }, { status: 201 })
      case 'lose':
        done()
        return dropped()
      case 'swallow':
        return dropped()
      case 'late':
        pending.push({ at: now().getTime() + lever.milliseconds, account, text: body })
        return dropped()
      case 'unsent':
        throw new Unsent()
      case 'refuse':
        return Response.json({ error: 'refused' }, { status: 422 })
      case 'busy':
        return Response.json({ error: 'busy' }, { status: 429, headers: { 'retry-after': String(lever.seconds) } })
      case 'accept': {
        const receipt = nextId()
        receipts.set(receipt, {
          account,
          text: body,
          readyAt: now().getTime() + lever.milliseconds,
          becomes: lever.becomes,
        })
        return Response.json({ receipt }, { status: 202 })
      }
      case 'lie':
        done()
        return Response.json({ error: 'internal' }, { status: 500 })
      case 'garbage':
        done()
        return new Response('<html>Bad gateway</html>', { status: 200, headers: { 'content-type': 'text/html' } })
      default:
        return lever satisfies never
    }
  }

  const push = (times: number, lever: Lever) => {
    for (let n = 0; n < times; n++) pulled.push(lever)
  }
  return {
    get posts() {
      catchUp()
      return posts
    },
    requests,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      requests.push({ method: request.method, path: pathname })
      await hook?.(request.method, pathname)
      catchUp()
      return app.fetch(request)
    },
    next: (...levers) => void pulled.push(...levers),
    loseReplies: times => push(times, { is: 'lose' }),
    refuse: times => push(times, { is: 'refuse' }),
    rateLimit: (times, seconds) => push(times, { is: 'busy', seconds }),
    unsent: times => push(times, { is: 'unsent' }),
    acceptLater: (milliseconds, becomes = 'live') => push(1, { is: 'accept', becomes, milliseconds }),
    expire: account => {
      for (const [token, of] of tokens) if (of === account) tokens.delete(token)
    },
    grant: (account, name = `Toy ${account}`) => {
      names.set(account, name)
      const token = `toy-secret-${nextId()}@${account}`
      tokens.set(token, account)
      return token
    },
    slowLists: milliseconds => {
      listDelay = milliseconds
    },
    onRequest: given => {
      hook = given
    },
    remove: id => {
      const post = posts.find(one => one.id === id)
      if (post) post.removed = true
    },
  }
}
