import { expect, test } from 'vitest'
import { type Fault, faultOf } from '../../../adapters/facebook/errors.ts'

const fault = (code: number, subcode?: number, message = ''): Fault =>
  faultOf({ code, message, ...(subcode !== undefined && { error_subcode: subcode }) }, { status: 400, detail: message })

test.each<[number, number | undefined, string, Fault['is'], string]>([
  [1, undefined, 'An unknown error occurred', 'transient', 'facebook.trouble'],
  [1, 99, '', 'too_heavy', 'facebook.too_heavy'],
  [1, undefined, "Please reduce the amount of data you're asking for, then retry", 'too_heavy', 'facebook.too_heavy'],
  [1, 2853006, 'viewer', 'permission', 'facebook.permission_unnamed'],
  [2, undefined, 'Service temporarily unavailable', 'transient', 'facebook.trouble'],
  [2, 1363047, '', 'transient', 'facebook.trouble'],
  [-1, undefined, '', 'transient', 'facebook.trouble'],
  [3, undefined, '', 'permission', 'facebook.capability'],
  [12, undefined, 'deprecate_post_aggregated_fields_for_attachement', 'invalid', 'facebook.invalid'],
  [100, undefined, 'Invalid parameter', 'invalid', 'facebook.invalid'],
  [100, undefined, 'Only owners of the URL have the ability', 'invalid', 'facebook.invalid'],
  [100, undefined, 'Invalid appsecret_proof provided in the API argument', 'auth', 'facebook.proof'],
  [100, undefined, 'Name parameter too long', 'invalid', 'facebook.text_refused_long'],
  [100, 33, 'Unsupported get request', 'gone', 'facebook.gone'],
  [100, 1366046, '', 'media', 'facebook.picture_refused'],
  [100, 1366051, '', 'duplicate', 'facebook.pictures_used'],
  [100, 1609005, '', 'link', 'facebook.link_unreadable'],
  [100, 1609008, '', 'invalid', 'facebook.link_own'],
  [506, undefined, 'Duplicate status message', 'duplicate', 'facebook.duplicate'],
  [1609005, undefined, '', 'link', 'facebook.link_unreadable'],
  [324, undefined, 'Missing or invalid image file', 'media', 'facebook.picture_refused'],
  [324, 2069019, 'Missing or invalid image file', 'media', 'facebook.picture_refused'],
  [4, undefined, '', 'throttle', 'facebook.app_limit'],
  [17, undefined, '', 'throttle', 'facebook.page_limit'],
  [32, undefined, '', 'throttle', 'facebook.page_limit'],
  [613, 1996, '', 'throttle', 'facebook.page_limit'],
  [341, undefined, '', 'throttle', 'facebook.app_limit'],
  [80001, undefined, '', 'throttle', 'facebook.page_limit'],
  [368, undefined, '', 'blocked', 'facebook.blocked'],
  [368, 1390008, '', 'blocked', 'facebook.too_fast'],
  [368, 1404112, '', 'blocked', 'facebook.blocked'],
  [368, 1346003, '', 'policy', 'facebook.content_refused'],
  [368, 1404102, '', 'policy', 'facebook.content_refused'],
  [10, undefined, 'requires the pages_manage_posts permission', 'permission', 'facebook.permission'],
  [200, undefined, '', 'permission', 'facebook.permission_unnamed'],
  [299, undefined, '', 'permission', 'facebook.permission_unnamed'],
  [200, undefined, 'Unpublished posts must be posted to a page as the page itself', 'auth', 'facebook.token_kind'],
  [200, 2069032, '', 'auth', 'facebook.token_kind'],
  [190, 2069032, 'A Page access token is required', 'auth', 'facebook.token_kind'],
  [190, undefined, '', 'auth', 'facebook.token_dead'],
  [190, 458, '', 'auth', 'facebook.app_removed'],
  [190, 459, '', 'auth', 'facebook.login_needed'],
  [190, 460, '', 'auth', 'facebook.password_changed'],
  [190, 463, '', 'auth', 'facebook.token_expired'],
  [190, 467, '', 'auth', 'facebook.token_dead'],
  [190, 492, '', 'auth', 'facebook.role_lost'],
  [102, undefined, '', 'auth', 'facebook.token_dead'],
  [104, undefined, '', 'auth', 'facebook.proof'],
  [490, undefined, '', 'auth', 'facebook.login_needed'],
  [2500, undefined, 'An active access token must be used', 'auth', 'facebook.token_dead'],
  [2500, undefined, 'Unknown path components: /me', 'invalid', 'facebook.invalid'],
  [803, undefined, '', 'gone', 'facebook.gone'],
  [987654, undefined, '', 'odd', 'facebook.odd'],
])('%i/%s "%s" is %s', (code, subcode, message, is, word) => {
  expect(fault(code, subcode, message)).toMatchObject({ is, why: { code: word } })
})

test('a permission error names the permission', () => {
  expect(fault(200, undefined, 'Requires pages_manage_posts and pages_read_engagement').why.with).toEqual({
    permissions: 'pages_manage_posts, pages_read_engagement',
  })
})

test('an unknown code is shown as it came', () => {
  expect(fault(987654, 12).why.with).toEqual({ code: '987654/12' })
})

test('too fast stops for a day, too many calls for at least what the reply says', () => {
  expect(fault(368, 1390008)).toMatchObject({ retryAfter: 86_400_000, of: 'channel' })
  const throttled = faultOf({ code: 80001, message: '' }, { status: 400, detail: '', wait: 7_200_000 })
  expect(throttled).toMatchObject({ retryAfter: 7_200_000 })
  expect(fault(80001)).toMatchObject({ retryAfter: 3_600_000 })
})
