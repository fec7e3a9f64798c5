/** AES-256-GCM on WebCrypto: a byte for the form, four for the key, twelve of nonce, then the sealed bytes. */
export interface SealedWith {
  /** Eight hexadecimal digits that tell keys apart and say nothing about them. */
  keyId: string
  seal(plain: string, about: string): Promise<Uint8Array<ArrayBuffer>>
  /** Undefined when the key is another one, the bytes were altered, or they were sealed for another place. */
  open(sealed: Uint8Array, about: string): Promise<string | undefined>
}

const form = 1
const headLength = 5
const nonceLength = 12
const encoder = new TextEncoder()

export async function makeSealer(key: Uint8Array): Promise<SealedWith> {
  if (key.length !== 32) throw new RangeError('a sealing key has 32 bytes')
  const bytes = new Uint8Array(key)
  const imported = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const hmac = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const id = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, encoder.encode('lantoa key id'))).slice(0, 4)
  const head = Uint8Array.of(form, ...id)
  return {
    keyId: Array.from(id, byte => byte.toString(16).padStart(2, '0')).join(''),
    async seal(plain, about) {
      // Random nonces are safe for 2^32 sealings under one key (NIST SP 800-38D, 8.3); a token a second takes 136 years.
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength))
      const additionalData = join(head, encoder.encode(about))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData },
        imported,
        encoder.encode(plain),
      )
      return join(head, iv, new Uint8Array(sealed))
    },
    async open(sealed, about) {
      const given = new Uint8Array(sealed)
      if (given.length < headLength + nonceLength || !head.every((byte, at) => given[at] === byte)) return undefined
      const iv = given.subarray(headLength, headLength + nonceLength)
      const additionalData = join(head, encoder.encode(about))
      try {
        const data = given.subarray(headLength + nonceLength)
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, imported, data)
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain)
      } catch {
        return undefined
      }
    },
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
