/** Hashes and signatures that run wherever the core runs. */
import { sha256 } from '@noble/hashes/sha2.js'

const encoder = new TextEncoder()

export function bytesToHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** Lower-case hex SHA-256; text is taken as UTF-8. */
export async function sha256Hex(data: Uint8Array | string): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', viewOf(data))))
}

/** Lower-case hex HMAC-SHA256; text is taken as UTF-8. */
export async function hmacSha256Hex(key: Uint8Array | string, message: Uint8Array | string): Promise<string> {
  const imported = await crypto.subtle.importKey('raw', viewOf(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return bytesToHex(new Uint8Array(await crypto.subtle.sign('HMAC', imported, viewOf(message))))
}

/**
 * SHA-256 of the canonical JSON: equal for equal values, whatever the order of their keys. Not by WebCrypto: its way
 * through another thread took a tenth of the time that sending a delivery takes, for a text of half a kilobyte.
 */
export async function digestOf(value: unknown): Promise<string> {
  return bytesToHex(sha256(encoder.encode(canonicalJson(value))))
}

/**
 * JSON with keys sorted by UTF-16 code unit and no white space (RFC 8785). A key whose value is undefined is left
 * out, as JSON.stringify does; whatever JSON cannot carry throws, so that no digest silently covers less than it says.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`Not JSON: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && isPlain(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  throw new TypeError(`Not JSON: ${typeof value}`)
}

/** Compares without telling by its duration where two secrets differ; only their lengths may be guessed. */
export function timingSafeEqual(a: string, b: string): boolean {
  const left = encoder.encode(a)
  const right = encoder.encode(b)
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0)
  return difference === 0
}

/** For bytes that are no secret to whoever compares them. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

function viewOf(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  // WebCrypto takes any view; only one over shared memory is refused, and that at run time.
  return typeof data === 'string' ? encoder.encode(data) : (data as Uint8Array<ArrayBuffer>)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
