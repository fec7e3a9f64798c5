import { randomBytes } from 'node:crypto'
import type { Sealer } from '../../src/context.ts'

/** AES-GCM under a key of the test's own; `about` is authenticated with it. */
export async function testSealer(): Promise<Sealer> {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(randomBytes(32)), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])
  const params = (iv: Uint8Array<ArrayBuffer>, about: string) => ({
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(about),
  })
  return {
    seal: async (plain, about) => {
      const iv = new Uint8Array(randomBytes(12))
      const sealed = await crypto.subtle.encrypt(params(iv, about), key, new TextEncoder().encode(plain))
      return new Uint8Array([...iv, ...new Uint8Array(sealed)])
    },
    open: async (sealed, about) => {
      const bytes = new Uint8Array(sealed)
      try {
        const plain = await crypto.subtle.decrypt(params(bytes.slice(0, 12), about), key, bytes.slice(12))
        return new TextDecoder().decode(plain)
      } catch {
        return undefined
      }
    },
  }
}
