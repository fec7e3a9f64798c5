import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { discard, finish } from './inbox.ts'
import { type Board, Lever, pull } from './levers.ts'
import { addAccount, addApp, addPost, mintPair, NewAccount, NewApp, NewPair, NewPost, withdraw } from './people.ts'
import { Settings } from './settings.ts'
import { ripen } from './tasks.ts'
import { empty, ledgerOf, type World } from './world.ts'

const Clock = z.union([
  z.strictObject({ advanceMs: z.number() }),
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ reset: z.literal(true) }),
])

const Finish = z.strictObject({
  act: z.enum(['post', 'discard']),
  caption: z.string().optional(),
  privacy: z.string().optional(),
})

/**
 * For whoever runs the sandbox as a process of its own: levers, ledger, clock, and who exists. JSON only, from this
 * machine only, and never from a web page.
 */
export function control(world: World, board: Board): Hono {
  const app = new Hono()
  app.use('*', async (c, next) => {
    if (!isLocal(c) || c.req.header('origin') !== undefined) return c.json({ error: 'only from this machine' }, 403)
    try {
      return await next()
    } finally {
      c.res.headers.set('cache-control', 'no-store')
    }
  })
  app.onError((fault, c) =>
    c.json({ error: fault instanceof z.ZodError ? z.prettifyError(fault) : fault.message }, 400),
  )
  app.get('/ledger', async c => {
    await ripen(world)
    return c.json(ledgerOf(world))
  })
  app.get('/drafts', async c => {
    await ripen(world)
    const drafts = [...world.tasks.values()].filter(task => task.state === 'SEND_TO_USER_INBOX')
    return c.json(
      drafts.map(({ id, accountId, media, info, upload, discardedAt }) => ({
        id,
        accountId,
        media,
        bytes: upload?.size ?? 0,
        description: info.description,
        discarded: discardedAt !== null,
      })),
    )
  })
  app.post('/drafts/:id', async c => {
    const { act, ...given } = Finish.parse(await c.req.json())
    if (act === 'post') finish(world, c.req.param('id'), given)
    else discard(world, c.req.param('id'))
    return c.json({ success: true })
  })
  app.get('/events', async c => {
    await ripen(world)
    return c.json(world.events)
  })
  app.get('/calls', c => c.json(world.calls))
  app.delete('/calls', c => {
    world.calls.length = 0
    return c.json({ success: true })
  })
  app.get('/levers', c =>
    c.json(
      board.pulled.map(({ lever, left, struck }) => ({
        ...lever,
        left: Number.isFinite(left) ? left : null,
        struck,
      })),
    ),
  )
  app.delete('/levers', c => {
    board.pulled.length = 0
    return c.json({ success: true })
  })
  app.post('/levers', async c => {
    pull(board, Lever.parse(await c.req.json()))
    return c.json({ success: true })
  })
  app.get('/settings', c => c.json(world.settings))
  app.patch('/settings', async c => {
    Object.assign(world.settings, Settings.parse({ ...world.settings, ...Object(await c.req.json()) }))
    return c.json(world.settings)
  })
  app.get('/clock', c => c.json({ now: new Date(world.now()).toISOString() }))
  app.post('/clock', async c => {
    const move = Clock.parse(await c.req.json())
    if ('advanceMs' in move) world.clock.offset += move.advanceMs
    else if ('set' in move) world.clock.offset += Date.parse(move.set) - world.now()
    else world.clock.offset = 0
    return c.json({ now: new Date(world.now()).toISOString() })
  })
  app.post('/reset', c => {
    empty(world)
    board.pulled.length = 0
    board.streams.clear()
    return c.json({ success: true })
  })
  app.post('/apps', async c => c.json(addApp(world, NewApp.parse(await c.req.json()))))
  app.patch('/apps/:id', async c => {
    const known = world.apps.get(c.req.param('id'))
    if (!known) return c.json({ error: 'no such app' }, 404)
    return c.json(Object.assign(known, NewApp.parse({ ...known, ...Object(await c.req.json()) })))
  })
  app.post('/accounts', async c => c.json(addAccount(world, NewAccount.parse(await c.req.json()))))
  app.patch('/accounts/:id', async c => {
    const known = world.accounts.get(c.req.param('id'))
    if (!known) return c.json({ error: 'no such account' }, 404)
    return c.json(Object.assign(known, NewAccount.parse({ ...known, ...Object(await c.req.json()) })))
  })
  app.post('/posts', async c => c.json({ id: addPost(world, NewPost.parse(await c.req.json())).id }))
  app.post('/tokens', async c => {
    const { access, refresh } = mintPair(world, NewPair.parse(await c.req.json()))
    return c.json({ access, refresh })
  })
  app.delete('/tokens/:account', c => c.json({ withdrawn: withdraw(world, c.req.param('account')) }))
  return app
}

/**
 * Where a Node server carries the app it tells the address of the other end; a call inside the process has none. The name
 * that was called must be this machine's too, or a web page could come in under a name of its own.
 */
function isLocal(c: Context): boolean {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(c.req.url).hostname)) return false
  const env: unknown = c.env
  const address = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
    ?.remoteAddress
  return address === undefined || address === '::1' || /^(::ffff:)?127\./.test(address)
}
