import type { App, Event } from './types.ts'

/** One event as it would be sent to the callback: the raw body and the header over it. */
export async function signed(app: App, event: Event, at: number): Promise<{ body: string; header: string }> {
  const body = JSON.stringify(event)
  const t = Math.floor(at / 1000)
  return { body, header: `t=${t},s=${await macOf(app.secret, `${t}.${body}`)}` }
}

/** Lower-case hex HMAC-SHA256. */
async function macOf(secret: string, text: string): Promise<string> {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)))
  return [...mac].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
