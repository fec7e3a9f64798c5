import { makeScrub } from '../../src/kit/scrub.ts'

/** A text that may be shown and kept: known secrets and whatever looks like one removed, no markup, at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  return String(makeScrub(secrets)(text))
    .replace(TOKENS, '[removed]')
    .replace(/<[^>]{0,300}>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed()
}

/** Tokens of Google, an upload's address, and long runs in one piece. */
const TOKENS = /ya29\.[\w-]+|1\/\/0[\w-]+|upload_id=[\w-]+|[A-Za-z0-9_-]{80,}/g
