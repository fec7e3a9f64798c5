import type { Problem } from '../../src/ports/network.ts'
import { HOUR, MINUTE } from './limits.ts'

/** What an `error.code` means to us; each has one consequence. */
export type Fault =
  /** Token dead, or a right that was not granted: only renewing or a new consent helps. */
  | { is: 'account'; why: Problem }
  /** A limit by the minute, or a cap by the day: certainly not done, again after a while. */
  | { is: 'rate' | 'cap'; why: Problem; retryAfter: number }
  /** Refused for what was sent, or for what the account or the app may. A person changes it. */
  | { is: 'refused'; why: Problem }
  /** A publish_id that TikTok does not know, or not any more. */
  | { is: 'unknown_id'; why: Problem }
  /** A code that no page names. */
  | { is: 'odd'; why: Problem }

interface Rule {
  is: Fault['is']
  word: string
  retryAfter?: number
}

/** By the code, never by the message: the sentence is the same for most. `error-handling` and the posting pages, read 2026-09-11. */
const RULES: Readonly<Record<string, Rule>> = {
  access_token_invalid: { is: 'account', word: 'tiktok.token_dead' },
  scope_not_authorized: { is: 'account', word: 'tiktok.scope_missing' },
  scope_permission_missed: { is: 'account', word: 'tiktok.scope_missing' },
  // "No Retry-After": the window is a sliding minute.
  rate_limit_exceeded: { is: 'rate', word: 'tiktok.too_fast', retryAfter: MINUTE + 5_000 },
  spam_risk_too_many_posts: { is: 'cap', word: 'tiktok.too_many_posts', retryAfter: HOUR },
  reached_active_user_cap: { is: 'cap', word: 'tiktok.user_cap', retryAfter: HOUR },
  spam_risk_too_many_pending_share: { is: 'cap', word: 'tiktok.inbox_full', retryAfter: HOUR / 2 },
  spam_risk_user_banned_from_posting: { is: 'refused', word: 'tiktok.banned' },
  unaudited_client_can_only_post_to_private_accounts: { is: 'refused', word: 'tiktok.unaudited' },
  url_ownership_unverified: { is: 'refused', word: 'tiktok.domain_unverified' },
  privacy_level_option_mismatch: { is: 'refused', word: 'tiktok.privacy_gone' },
  app_version_check_failed: { is: 'refused', word: 'tiktok.app_too_old' },
  invalid_file_upload: { is: 'refused', word: 'tiktok.upload_refused' },
  // The general page spells it with an s, the posting pages without.
  invalid_params: { is: 'refused', word: 'tiktok.invalid' },
  invalid_param: { is: 'refused', word: 'tiktok.invalid' },
  invalid_publish_id: { is: 'unknown_id', word: 'tiktok.publish_unknown' },
  token_not_authorized_for_specified_publish_id: { is: 'unknown_id', word: 'tiktok.publish_unknown' },
}

export function faultOf(code: string, given: { status: number; detail: string; trace?: string }): Fault {
  const rule = Object.hasOwn(RULES, code) ? RULES[code] : undefined
  const why: Problem = {
    code: rule?.word ?? 'tiktok.odd',
    ...(!rule && { with: { code } }),
    ...(given.detail !== '' && { detail: given.detail }),
    status: given.status,
    ...(given.trace && { trace: given.trace }),
  }
  if (!rule) return { is: 'odd', why }
  return rule.is === 'rate' || rule.is === 'cap'
    ? { is: rule.is, why, retryAfter: rule.retryAfter ?? MINUTE }
    : { is: rule.is, why }
}

/** "Get post status", read 2026-09-11: after the upload, what the checks found. An unknown one is final too. */
const REASONS: Readonly<Record<string, string>> = {
  file_format_check_failed: 'tiktok.fail_format',
  duration_check_failed: 'tiktok.fail_duration',
  frame_rate_check_failed: 'tiktok.fail_frame_rate',
  picture_size_check_failed: 'tiktok.fail_picture_size',
  internal: 'tiktok.fail_internal',
  video_pull_failed: 'tiktok.fail_pull',
  photo_pull_failed: 'tiktok.fail_pull',
  publish_cancelled: 'tiktok.fail_cancelled',
  auth_removed: 'tiktok.fail_auth',
  spam_risk_too_many_posts: 'tiktok.fail_too_many',
  spam_risk_user_banned_from_posting: 'tiktok.banned',
  spam_risk_text: 'tiktok.fail_spam_text',
  spam_risk: 'tiktok.fail_spam',
}

export const failureOf = (reason: string): Problem =>
  Object.hasOwn(REASONS, reason)
    ? { code: REASONS[reason] ?? 'tiktok.fail_other', detail: reason }
    : { code: 'tiktok.fail_other', with: { reason: reason.slice(0, 100) } }
