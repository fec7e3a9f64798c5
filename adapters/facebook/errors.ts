import { z } from 'zod'
import type { Problem } from '../../src/ports/network.ts'
import { DAY, HOUR } from './limits.ts'

/** What an error of Graph means to us; each has one consequence, and which one depends on what was asked. */
export type Fault =
  /** The token is dead or of the wrong kind, or a permission is missing: only reconnecting helps. */
  | { is: 'auth' | 'permission'; why: Problem }
  | { is: 'throttle' | 'blocked'; why: Problem; retryAfter: number; of: 'channel' | 'app' }
  /** Facebook had trouble of its own: of a write nobody knows whether it happened. */
  | { is: 'transient' | 'too_heavy'; why: Problem }
  /** The same post or the same pictures were there already. */
  | { is: 'duplicate'; why: Problem }
  /** The link could not be read for its preview. */
  | { is: 'link'; why: Problem }
  | { is: 'media' | 'policy' | 'invalid'; why: Problem }
  /** An upload stands elsewhere than we thought, was interrupted, or is over and has to begin anew. */
  | { is: 'upload'; why: Problem; next: { from: number; to: number } | 'resume' | 'anew' }
  /** Missing, deleted, or invisible to this token. */
  | { is: 'gone'; why: Problem }
  /** A code that no page names. */
  | { is: 'odd'; why: Problem }

/** What stops whatever is asked: of this token, this Page, or the app as a whole. */
export type Stop = Extract<Fault, { is: 'auth' | 'permission' | 'gone' | 'throttle' | 'blocked' }>

/** What a stop means of sending: certainly nothing was made. `gone` is the Page itself: missing, or invisible to this token. */
export function afterStop(
  fault: Stop,
): { is: 'reconnect'; why: Problem } | { is: 'unsent'; why: Problem; retryAfter: number } {
  const { why } = fault
  switch (fault.is) {
    case 'auth':
    case 'permission':
      return { is: 'reconnect', why }
    case 'gone':
      return { is: 'reconnect', why: { ...why, code: 'facebook.page_gone' } }
    case 'throttle':
    case 'blocked':
      return { is: 'unsent', why, retryAfter: fault.retryAfter }
    default:
      return fault satisfies never
  }
}

const count = z.coerce.number().int()

/** Only message, type and code are always there; everything else is read where it is. */
export const errorShape = z.object({
  message: z.string().default(''),
  code: count,
  error_subcode: count.optional(),
  /** `debug_token` writes it without the prefix. */
  subcode: count.optional(),
  error_user_msg: z.string().optional(),
  /** An object, or the text of one. */
  error_data: z.unknown().optional(),
  fbtrace_id: z.string().optional(),
})
export type GraphError = z.output<typeof errorShape>

/**
 * First match wins: (code, subcode), then (code, words of the message), then the code alone. HTTP status decides
 * nothing and `is_transient` is not asked: it was seen true for a broken picture (324/2069019) and false for code 1.
 */
export function faultOf(error: GraphError, context: { status: number; detail: string; wait?: number }): Fault {
  const subcode = error.error_subcode ?? error.subcode
  const rule = RULES.find(candidate => matches(candidate, error.code, subcode, error.message))
  const is = rule?.is ?? (error.code >= 200 && error.code < 300 ? 'permission' : 'odd')
  const why: Problem = {
    code: rule?.word ?? (is === 'permission' ? 'facebook.permission' : 'facebook.odd'),
    ...(is === 'odd' && { with: { code: subcode === undefined ? String(error.code) : `${error.code}/${subcode}` } }),
    ...(context.detail !== '' && { detail: context.detail }),
    status: context.status,
    ...(error.fbtrace_id !== undefined && { trace: error.fbtrace_id }),
  }
  switch (is) {
    case 'permission':
      return { is, why: named(why, error) }
    case 'throttle':
      return { is, why, retryAfter: context.wait || (rule?.wait ?? HOUR), of: rule?.of ?? 'channel' }
    case 'blocked':
      return { is, why, retryAfter: DAY, of: 'channel' }
    case 'upload':
      return { is, why, next: rule?.next ?? offsetsIn(error.error_data) ?? 'resume' }
    default:
      return { is, why }
  }
}

/** The message of a permission error names what is missing; so does our sentence. */
function named(why: Problem, error: GraphError): Problem {
  if (why.code !== 'facebook.permission') return why
  const names = [...new Set(`${error.message} ${error.error_user_msg ?? ''}`.match(PERMISSION_NAMES))]
  return names.length > 0
    ? { ...why, with: { permissions: names.join(', ') } }
    : { ...why, code: 'facebook.permission_unnamed' }
}

const PERMISSION_NAMES = /\b(?:pages_[a-z_]+|read_insights|business_management|publish_video)\b/g

interface Rule {
  code?: number
  sub?: number
  text?: string
  is: Fault['is']
  word: string
  /** Milliseconds, where the reply does not say. */
  wait?: number
  of?: 'channel' | 'app'
  /** Of an upload; absent where the reply says where to go on. */
  next?: 'resume' | 'anew'
}

const offset = z.union([z.string().regex(/^\d{1,15}$/), z.number().int().nonnegative()]).transform(Number)
const offsetsShape = z.object({ start_offset: offset, end_offset: offset })

function offsetsIn(data: unknown): { from: number; to: number } | undefined {
  let given = data
  try {
    if (typeof data === 'string') given = JSON.parse(data)
  } catch {
    return undefined
  }
  const read = offsetsShape.safeParse(given).data
  return read && { from: read.start_offset, to: read.end_offset }
}

function matches(rule: Rule, code: number, subcode: number | undefined, message: string): boolean {
  if (rule.code !== undefined && rule.code !== code) return false
  if (rule.sub !== undefined) return rule.sub === subcode
  return rule.text === undefined || message.includes(rule.text)
}

/** Pages API error codes, error handling and rate limiting guides; subcodes beyond them from open publishers. Read 2026-11-22. */
const RULES: readonly Rule[] = [
  // Pairs of code and subcode, and subcodes that mean the same under any code.
  { code: 1, sub: 99, is: 'too_heavy', word: 'facebook.too_heavy' },
  { code: 1, sub: 2853006, is: 'permission', word: 'facebook.permission' },
  { code: 100, sub: 33, is: 'gone', word: 'facebook.gone' },
  { sub: 1366051, is: 'duplicate', word: 'facebook.pictures_used' },
  { sub: 1609005, is: 'link', word: 'facebook.link_unreadable' },
  { sub: 1609008, is: 'invalid', word: 'facebook.link_own' },
  { sub: 1366046, is: 'media', word: 'facebook.picture_refused' },
  { sub: 2069019, is: 'media', word: 'facebook.picture_refused' },
  { code: 368, sub: 1346003, is: 'policy', word: 'facebook.content_refused' },
  { code: 368, sub: 1404102, is: 'policy', word: 'facebook.content_refused' },
  { sub: 1390008, is: 'blocked', word: 'facebook.too_fast' },
  { sub: 1404078, is: 'blocked', word: 'facebook.page_authorisation' },
  { sub: 4854002, is: 'blocked', word: 'facebook.identity_check' },
  { sub: 1404006, is: 'blocked', word: 'facebook.identity_check' },
  { sub: 1404112, is: 'blocked', word: 'facebook.blocked' },
  { code: 190, sub: 458, is: 'auth', word: 'facebook.app_removed' },
  { code: 190, sub: 459, is: 'auth', word: 'facebook.login_needed' },
  { code: 190, sub: 464, is: 'auth', word: 'facebook.login_needed' },
  { code: 190, sub: 460, is: 'auth', word: 'facebook.password_changed' },
  { code: 190, sub: 463, is: 'auth', word: 'facebook.token_expired' },
  { code: 190, sub: 492, is: 'auth', word: 'facebook.role_lost' },
  { sub: 2069032, is: 'auth', word: 'facebook.token_kind' },
  // Videos: their uploads, and what is wrong with a file.
  { sub: 1363037, is: 'upload', word: 'facebook.upload_trouble' },
  { sub: 1363019, is: 'upload', word: 'facebook.upload_trouble', next: 'resume' },
  { sub: 1363021, is: 'upload', word: 'facebook.upload_trouble', next: 'resume' },
  { sub: 1363030, is: 'upload', word: 'facebook.upload_trouble', next: 'resume' },
  { sub: 1363033, is: 'upload', word: 'facebook.upload_trouble', next: 'resume' },
  { sub: 1363041, is: 'upload', word: 'facebook.upload_over', next: 'anew' },
  { sub: 1363045, is: 'upload', word: 'facebook.upload_over', next: 'anew' },
  { sub: 1363020, is: 'invalid', word: 'facebook.invalid' },
  { sub: 1363042, is: 'permission', word: 'facebook.permission' },
  { sub: 1363005, is: 'permission', word: 'facebook.not_ours' },
  { sub: 1363047, is: 'transient', word: 'facebook.trouble' },
  { sub: 1363022, is: 'media', word: 'facebook.video_refused_small' },
  { sub: 1363023, is: 'media', word: 'facebook.video_refused_big' },
  { sub: 1363024, is: 'media', word: 'facebook.video_refused_type' },
  { sub: 1363031, is: 'media', word: 'facebook.video_refused_type' },
  { sub: 1363032, is: 'media', word: 'facebook.video_refused_type' },
  { sub: 1363025, is: 'media', word: 'facebook.video_refused_length' },
  { sub: 1363026, is: 'media', word: 'facebook.video_refused_length' },
  { sub: 1363128, is: 'media', word: 'facebook.video_refused_length' },
  { sub: 1363040, is: 'media', word: 'facebook.video_refused_shape' },
  { sub: 1363127, is: 'media', word: 'facebook.video_refused_size' },
  { sub: 1363129, is: 'media', word: 'facebook.video_refused_rate' },
  // Codes told apart by their words.
  { code: 1, text: 'reduce the amount of data', is: 'too_heavy', word: 'facebook.too_heavy' },
  { code: 100, text: 'appsecret_proof', is: 'auth', word: 'facebook.proof' },
  { code: 100, text: 'Name parameter too long', is: 'invalid', word: 'facebook.text_refused_long' },
  { code: 100, text: 'No permission to publish', is: 'permission', word: 'facebook.permission' },
  { code: 200, text: 'as the page itself', is: 'auth', word: 'facebook.token_kind' },
  { code: 2500, text: 'An active access token', is: 'auth', word: 'facebook.token_dead' },
  // Codes alone.
  { code: 1, is: 'transient', word: 'facebook.trouble' },
  { code: 2, is: 'transient', word: 'facebook.trouble' },
  { code: -1, is: 'transient', word: 'facebook.trouble' },
  { code: 3, is: 'permission', word: 'facebook.capability' },
  { code: 4, is: 'throttle', word: 'facebook.app_limit', of: 'app' },
  { code: 10, is: 'permission', word: 'facebook.permission' },
  { code: 12, is: 'invalid', word: 'facebook.invalid' },
  { code: 17, is: 'throttle', word: 'facebook.page_limit' },
  { code: 32, is: 'throttle', word: 'facebook.page_limit' },
  { code: 100, is: 'invalid', word: 'facebook.invalid' },
  { code: 102, is: 'auth', word: 'facebook.token_dead' },
  { code: 104, is: 'auth', word: 'facebook.proof' },
  { code: 120, is: 'invalid', word: 'facebook.invalid' },
  { code: 190, is: 'auth', word: 'facebook.token_dead' },
  { code: 321, is: 'invalid', word: 'facebook.invalid' },
  { code: 324, is: 'media', word: 'facebook.picture_refused' },
  { code: 352, is: 'media', word: 'facebook.video_refused_type' },
  { code: 341, is: 'throttle', word: 'facebook.app_limit', of: 'app', wait: HOUR / 4 },
  { code: 368, is: 'blocked', word: 'facebook.blocked' },
  { code: 382, is: 'media', word: 'facebook.video_refused_small' },
  { code: 389, is: 'media', word: 'facebook.video_refused' },
  { code: 490, is: 'auth', word: 'facebook.login_needed' },
  { code: 506, is: 'duplicate', word: 'facebook.duplicate' },
  { code: 613, is: 'throttle', word: 'facebook.page_limit', wait: HOUR / 4 },
  { code: 803, is: 'gone', word: 'facebook.gone' },
  { code: 6000, is: 'media', word: 'facebook.video_refused' },
  { code: 6001, is: 'upload', word: 'facebook.upload_trouble', next: 'resume' },
  { code: 1609005, is: 'link', word: 'facebook.link_unreadable' },
  { code: 2500, is: 'invalid', word: 'facebook.invalid' },
  { code: 3001, is: 'invalid', word: 'facebook.invalid' },
  { code: 80001, is: 'throttle', word: 'facebook.page_limit' },
  { code: 80006, is: 'throttle', word: 'facebook.page_limit' },
]

/** What a video's status says of its file: the same subcodes, there as plain codes, or words alone. */
export function faultOfVideo(code: number | undefined, message: string): Problem {
  const rule = RULES.find(one => one.is === 'media' && (one.sub ?? one.code) === code)
  return {
    code: rule?.word ?? 'facebook.video_refused',
    ...(message !== '' && { detail: code === undefined ? message : `${code}: ${message}` }),
  }
}
