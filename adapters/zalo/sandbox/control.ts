import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ripen } from './jobs.ts'
import { type Board, Lever, pull } from './levers.ts'
import { addAccount, addApp, addArticle, mintPair, NewAccount, NewApp, NewArticle, NewPair } from './people.ts'
import { Settings } from './settings.ts'
import { empty, ledgerOf, type World } from './world.ts'

const Clock = z.union([
  z.strictObject({ advanceMs: z.number() }),
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ reset: z.literal(true) }),
])

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
  app.get('/broadcasts', c => c.json(world.broadcasts))
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
  app.post('/accounts', async c => c.json({ id: addAccount(world, NewAccount.parse(await c.req.json())).id }))
  app.post('/articles', async c => c.json({ id: addArticle(world, NewArticle.parse(await c.req.json())).id }))
  app.post('/tokens', async c => {
    const { access, refresh } = mintPair(world, NewPair.parse(await c.req.json()))
    return c.json({ access, refresh })
  })
  app.delete('/tokens/:account', c => c.json({ withdrawn: withdraw(world, c.req.param('account')) }))
  return app
}

/** The OA's administrator takes the grant back: every token of it is dead. How many there were. */
export function withdraw(world: World, account: string): number {
  const held = world.pairs.filter(pair => pair.accountId === account && !pair.withdrawn)
  for (const pair of held) pair.withdrawn = true
  return held.length
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
