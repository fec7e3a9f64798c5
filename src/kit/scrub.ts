/** Removes what no log may hold: values under telling names, tokens inside sentences, and secrets known by heart. */

const removed = '[removed]'

const tellingName =
  /token|secret|passw|proof|authorization|cookie|credential|verifier|private_?key|api_?key|session_?id|signature|^(cred|code|plain|sig|hmac|otp)$/i

/** `name=value` in addresses and forms, `"name":"value"` in JSON, also when escaped once more inside a string. */
const named =
  /(\b[\w.-]*(?:token|secret|password|passwd|proof|verifier|api_?key|signature)|\b(?:code|sig|hmac|state))(\\*["']?\s*[=:]\s*\\*["']?)(?!\[removed\])[^\s&"'\\,;}<>]+/gi
const scheme = /\b(bearer|basic|oauth)\s+[\w.~+/=-]{6,}/gi
const userInfo = /(\w+:\/\/)[^\s/@:"']*:[^\s@"']+@/g
/** Opaque runs longer than anything we write ourselves, which are hexadecimal digests and words with hyphens. */
const opaque = /\b(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{40,}(?:\.[\w-]+)*/g

export type Scrub = (value: unknown) => unknown

export function makeScrub(secrets: readonly string[] = []): Scrub {
  const known = secrets.filter(secret => secret.length >= 6).toSorted((a, b) => b.length - a.length)
  const text = (value: string) => {
    let clean = value
    for (const secret of known) clean = clean.replaceAll(secret, removed)
    return clean
      .replace(scheme, `$1 ${removed}`)
      .replace(userInfo, `$1${removed}@`)
      .replace(named, `$1$2${removed}`)
      .replace(opaque, removed)
  }
  const scrub = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value)
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
    if (depth > 6) return '…'
    if (value instanceof Date) return value
    if (value instanceof Error) return error(value, depth)
    if (value instanceof URL) return text(value.href)
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `${value.byteLength} bytes`
    if (value instanceof Map) return scrub(Object.fromEntries(value), depth + 1)
    if (value instanceof Set) return scrub([...value], depth + 1)
    if (Array.isArray(value)) return value.slice(0, 100).map(one => scrub(one, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        text(name),
        tellingName.test(name) && inner !== null && typeof inner !== 'boolean' && typeof inner !== 'number'
          ? removed
          : scrub(inner, depth + 1),
      ]),
    )
  }
  const error = (cause: Error, depth: number) => ({
    name: cause.name,
    message: text(cause.message),
    ...('code' in cause ? { code: scrub(cause.code, depth + 1) } : {}),
    ...(cause.stack ? { stack: text(cause.stack) } : {}),
    ...(cause.cause === undefined ? {} : { cause: scrub(cause.cause, depth + 1) }),
  })
  return value => scrub(value, 0)
}

/**
 * Makes a text that may be shown and kept: secrets known by heart, whatever looks like one, and the network's own tokens
 * are removed, `markup` is left out; one line of at most 500 characters.
 */
export const makeRedact =
  (tokens: RegExp, markup?: RegExp) =>
  (text: string, secrets: readonly string[]): string => {
    const safe = String(makeScrub(secrets)(text)).replace(tokens, removed)
    return (markup ? safe.replace(markup, '') : safe).replace(/\s+/g, ' ').trim().slice(0, 500).toWellFormed()
  }
