import { makeScrub } from '../../src/kit/scrub.ts'

/** A text that may be shown and kept: known secrets and whatever looks like one removed, at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  return String(makeScrub(secrets)(text))
    .replace(TOKENS, '[removed]')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed()
}

/** Tokens say what they are; a text may quote one that is not ours to know. */
const TOKENS = /\b(?:act|rft)\.[\w!*.~-]{6,}|[A-Za-z0-9_-]{100,}/g
