import { makeRedact } from '../../src/kit/scrub.ts'

/** Tokens of Google, an upload's address, and long runs in one piece. Its refusals come with markup. */
export const redact = makeRedact(/ya29\.[\w-]+|1\/\/0[\w-]+|upload_id=[\w-]+|[A-Za-z0-9_-]{80,}/g, /<[^>]{0,300}>/g)
