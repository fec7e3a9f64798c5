import { makeRedact } from '../../src/kit/scrub.ts'

/** Tokens are some 300 letters in one piece; a text may quote one that is not ours to know. */
export const redact = makeRedact(/[A-Za-z0-9_-]{100,}/g)
