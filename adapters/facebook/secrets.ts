/** A text that may be shown and kept: known secrets and whatever looks like one removed, at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, HIDDEN)
  return clean
    .replace(PARAMETERS, `$1=${HIDDEN}`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(TOKENS, HIDDEN)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed()
}

const HIDDEN = '[…]'
const PARAMETERS =
  /\b(access_token|appsecret_proof|client_secret|input_token|fb_exchange_token|code|verify_token)(?:=|%3D|"?\s*:\s*")[^\s&"'<>]+/gi
const BEARER = /\b(Bearer|OAuth)\s+[^\s"'<>]+/gi
/** Tokens of Graph begin so; a text may quote one that is not ours to know. */
const TOKENS = /\bEA[A-Z][A-Za-z0-9]{8,}|\b\d+\|[A-Za-z0-9_-]{16,}/g
