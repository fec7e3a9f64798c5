import type { Context } from 'hono'
import type { Env } from './env.ts'

/**
 * Where the browser is, for slowing guesses; never for permission. The runtime says it: Node hands over the socket
 * (`incoming`), Workers the header `cf-connecting-ip`. A forwarded-for header counts only from a proxy on this machine.
 */
export function addressOf(c: Context<Env>): string {
  const incoming = c.env?.incoming as { socket?: { remoteAddress?: string } } | undefined
  const socket = incoming?.socket?.remoteAddress
  if (socket) {
    const local = socket === '127.0.0.1' || socket === '::1' || socket === '::ffff:127.0.0.1'
    const forwarded = local ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    return forwarded || socket
  }
  return c.req.header('cf-connecting-ip') ?? 'unknown'
}
