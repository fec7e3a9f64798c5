import type { Problem } from '../../src/ports/network.ts'
import { DAY, MINUTE } from './limits.ts'

/** What an error of the envelope means to us; each has one consequence, and which one depends on what was asked. */
export type Fault =
  /** The token is dead or replaced, a right is missing, the OA or the app is off: nothing goes on by itself. */
  | { is: 'account'; why: Problem }
  | { is: 'rate'; why: Problem; retryAfter: number; of: 'channel' | 'app' }
  /** The package's allowance is used up; when it is renewed no call tells. */
  | { is: 'quota'; why: Problem; retryAfter: number }
  /** The job is not finished. */
  | { is: 'processing'; why: Problem }
  /** A picture could not be fetched or is not one: the job left no article. */
  | { is: 'media'; why: Problem }
  /** Refused for what was sent; of a reading, the thing is not there. */
  | { is: 'invalid' | 'policy'; why: Problem }
  /** Zalo had trouble of its own: of a write nobody knows whether it happened. */
  | { is: 'transient'; why: Problem }
  /** A number that no page names. */
  | { is: 'odd'; why: Problem }

export interface Envelope {
  error: number
  message: string
}

/** First match wins: number with words, then the number alone. Words matter: -32, -200 and -223 each mean two things. */
export function faultOf({ error, message }: Envelope, context: { status: number; detail: string; now: Date }): Fault {
  const rule = RULES.find(one => one.code === error && (one.text === undefined || one.text.test(message)))
  const processing = PROCESSING.test(message)
  const is = processing ? 'processing' : (rule?.is ?? 'odd')
  const why: Problem = {
    code: processing ? 'zalo.processing' : (rule?.word ?? 'zalo.odd'),
    ...(is === 'odd' && { with: { code: String(error) } }),
    ...(context.detail !== '' && { detail: context.detail }),
    status: context.status,
  }
  switch (is) {
    case 'rate':
      return { is, why, retryAfter: toNextMinute(context.now), of: /your oa/i.test(message) ? 'channel' : 'app' }
    case 'quota':
      return { is, why, retryAfter: DAY }
    default:
      return { is, why }
  }
}

/** Calls are counted by the minute; a few seconds more, for clocks that differ. */
export const toNextMinute = (now: Date) => MINUTE - (now.getTime() % MINUTE) + 5_000

/** Seen live in this text; which number stands beside it nobody wrote down for certain. */
const PROCESSING = /(?:media|article) is being processed/i

interface Rule {
  code: number
  text?: RegExp
  is: Fault['is']
  word: string
}

/** OA documentation, "Mã lỗi", as transcribed in 2026, and what integrators saw; read 2026-11-22. */
const RULES: readonly Rule[] = [
  { code: -32, is: 'rate', word: 'zalo.too_many_calls' },
  { code: -200, text: /upload media/i, is: 'media', word: 'zalo.media_failed' },
  { code: -200, is: 'transient', word: 'zalo.trouble' },
  { code: -201, is: 'invalid', word: 'zalo.invalid' },
  { code: -204, is: 'account', word: 'zalo.account_disabled' },
  { code: -205, is: 'account', word: 'zalo.account_missing' },
  { code: -209, is: 'account', word: 'zalo.app_inactive' },
  { code: -210, is: 'invalid', word: 'zalo.invalid' },
  { code: -211, is: 'quota', word: 'zalo.quota' },
  { code: -212, is: 'account', word: 'zalo.api_unregistered' },
  { code: -214, is: 'processing', word: 'zalo.processing' },
  { code: -215, is: 'account', word: 'zalo.app_inactive' },
  { code: -216, is: 'account', word: 'zalo.token_dead' },
  { code: -219, is: 'account', word: 'zalo.app_inactive' },
  { code: -220, is: 'account', word: 'zalo.token_expired' },
  { code: -221, is: 'account', word: 'zalo.account_unverified' },
  { code: -223, text: /quota/i, is: 'quota', word: 'zalo.article_quota' },
  { code: -223, is: 'account', word: 'zalo.permission' },
  { code: -224, is: 'account', word: 'zalo.package' },
  { code: -233, is: 'invalid', word: 'zalo.unsupported' },
  { code: -234, is: 'invalid', word: 'zalo.night' },
  { code: -235, is: 'account', word: 'zalo.unsupported' },
  { code: -242, is: 'account', word: 'zalo.proof' },
  { code: -248, is: 'policy', word: 'zalo.content_refused' },
  { code: 112, is: 'account', word: 'zalo.app_unlinked' },
]
