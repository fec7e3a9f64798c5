/**
 * The address of an upload session lets whoever holds it put bytes into our video, so it is no plain text in a ticket. The
 * key is made of the app's secret, which is in no database; when that was changed, the address is lost and the upload begins anew.
 */
export async function seal(text: string, secret: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    await keyOf(secret),
    new TextEncoder().encode(text),
  )
  return `${base64(iv)}.${base64(new Uint8Array(bytes))}`
}

/** Undefined when the key is another one or the text was altered. */
export async function open(sealed: string, secret: string): Promise<string | undefined> {
  try {
    const [iv = '', bytes = ''] = sealed.split('.').map(fromBase64)
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: iv || new Uint8Array() },
      await keyOf(secret),
      bytes || new Uint8Array(),
    )
    return new TextDecoder().decode(plain)
  } catch {
    return undefined
  }
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder()
  const base = await crypto.subtle.importKey('raw', bytes.encode(secret), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: bytes.encode('lantoa'), info: bytes.encode('upload session') }
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const fromBase64 = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
