import { z } from 'zod'
import type { Problem } from '../../src/ports/network.ts'
import { MINUTE } from './limits.ts'

/** What a refusal means to us; each has one consequence, and which one depends on what was asked. */
export type Fault =
  /** The token is dead, a right is missing, the channel is closed: nothing goes on by itself. */
  | { is: 'account'; why: Problem }
  | { is: 'rate'; why: Problem; retryAfter: number }
  /** The project's day is used up, as YouTube or our own ledger says; at the next midnight it begins anew. */
  | { is: 'quota'; why: Problem; retryAfter: number }
  /** The channel has uploaded as much as it may. It belongs to the channel; other calls go on. */
  | { is: 'channel'; why: Problem }
  /** What was asked about is not there. */
  | { is: 'missing'; why: Problem }
  /** It was done before. */
  | { is: 'done'; why: Problem }
  /** Refused for what was sent. */
  | { is: 'invalid'; why: Problem }
  /** Allowed to nobody, or not to this channel: a person has to see to it. */
  | { is: 'forbidden'; why: Problem }
  /** A reason that no page names. */
  | { is: 'odd'; why: Problem }

export interface Refusal {
  status: number
  reason: string
  message: string
}

/** The decision is `error.errors[0].reason`, never the text, which holds HTML and is translated. */
const envelope = z.object({
  error: z.object({
    message: z.string().default(''),
    errors: z.array(z.object({ reason: z.string().default(''), message: z.string().default('') })).default([]),
  }),
})

/** Undefined where the body is no envelope: upload servers answer with nothing at times. */
export function refusalIn(body: unknown, status: number): Refusal | undefined {
  const parsed = envelope.safeParse(body)
  if (!parsed.success) return undefined
  const [first] = parsed.data.error.errors
  return { status, reason: first?.reason ?? '', message: first?.message || parsed.data.error.message }
}

/** `untilMidnight`: milliseconds to the next midnight in Los Angeles. */
export function faultOf({ status, reason }: Refusal, context: { detail: string; untilMidnight: number }): Fault {
  const rule = RULES[reason] ?? ofStatus(status)
  const why: Problem = {
    code: rule.word,
    ...(rule.is === 'odd' && { with: { reason: reason || String(status) } }),
    ...(context.detail !== '' && { detail: context.detail }),
    status,
  }
  switch (rule.is) {
    case 'rate':
      return { is: 'rate', why, retryAfter: rule.wait ?? MINUTE }
    case 'quota':
      return { is: 'quota', why, retryAfter: context.untilMidnight }
    default:
      return { is: rule.is, why }
  }
}

interface Rule {
  is: Fault['is']
  word: string
  wait?: number
}

function ofStatus(status: number): Rule {
  if (status === 401) return { is: 'account', word: 'youtube.token_dead' }
  if (status === 404) return { is: 'missing', word: 'youtube.not_there' }
  if (status === 429) return { is: 'rate', word: 'youtube.too_fast' }
  return { is: 'odd', word: 'youtube.odd' }
}

const account = (word: string): Rule => ({ is: 'account', word })
const invalid = (word: string): Rule => ({ is: 'invalid', word })
const forbidden = (word: string): Rule => ({ is: 'forbidden', word })

/** Data API, "Errors" and the pages of each method; getting started guide; read 2026-11-22. */
const RULES: Readonly<Record<string, Rule>> = {
  quotaExceeded: { is: 'quota', word: 'youtube.quota' },
  dailyLimitExceeded: { is: 'quota', word: 'youtube.quota' },
  rateLimitExceeded: { is: 'rate', word: 'youtube.too_fast' },
  userRateLimitExceeded: { is: 'rate', word: 'youtube.too_fast' },
  // thumbnails.set: too many custom thumbnails lately.
  uploadRateLimitExceeded: { is: 'rate', word: 'youtube.too_fast', wait: 60 * MINUTE },
  // HTTP 400 although it is a limit.
  uploadLimitExceeded: { is: 'channel', word: 'youtube.upload_limit' },
  backendError: { is: 'rate', word: 'youtube.trouble' },
  internalError: { is: 'rate', word: 'youtube.trouble' },

  authError: account('youtube.token_dead'),
  insufficientPermissions: account('youtube.permission'),
  youtubeSignupRequired: account('youtube.no_channel'),
  accountDelegationForbidden: account('youtube.account_closed'),
  authenticatedUserAccountClosed: account('youtube.account_closed'),
  authenticatedUserAccountSuspended: account('youtube.account_suspended'),
  authenticatedUserNotChannel: account('youtube.no_channel'),
  channelClosed: account('youtube.account_closed'),

  videoNotFound: { is: 'missing', word: 'youtube.not_there' },
  notFound: { is: 'missing', word: 'youtube.not_there' },
  captionNotFound: { is: 'missing', word: 'youtube.not_there' },
  channelNotFound: { is: 'missing', word: 'youtube.not_there' },
  playlistNotFound: { is: 'missing', word: 'youtube.playlist_gone' },
  videoAlreadyInPlaylist: { is: 'done', word: 'youtube.already' },
  captionExists: { is: 'done', word: 'youtube.already' },

  invalidTitle: invalid('youtube.refused_title'),
  invalidDescription: invalid('youtube.refused_description'),
  invalidTags: invalid('youtube.refused_tags'),
  invalidCategoryId: invalid('youtube.refused_category'),
  invalidVideoMetadata: invalid('youtube.refused_metadata'),
  defaultLanguageNotSet: invalid('youtube.refused_metadata'),
  invalidPublishAt: invalid('youtube.refused_time'),
  invalidPublishScheduleForVideo: invalid('youtube.refused_time'),
  invalidFilename: invalid('youtube.invalid'),
  invalidRecordingDetails: invalid('youtube.invalid'),
  invalidVideoGameRating: invalid('youtube.invalid'),
  mediaBodyRequired: invalid('youtube.invalid'),
  invalidImage: invalid('youtube.refused_picture'),
  failedPrecondition: invalid('youtube.refused_picture'),
  contentRequired: invalid('youtube.refused_captions'),
  nameTooLong: invalid('youtube.refused_captions'),
  invalidMetadata: invalid('youtube.refused_captions'),
  required: invalid('youtube.invalid'),
  badRequest: invalid('youtube.invalid'),
  incompatibleParameters: invalid('youtube.invalid'),
  invalidFilters: invalid('youtube.invalid'),
  invalidPageToken: invalid('youtube.invalid'),
  missingRequiredParameter: invalid('youtube.invalid'),
  unexpectedParameter: invalid('youtube.invalid'),
  manualSortRequired: invalid('youtube.playlist_refused'),
  invalidContentDetails: invalid('youtube.playlist_refused'),
  invalidPlaylistItemPosition: invalid('youtube.playlist_refused'),
  invalidResourceType: invalid('youtube.playlist_refused'),
  playlistOperationUnsupported: invalid('youtube.playlist_refused'),
  channelIdRequired: invalid('youtube.playlist_refused'),
  playlistIdRequired: invalid('youtube.playlist_refused'),
  resourceIdRequired: invalid('youtube.playlist_refused'),

  forbidden: forbidden('youtube.forbidden'),
  forbiddenPrivacySetting: forbidden('youtube.forbidden_privacy'),
  forbiddenLicenseSetting: forbidden('youtube.forbidden'),
  forbiddenEmbedSetting: forbidden('youtube.forbidden'),
  playlistContainsMaximumNumberOfVideos: forbidden('youtube.playlist_full'),
  playlistItemsNotAccessible: forbidden('youtube.playlist_refused'),
}
