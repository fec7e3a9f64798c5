import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Kill, type Levers } from './hands.ts'
import { type Board, Lever } from './levers.ts'
import {
  addApp,
  addPage,
  addPerson,
  addPost,
  addToken,
  NewApp,
  NewPage,
  NewPerson,
  NewPost,
  NewToken,
} from './people.ts'
import { Settings } from './settings.ts'
import { empty, ledgerOf, type World } from './world.ts'

const Standing = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('slowLists'), ms: z.number().int().nonnegative() }),
  z.strictObject({ what: z.literal('downgrade'), version: z.string().nullable() }),
  z.strictObject({ what: z.literal('usage'), page: z.string(), percent: z.number().nullable() }),
  z.strictObject({ what: z.literal('block'), page: z.string(), minutes: z.number().int().positive() }),
  z.strictObject({ what: z.literal('dropRole'), page: z.string(), person: z.string() }),
  Kill.extend({ what: z.literal('kill') }),
])
const Clock = z.union([
  z.strictObject({ advanceMs: z.number() }),
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ reset: z.literal(true) }),
])

/**
 * For whoever runs the sandbox as a process of its own: levers, ledger, clock, and who exists. JSON only, from this
 * machine only, and never from a web page.
 */
export function control(world: World, board: Board, levers: Levers): Hono {
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
    levers.clear()
    return c.json({ success: true })
  })
  app.post('/levers', async c => {
    const body: unknown = await c.req.json()
    const standing = Standing.safeParse(body)
    if (standing.success) stand(levers, standing.data)
    else levers.pull(Lever.parse(body))
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
    levers.clear()
    board.streams.clear()
    return c.json({ success: true })
  })
  app.post('/apps', async c => c.json(addApp(world, NewApp.parse(await c.req.json()))))
  app.post('/people', async c => c.json(addPerson(world, NewPerson.parse(await c.req.json()))))
  app.post('/pages', async c => c.json({ id: addPage(world, NewPage.parse(await c.req.json())).id }))
  app.post('/posts', async c => c.json({ id: addPost(world, NewPost.parse(await c.req.json())).id }))
  app.post('/tokens', async c => c.json({ value: addToken(world, NewToken.parse(await c.req.json())).value }))
  return app
}

function stand(levers: Levers, lever: z.infer<typeof Standing>): void {
  switch (lever.what) {
    case 'slowLists':
      levers.slowLists(lever.ms)
      break
    case 'downgrade':
      levers.downgradeVersion(lever.version)
      break
    case 'usage':
      levers.usage(lever.page, lever.percent)
      break
    case 'block':
      levers.block80001(lever.page, lever.minutes)
      break
    case 'dropRole':
      levers.dropRole(lever.page, lever.person)
      break
    case 'kill': {
      const { what: _, ...kill } = lever
      levers.killToken(kill)
    }
  }
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
