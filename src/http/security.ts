import { createMiddleware } from 'hono/factory'
import type { Env } from './env.ts'

export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/**
 * `same-origin` and not `no-referrer`: with the latter a browser sends `Origin: null` with our own forms (Fetch
 * standard, "append a request Origin header"), and the origin check would refuse them.
 */
export const security = createMiddleware<Env>(async (c, next) => {
  await next()
  c.header('content-security-policy', contentSecurityPolicy)
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'same-origin')
  c.header('cross-origin-opener-policy', 'same-origin')
  c.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  if (isSecure(c.var.ctx.config.publicUrl, c.req.url))
    c.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  // Pages hold drafts and names: nothing of them in shared caches or, after sign-out, behind the Back button.
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
})

export const isSecure = (publicUrl: string | undefined, url: string) =>
  publicUrl ? publicUrl.startsWith('https://') : url.startsWith('https://')
