/** Proof Key for Code Exchange (RFC 7636). 43 letters of base64url out of 32 random bytes. */
export const makeVerifier = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** Over the raw digest, not over its hex, and without padding. */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))))
}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
