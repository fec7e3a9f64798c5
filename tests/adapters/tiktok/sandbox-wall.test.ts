import { afterEach, beforeEach, expect, test } from 'vitest'
import { film, photos } from './builders.ts'
import { type Stage, setTiktok } from './live.ts'

let tt: Stage
beforeEach(async () => {
  tt = await setTiktok({ settings: { processingMs: 1000, moderationMs: 0 } })
})
afterEach(() => tt.close())

const page = async (path: string) => (await fetch(tt.served.url + path)).text()
const press = (path: string, fields: Record<string, string>) =>
  fetch(tt.served.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
const profile = () => page(`/wall/${tt.account.username}`)
const inbox = `/wall/phuongvidu/inbox`

test('the person who holds the account finds the draft, writes, chooses and posts; a stranger then sees it', async () => {
  const one = tt.delivery()
  await one.publish(photos())
  await tt.sandbox.advance(2000)
  expect(await profile()).toContain('Chưa có bài công khai nào.')
  const shown = await page(inbox)
  expect(shown).toContain('Khởi công cầu Bến Lội')
  expect(shown).toContain('Cầu dài 320 m, hoàn thành năm 2028.</textarea>')
  const [draft] = tt.sandbox.drafts(tt.account.id)
  const picture = await fetch(`${tt.served.url}/wall/pictures/${draft?.id}/0`)
  expect(picture.headers.get('content-type')).toBe('image/jpeg')
  const gone = await press(inbox, {
    draft: draft?.id ?? '',
    act: 'post',
    caption: 'Người giữ máy viết',
    privacy: 'PUBLIC_TO_EVERYONE',
  })
  expect(gone.status).toBe(303)
  expect(await page(gone.headers.get('location') ?? '')).toContain('Người giữ máy viết')
  expect(await profile()).not.toContain('Chưa có bài công khai nào.')
  expect(await page(inbox)).toContain('Không có bản nháp nào.')
  expect(await one.reconcile(photos())).toMatchObject({ is: 'live', remote: { id: `photo/${tt.visible()[0]?.id}` } })
})

test('a draft for few stays off the profile, and one that was thrown away is nowhere', async () => {
  for (let n = 0; n < 2; n++) await tt.delivery().publish(film())
  await tt.sandbox.advance(2000)
  const [first, second] = tt.sandbox.drafts(tt.account.id)
  await press(inbox, { draft: first?.id ?? '', act: 'post', caption: 'Riêng', privacy: 'SELF_ONLY' })
  expect((await press(inbox, { draft: second?.id ?? '', act: 'discard' })).status).toBe(303)
  expect(await profile()).toContain('Chưa có bài công khai nào.')
  expect(await page(inbox)).toContain('Không có bản nháp nào.')
  expect((await press(inbox, { draft: second?.id ?? '', act: 'post', privacy: 'SELF_ONLY' })).status).toBe(404)
  expect(tt.sandbox.ledger()).toMatchObject([{ visible: false, privacy: 'SELF_ONLY' }])
})

test('an address as TikTok writes it leads to the post, and a hidden one nowhere', async () => {
  const shown = tt.sandbox.addPost({ account: tt.account.id, title: 'Có thật' })
  const hidden = tt.sandbox.addPost({ account: tt.account.id, privacy: 'SELF_ONLY' })
  expect(await page(`/@${tt.account.username}/video/${shown.id}`)).toContain('Có thật')
  expect(await page(`/@${tt.account.username}/video/${hidden.id}`)).toContain('Không tìm thấy')
})

test('what somebody typed is text on the wall and never markup', async () => {
  tt.sandbox.addPost({ account: tt.account.id, title: '<script>alert(1)</script>' })
  const html = await profile()
  expect(html).toContain('&lt;script&gt;')
  expect(html).not.toContain('<script')
})

test('calls that come at once complete a task once, however long its files take to fetch', async () => {
  await tt.delivery().publish(photos({ form: 'photos_direct' }))
  await Promise.all(Array.from({ length: 5 }, (_, n) => tt.sandbox.advance(n === 0 ? 2000 : 0)))
  expect(tt.sandbox.ledger()).toHaveLength(1)
})

test('whoever runs the sandbox as a process of its own finishes drafts over HTTP, and throws them away', async () => {
  const control = async (path: string, body?: unknown) =>
    (
      await fetch(`${tt.served.url}/_sandbox/${path}`, {
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      })
    ).json()
  for (const caption of ['Một', 'Hai']) await tt.delivery().publish(photos({ text: caption }))
  await tt.sandbox.advance(2000)
  const [first, second] = (await control('drafts')) as { id: string; description: string }[]
  expect([first?.description, second?.description]).toEqual(['Một', 'Hai'])
  expect(await control(`drafts/${first?.id}`, { act: 'post', caption: 'Người giữ máy viết' })).toEqual({
    success: true,
  })
  expect(await control(`drafts/${second?.id}`, { act: 'discard' })).toEqual({ success: true })
  expect(await control('drafts')).toMatchObject([{ id: second?.id, discarded: true }])
  expect(tt.sandbox.ledger()).toMatchObject([{ description: 'Người giữ máy viết', visible: true }])
})
