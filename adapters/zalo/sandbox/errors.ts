/** A refusal in Zalo's own envelope: HTTP 200, the number decides. The texts are the documented ones where there is one. */
export class ZaloError extends Error {
  readonly error: number
  readonly status: number
  constructor(error: number, message: string, status = 200) {
    super(message)
    this.error = error
    this.status = status
  }
}

/** A refusal of the token endpoint: other fields, HTTP 200 too. */
export class OauthError extends Error {
  readonly error: number
  readonly errorName: string
  constructor(error: number, errorName: string, reason = '') {
    super(reason)
    this.error = error
    this.errorName = errorName
  }
}

export const invalid = (text: string) => new ZaloError(-201, text)
export const invalidField = (name: string) => invalid(`${name} is invalid!`)
export const badSize = () => new ZaloError(-210, 'Parameter exceeds allowable limit')
export const unknownPath = () => new ZaloError(-209, 'API is not support', 404)
export const notCovered = (what: string) =>
  new ZaloError(-209, `Not supported this api: this sandbox does not cover ${what}`)
export const inactiveApp = () => new ZaloError(-209, 'Not supported this api')
export const badToken = () => new ZaloError(-216, 'Access token is invalid')
export const endedToken = () => new ZaloError(-220, 'access_token is expired or removed')
export const badProof = () => new ZaloError(-242, 'Invalid appsecret_proof provided in the API argument')
export const disabledAccount = () => new ZaloError(-204, 'Offical Account is disable')
export const unverified = () => new ZaloError(-221, 'The OA needs to be verified to use this feature')
export const notGranted = () => new ZaloError(-223, 'Official Account has not authorized this API')
export const articleQuota = () => new ZaloError(-223, 'Your OA has reach the limit quota create article')
export const tooMany = () => new ZaloError(-32, 'Your application reached limit call api')
export const sleeping = () => new ZaloError(-234, 'This message cannot be sent at night (10:00PM - 6:00AM)')
export const noMessages = () => new ZaloError(-240, 'MessageV2 API has been shut down')
export const processing = () => new ZaloError(-214, 'Media is being processed')
export const mediaFailed = (why: string) => new ZaloError(-200, `Upload media failed: ${why}`)

export const spentRefresh = () => new OauthError(-14020, 'Invalid refresh token')
export const badApp = () => new OauthError(-14002, 'Invalid appId')
export const badRedirect = () => new OauthError(-14003, 'Invalid redirect uri')
export const badGrant = (reason: string) => new OauthError(-14012, 'Invalid request', reason)
