import { OpenAPIHono } from '@hono/zod-openapi'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { announcementsApi } from './announcements/api.ts'
import { announcements } from './announcements/routes.tsx'
import { channelsApi } from './channels/api.ts'
import { settingsApi } from './channels/api-settings.ts'
import { channels } from './channels/routes.tsx'
import { channelSettings } from './channels/routes-settings.tsx'
import type { Ctx } from './context.ts'
import { reach } from './dashboard/routes.tsx'
import { deliveriesApi } from './deliveries/api.ts'
import { deliveries } from './deliveries/routes.tsx'
import { shownFiles } from './deliveries/routes-files.ts'
import { hooks } from './deliveries/routes-hooks.ts'
import { holds } from './holds/routes.tsx'
import type { Env } from './http/env.ts'
import { crashed, notFound } from './http/errors.tsx'
import { locale } from './http/locale.ts'
import { picture } from './http/picture.ts'
import { requestId } from './http/request.ts'
import { security } from './http/security.ts'
import { signedIn } from './http/session.ts'
import { storable } from './http/storable.ts'
import { bearer } from './http/token.ts'
import { video } from './http/video.ts'
import { metricsApi } from './metrics/api.ts'
import { entrance, myself } from './people/routes.tsx'
import { postsApi } from './posts/api.ts'
import { copiesApi } from './posts/api-copies.ts'
import { courseApi } from './posts/api-course.ts'
import { posts } from './posts/routes.tsx'
import { approvalsAgain } from './posts/routes-again.tsx'
import { approvals } from './posts/routes-approvals.tsx'
import { arrivalPages } from './posts/routes-arrivals.tsx'
import { publicationsApi } from './publications/api.ts'
import { rulesApi } from './rules/api.ts'
import { rulePages } from './rules/routes.tsx'
import { pushes, sourcesApi } from './sources/api.ts'
import { mannersApi } from './sources/api-manners.ts'
import { sources } from './sources/routes.tsx'
import { isMigrated } from './today/queries.ts'
import { frame, today } from './today/routes.tsx'
import { unitsApi } from './units/api.ts'

/**
 * The whole of the HTTP side: desk, API, health. Runs on Node and on Workers; static files (`public/`) are served by
 * the runtime before it. `given` is the context, or how to find the one of this request.
 */
export function makeApp(given: Ctx | ((c: Context<Env>) => Ctx)): Hono<Env> {
  const app = new Hono<Env>()
  app.onError(crashed)
  app.notFound(notFound)
  app.use(async (c, next) => {
    c.set('ctx', typeof given === 'function' ? given(c) : given)
    await next()
  })
  app.get('/healthz', c => c.text('ok'))
  app.get('/readyz', async c => {
    const ready = await isMigrated(c.var.ctx.db).catch(() => false)
    return ready ? c.text('ready') : c.text('the database does not answer or is not migrated', 503)
  })
  app.use(requestId, security, locale, bodyLimit({ maxSize: 2 * 1024 * 1024, onError: tooLarge }))
  app.route('/', shownFiles)
  app.route('/', hooks)
  app.route('/', api())
  app.route('/', desk())
  return app
}

/** The operations as JSON resources. Everything here but a portal's signed push needs a bearer token. */
function api(): OpenAPIHono<Env> {
  const rest = new OpenAPIHono<Env>()
  rest.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  const signature = { type: 'apiKey', in: 'header', name: 'x-lantoa-signature' } as const
  rest.openAPIRegistry.registerComponent('securitySchemes', 'signature', signature)
  rest.doc31('/api/openapi.json', { openapi: '3.1.0', info: { title: 'Lan Tỏa', version: '1' } })
  rest.use('/api/v1/*', storable)
  rest.route('/api/v1', pushes)
  rest.use('/api/v1/*', bearer)
  const rooms = [
    unitsApi,
    channelsApi,
    settingsApi,
    sourcesApi,
    mannersApi,
    publicationsApi,
    rulesApi,
    postsApi,
    copiesApi,
    courseApi,
    deliveriesApi,
    announcementsApi,
    metricsApi,
  ]
  for (const room of rooms) rest.route('/api/v1', room)
  rest.all('/api/*', notFound)
  return rest
}

/** What people see. Everything here but the entrance needs a session. */
function desk(): Hono<Env> {
  const pages = new Hono<Env>()
  pages.use(csrf({ origin: sameOrigin }))
  pages.route('/', entrance)
  pages.use(signedIn)
  pages.route('/', myself)
  pages.use(frame)
  pages.route('/', today)
  pages.route('/', arrivalPages)
  pages.route('/', posts)
  pages.route('/', approvalsAgain)
  pages.route('/', approvals)
  pages.route('/', deliveries)
  pages.route('/', announcements)
  pages.route('/', holds)
  pages.route('/', channels)
  pages.route('/', channelSettings)
  pages.route('/', sources)
  pages.route('/', rulePages)
  pages.route('/', reach)
  pages.get('/pictures/:digest{[0-9a-f]{64}}', picture)
  pages.get('/videos/:digest{[0-9a-f]{64}}', video)
  return pages
}

/** Behind a proxy that ends TLS the request says `http`; the host is what tells one site from another. */
function sameOrigin(origin: string, c: Context<Env>): boolean {
  if (!URL.canParse(origin)) return false
  const { publicUrl } = c.var.ctx.config
  return new URL(origin).host === new URL(c.req.url).host || (!!publicUrl && origin === new URL(publicUrl).origin)
}

const tooLarge = () => {
  throw new HTTPException(413)
}
