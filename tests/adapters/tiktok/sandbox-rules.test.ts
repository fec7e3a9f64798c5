import { afterEach, beforeEach, expect, test } from 'vitest'
import { pieceOfFilm } from './builders.ts'
import { type Stage, setTiktok } from './live.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { minuteLimits: false } })
})
afterEach(() => tt.close())

const file = { source: 'FILE_UPLOAD', video_size: 1000, chunk_size: 1000, total_chunk_count: 1 }
const draft = '/v2/post/publish/inbox/video/init/'
const direct = '/v2/post/publish/video/init/'

test.each([
  ['a path without its last slash', draft.slice(0, -1), { source_info: file }, 404, 'unsupported_path'],
  ['a text beside a draft', draft, { source_info: file, post_info: { title: 'x' } }, 400, 'invalid_params'],
  ['a post without a level', direct, { source_info: file, post_info: {} }, 400, 'invalid_params'],
  [
    'a level nobody offered',
    direct,
    { source_info: file, post_info: { privacy_level: 'FOLLOWER_OF_CREATOR' } },
    403,
    'privacy_level_option_mismatch',
  ],
  [
    'a cover among the source',
    direct,
    { source_info: { ...file, video_cover_timestamp_ms: 1 }, post_info: { privacy_level: 'SELF_ONLY' } },
    400,
    'invalid_params',
  ],
  ['a size that is text', draft, { source_info: { ...file, video_size: '1000' } }, 400, 'invalid_params'],
  [
    'a foreign domain',
    draft,
    { source_info: { source: 'PULL_FROM_URL', video_url: 'https://a.example/v.mp4' } },
    403,
    'url_ownership_unverified',
  ],
  [
    'an unknown publish',
    '/v2/post/publish/status/fetch/',
    { publish_id: 'v_pub_file~v2-1.1' },
    400,
    'invalid_publish_id',
  ],
  [
    '21 ids',
    '/v2/video/query/?fields=id',
    { filters: { video_ids: Array.from({ length: 21 }, String) } },
    400,
    'invalid_params',
  ],
  ['a list without fields', '/v2/video/list/', {}, 400, 'invalid_params'],
  ['a field that is none', '/v2/video/list/?fields=reach', {}, 400, 'invalid_params'],
])('%s is refused', async (_, path, body, status, code) => {
  const answer = await tt.call(path, body)
  expect(answer).toMatchObject({ status, code })
  expect(tt.sandbox.tasks()).toEqual([])
})

test('rights are of the app and of the person, and a dead token is none', async () => {
  const narrow = tt.sandbox.mintPair({ app: tt.app.id, account: tt.account.id, scopes: ['user.info.basic'] })
  expect(await tt.call(draft, { source_info: file }, { token: narrow.access })).toMatchObject({
    status: 401,
    code: 'scope_not_authorized',
  })
  const user = (fields: string) =>
    tt.call(`/v2/user/info/?fields=${fields}`, undefined, { method: 'GET', token: narrow.access })
  expect(await user('open_id,display_name')).toMatchObject({
    code: 'ok',
    data: { user: { display_name: 'UBND phường Ví Dụ' } },
  })
  expect(await user('username')).toMatchObject({ status: 400, code: 'scope_permission_missed' })
  expect(await tt.call(draft, {}, { token: 'act.none' })).toMatchObject({ status: 401, code: 'access_token_invalid' })
  tt.app.scopes = ['user.info.basic']
  expect((await tt.call(draft, { source_info: file })).code).toBe('scope_not_authorized')
})

test('another account’s publish is not told', async () => {
  const { data } = await tt.call(draft, { source_info: file })
  const other = tt.sandbox.addAccount({ username: 'khac' })
  const { access } = tt.sandbox.mintPair({ app: tt.app.id, account: other.id })
  const asked = { publish_id: data.publish_id }
  expect((await tt.call('/v2/post/publish/status/fetch/', asked, { token: access })).code).toBe(
    'token_not_authorized_for_specified_publish_id',
  )
  expect((await tt.call('/v2/post/publish/cancel/', asked)).code).toBe('ok')
  expect((await tt.call('/v2/post/publish/cancel/', asked)).code).toBe('publish_not_cancellable')
  expect(await tt.call('/v2/post/publish/status/fetch/', asked)).toMatchObject({
    data: { status: 'FAILED', fail_reason: 'publish_cancelled' },
  })
})

test('the upload host answers with bare statuses, as documented', async () => {
  const { data } = await tt.call(draft, { source_info: file })
  const { pathname, search } = new URL(data.upload_url)
  const put = async (headers: Record<string, string>, length = 1000, query = search) => {
    const sent = await fetch(`${tt.served.url}${pathname}${query}`, {
      method: 'PUT',
      headers,
      body: pieceOfFilm(0, length),
    })
    return { status: sent.status, range: sent.headers.get('content-range') }
  }
  const range = { 'content-type': 'video/mp4', 'content-range': 'bytes 0-999/1000' }
  expect(await put({ ...range, 'content-type': 'application/octet-stream' })).toMatchObject({ status: 400 })
  expect(await put({ 'content-type': 'video/mp4' })).toMatchObject({ status: 400 })
  expect(await put(range, 900)).toMatchObject({ status: 400 })
  expect(await put({ ...range, 'content-range': 'bytes 0-499/1000' }, 500)).toEqual({
    status: 416,
    range: 'bytes 0-0/1000',
  })
  expect(await put(range, 1000, '?upload_token=none')).toMatchObject({ status: 404 })
  expect(await put(range)).toEqual({ status: 201, range: 'bytes 0-1000/1000' })
  expect(await put(range)).toMatchObject({ status: 416 })
})

test('an address that is an hour old is 403', async () => {
  const { data } = await tt.call(draft, { source_info: file })
  await tt.sandbox.advance(3_600_000)
  const { pathname, search } = new URL(data.upload_url)
  const headers = { 'content-type': 'video/mp4', 'content-range': 'bytes 0-999/1000' }
  const sent = await fetch(`${tt.served.url}${pathname}${search}`, {
    method: 'PUT',
    headers,
    body: pieceOfFilm(0, 1000),
  })
  expect(sent.status).toBe(403)
})

test('the list is newest first, in pages, without what is not public and without photos', async () => {
  for (let n = 0; n < 25; n++) {
    tt.sandbox.addPost({ account: tt.account.id, title: `Video ${n}` })
    await tt.sandbox.advance(1000)
  }
  tt.sandbox.addPost({ account: tt.account.id, privacy: 'SELF_ONLY' })
  tt.sandbox.addPost({ account: tt.account.id, media: 'photo' })
  const list = (body: object) => tt.call('/v2/video/list/?fields=id,title', body)
  const first = await list({ max_count: 20 })
  expect(first.data).toMatchObject({ has_more: true })
  expect(first.data.videos[0]).toMatchObject({ title: 'Video 24' })
  const second = await list({ max_count: 20, cursor: first.data.cursor })
  expect(second.data).toMatchObject({ has_more: false })
  expect(second.data.videos).toHaveLength(5)
  expect((await list({ max_count: 21 })).code).toBe('invalid_params')
})

test('the sixth posting account of an application without audit is refused', async () => {
  tt.app.audited = false
  const codes: string[] = []
  for (let n = 0; n < 6; n++) {
    const account = tt.sandbox.addAccount({ username: `nguoi${n}`, isPrivate: true })
    const { access } = tt.sandbox.mintPair({ app: tt.app.id, account: account.id })
    const body = { source_info: file, post_info: { privacy_level: 'SELF_ONLY' } }
    codes.push((await tt.call(direct, body, { token: access })).code)
  }
  expect(codes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'reached_active_user_cap'])
})

test('the control is for this machine and no web page', async () => {
  const ask = (headers: Record<string, string>) => fetch(`${tt.served.url}/_sandbox/ledger`, { headers })
  expect((await ask({})).status).toBe(200)
  expect((await ask({ origin: 'https://evil.test' })).status).toBe(403)
})
