/** A refusal in the envelope of the Data API; the reason decides, never the text. */
export class ApiError extends Error {
  readonly status: number
  readonly reason: string
  readonly domain: string
  readonly state: string | undefined
  constructor(status: number, reason: string, domain: string, message: string, state?: string) {
    super(message)
    this.status = status
    this.reason = reason
    this.domain = domain
    this.state = state
  }
}

/** A refusal of the token endpoint: another shape. */
export class OauthError extends Error {
  readonly status: number
  readonly error: string
  constructor(status: number, error: string, description = '') {
    super(description)
    this.status = status
    this.error = error
  }
}

const bad = (reason: string, domain: string, message: string) => new ApiError(400, reason, domain, message)

export const notFound = () => new ApiError(404, 'notFound', 'global', 'Not Found')
export const badToken = () =>
  new ApiError(
    401,
    'authError',
    'global',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    'UNAUTHENTICATED',
  )
export const badScopes = () =>
  new ApiError(
    403,
    'insufficientPermissions',
    'global',
    'Request had insufficient authentication scopes.',
    'PERMISSION_DENIED',
  )
export const noChannel = () => new ApiError(401, 'youtubeSignupRequired', 'youtube.header', 'Unauthorized')
export const suspended = () =>
  new ApiError(
    403,
    'authenticatedUserAccountSuspended',
    'youtube.common',
    'The authenticated user account is suspended.',
  )
export const forbidden = (domain = 'youtube.common') =>
  new ApiError(403, 'forbidden', domain, 'The request is not properly authorized.')
export const overQuota = () =>
  new ApiError(
    403,
    'quotaExceeded',
    'youtube.quota',
    'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
  )

export const unexpected = (name: string) =>
  bad(
    'unexpectedParameter',
    'youtube.parameter',
    `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`,
  )
export const missing = (name: string) => bad('missingRequiredParameter', 'youtube.parameter', `No ${name} specified.`)
export const invalidValue = (name: string) =>
  bad('invalidParameter', 'youtube.parameter', `Invalid value at '${name}'.`)
export const incompatible = (what: string) => bad('incompatibleParameters', 'youtube.parameter', what)
export const invalidFilters = (what: string) => bad('invalidFilters', 'youtube.parameter', what)
export const badPayload = (what: string) => bad('badRequest', 'global', `Invalid JSON payload received. ${what}`)

export const ofVideo = (reason: string, message: string, status = 400) =>
  new ApiError(status, reason, 'youtube.video', message)
export const videoNotFound = () =>
  ofVideo('videoNotFound', 'The video that you are trying to use cannot be found.', 404)
export const uploadLimit = () =>
  ofVideo('uploadLimitExceeded', 'The user has exceeded the number of videos they may upload.')
export const badRange = (why: string) => bad('badRequest', 'global', why)

export const ofThumbnail = (status: number, reason: string, message: string) =>
  new ApiError(status, reason, 'youtube.thumbnail', message)
export const ofCaption = (status: number, reason: string, message: string) =>
  new ApiError(status, reason, 'youtube.caption', message)
export const ofItem = (status: number, reason: string, message: string) =>
  new ApiError(status, reason, 'youtube.playlistItem', message)

export const unsupportedReport = () =>
  bad(
    'badRequest',
    'global',
    'The query is not supported. Check the documentation at https://developers.google.com/youtube/analytics/v2/available_reports for a list of supported queries.',
  )
export const requiredOfReport = () => bad('required', 'global', 'Required')
