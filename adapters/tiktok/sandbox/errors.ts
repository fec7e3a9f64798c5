/** A refusal in the API's envelope. The sentence is the same for most codes, as it is with the real one. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, message = GENERIC) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** A refusal of the OAuth endpoints: flat, and with 200 or 400. */
export class OauthError extends Error {
  readonly error: string
  constructor(error: string, description: string) {
    super(description)
    this.error = error
  }
}

/** A refusal of the upload host: a bare status. */
export class UploadError extends Error {
  readonly status: number
  readonly received: { bytes: number; total: number } | null
  constructor(status: number, message: string, received: { bytes: number; total: number } | null = null) {
    super(message)
    this.status = status
    this.received = received
  }
}

const GENERIC =
  'Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/'

export const invalid = (message: string) => new ApiError('invalid_params', 400, message)
export const badToken = () => new ApiError('access_token_invalid', 401, 'The access token is invalid or not found.')
export const noScope = () => new ApiError('scope_not_authorized', 401, 'The user did not authorize the scope required.')
export const missedScope = () =>
  new ApiError('scope_permission_missed', 400, 'The fields need scopes that were not granted.')
export const tooFast = () => new ApiError('rate_limit_exceeded', 429, 'The API rate limit was exceeded.')
export const unknownPublish = () => new ApiError('invalid_publish_id', 400)
export const otherPublish = () => new ApiError('token_not_authorized_for_specified_publish_id', 400)
export const forbidden = (code: string) => new ApiError(code, 403)
export const unknownPath = () => new ApiError('unsupported_path', 404, 'Unsupported path.')
/** What the documents name and nobody here calls. */
export const notCovered = (what: string) =>
  new ApiError('not_covered_by_sandbox', 501, `The sandbox does not know ${what}.`)
