import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type Board, Lever, pull } from './levers.ts'
import * as people from './people.ts'
import { Settings } from './settings.ts'
import { withdraw } from './tokens.ts'
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
  app.get('/ledger', c => c.json(ledgerOf(world)))
  app.get('/calls', c => c.json(world.calls))
  app.delete('/calls', c => {
    world.calls.length = 0
    return c.json({ success: true })
  })
  app.get('/spent', c => c.json(Object.fromEntries(world.spent)))
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
  app.post('/apps', async c => c.json(people.addApp(world, people.NewApp.parse(await c.req.json()))))
  app.post('/channels', async c =>
    c.json({ id: people.addChannel(world, people.NewChannel.parse(await c.req.json())).id }),
  )
  app.post('/playlists', async c =>
    c.json({ id: people.addPlaylist(world, people.NewPlaylist.parse(await c.req.json())).id }),
  )
  app.post('/videos', async c => c.json({ id: people.addVideo(world, people.NewVideo.parse(await c.req.json())).id }))
  app.post('/tokens', async c => {
    const { access, refresh } = people.mintGrant(world, people.NewGrant.parse(await c.req.json()))
    return c.json({ access, refresh })
  })
  app.delete('/tokens/:channel', c => c.json({ withdrawn: withdraw(world, c.req.param('channel')) }))
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
