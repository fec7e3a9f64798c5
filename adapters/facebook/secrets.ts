import { makeRedact } from '../../src/kit/scrub.ts'

/** Tokens of Graph begin so, however short; a text may quote one that is not ours to know. */
export const redact = makeRedact(/\bEA[A-Z][A-Za-z0-9]{8,}|\b\d+\|[A-Za-z0-9_-]{16,}/g)
