import { beforeAll, expect, test } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { fetch as fetchFilms } from '../../jobs/fetch.ts'
import { settle } from '../../jobs/settle.ts'
import { watch } from '../../jobs/watch.ts'
import { makeFilm } from '../../src/demo/film.ts'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { addSource, newSourceShape } from '../../src/sources/add.ts'
import { type Office, setOffice, textOf } from '../support/networks.ts'
import { minutes, seconds } from '../support/stage.ts'

let film: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  film = await makeFilm([
    { scene: 'river', number: 3 },
    { scene: 'hills', number: 4 },
  ])
})

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

/** A portal's film becomes a publication, a post made at the desk, is approved there by another, and delivered. */
async function setStory(settings: Record<string, boolean> = {}) {
  const office = await setOffice({ jobs: [watch, fetchFilms, deliver, settle] })
  const { db, desk, portal, admin, editor, approver } = office
  const channel = await office.connect('tiktok')
  if (Object.keys(settings).length > 0) {
    const form = await (await desk.get(`/channels/${channel}/settings`, admin)).text()
    const given = Object.fromEntries(Object.keys(settings).map(name => [`setting.${name}`, 'on']))
    const saved = await desk.post(`/channels/${channel}/settings`, { seen: hidden(form, 'seen'), ...given }, admin)
    expect(saved.headers.get('location')).toBe('/channels?done=settings_saved')
  }
  const source = newSourceShape.parse({
    unit: desk.root,
    portal: { name: 'Cổng tỉnh', url: portal.url },
    name: 'Video',
    url: `${portal.url}/rss`,
  })
  expect(await addSource(office.ctx, admin.actor, source)).toMatchObject({ is: 'added' })
  const items = [{ id: 1, title: 'Tin đã có từ trước' }]
  portal.list(items)
  await office.tick(minutes(1))
  const write = async (title: string) => {
    items.unshift({ id: items.length + 1, title })
    portal.list(items)
    portal.answer(`/tin/bai-${items.length}.html`, { body: page(title, items.length) })
    portal.answer(`/video/${items.length}.mp4`, { type: 'video/mp4', body: film })
    await office.tick(minutes(10))
    const publication = await db
      .selectFrom('publication')
      .select('id')
      .where('title', '=', title)
      .executeTakeFirstOrThrow()
    expect(await office.read('/publications', editor)).toContain(title)
    const made = await desk.post('/posts', { publication: String(publication.id) }, editor)
    const path = made.headers.get('location') ?? ''
    expect(path).toMatch(/^\/posts\/\d+$/)
    await office.tick()
    const tab = async () => (await desk.get(`${path}?tab=${channel}`, editor)).text()
    const submit = async (fields: Record<string, string> = {}) => {
      const html = await tab()
      const text = /<textarea[^>]*name="text"[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? ''
      const known = { seen: hidden(html, 'seen'), offered: hidden(html, 'offered'), text }
      return desk.post(path, { tab: String(channel), act: 'submit', ...known, ...fields }, editor)
    }
    const approve = async () => {
      const at = path.replace('/posts/', '/approvals/')
      const review = await (await desk.get(at, approver)).text()
      const done = await desk.post(`${at}/approval`, { seen: hidden(review, 'seen') }, approver)
      expect(done.headers.get('location')).toBe('/approvals?done=approved&n=1')
      return textOf(review)
    }
    return { tab, submit, approve }
  }
  const row = () => db.selectFrom('delivery').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
  return {
    ...office,
    write,
    row,
    page: async () => office.read(`/deliveries/${(await row()).id}`),
    ...atNetwork(office),
  }
}

const words = 'Sáng nay, bà con trong xã về dự từ sớm, có hơn một trăm người, đông nhất từ đầu năm đến nay.'
const page = (title: string, id: number) =>
  `<!DOCTYPE html><html lang="vi"><head><title>${title}</title></head><body><article><h1>${title}</h1>
<p>${title}. ${words}</p><video controls><source src="/video/${id}.mp4" type="video/mp4"></video>${`<p>${words}</p>`.repeat(3)}</article></body></html>`

/** The person with the phone, and what their network tells us of it. */
function atNetwork({ sandboxOf, control, desk, now }: Office) {
  const inbox = `${sandboxOf('tiktok').wall}/inbox`
  return {
    inbox: async () => textOf(await (await fetch(inbox)).text()),
    /** In the app: what was copied is pasted, who sees it is chosen, and posted or thrown away. */
    act: async (act: 'post' | 'discard', caption = '') => {
      const [draft] = await control<{ id: string }[]>('tiktok', '/drafts')
      const body = new URLSearchParams({ draft: draft?.id ?? '', caption, privacy: 'PUBLIC_TO_EVERYONE', act })
      const done = await fetch(inbox, { method: 'POST', body, redirect: 'manual' })
      expect(done.status).toBe(303)
    },
    /** Every event so far, knocked at our door as TikTok signs it. */
    knock: async () => {
      const events = await control<{ event: string }[]>('tiktok', '/events')
      const t = Math.floor(now().getTime() / 1000)
      const { secret } = sandboxOf('tiktok').registered
      for (const event of events) {
        const body = JSON.stringify(event)
        const signature = `t=${t},s=${await hmacSha256Hex(secret, `${t}.${body}`)}`
        const answer = await desk.app.request('http://desk.test/hooks/tiktok', {
          method: 'POST',
          headers: { 'tiktok-signature': signature, 'content-type': 'application/json' },
          body,
        })
        expect(answer.status).toBe(200)
      }
      return events.map(one => one.event)
    },
    posts: () => control<{ id: string; title: string; visible: boolean; privacy: string }[]>('tiktok', '/ledger'),
  }
}

test('a draft waits for a person: it is live when they posted it, and over when they threw it away', async () => {
  const { write, act, inbox, knock, tick, posts, row, page, read, desk, editor, control } = await setStory()
  const drafted = async (title: string) => {
    const post = await write(title)
    expect((await post.submit()).headers.get('location')).toContain('done=submitted')
    await post.approve()
    await tick()
    await tick(seconds(30))
    expect(await row()).toMatchObject({ state: 'settling', awaits: 'person', live_at: null })
  }
  await drafted('Lễ cấp sắc của người Dao')
  expect(await read('/deliveries?lane=person')).toContain('Chờ người đăng')
  const shown = await page()
  expect(shown).toContain('Nội dung đã nằm trong hộp thư của')
  expect(shown).toContain('Cần một người mở ứng dụng TikTok và bấm Đăng.')
  expect(shown).toContain('Mở ứng dụng TikTok trên điện thoại đang đăng nhập tài khoản của kênh.')
  expect(shown).toContain('Sao chép lời bài bên dưới và dán vào ô mô tả')
  expect(shown).not.toContain('Gửi lại')
  expect(await inbox()).toContain('Bản nháp video')
  expect(await posts()).toEqual([])

  // A webhook makes the look due at once.
  await act('post', 'Lễ cấp sắc của người Dao')
  await tick(seconds(70))
  expect((await row()).state).toBe('settling')
  expect(await knock()).toContain('post.publish.publicly_available')
  await tick()
  expect(await row()).toMatchObject({ state: 'live', attempts: 1 })
  expect(await posts()).toMatchObject([{ title: 'Lễ cấp sắc của người Dao', visible: true }])
  expect(await page()).toContain('Mở bài trên TikTok')

  // Without one the next look of our own finds it.
  await drafted('Chợ nổi họp từ tờ mờ sáng')
  await act('post', 'Chợ nổi họp từ tờ mờ sáng')
  await tick(seconds(70))
  expect((await row()).state).toBe('settling')
  await tick(minutes(5))
  await tick(minutes(2))
  expect(await row()).toMatchObject({ state: 'live', attempts: 1 })
  expect(await posts()).toHaveLength(2)

  // Of a draft thrown away TikTok tells nobody: the row waits until a person says so.
  await drafted('Hội đua ghe ngo')
  await act('discard')
  await knock()
  await tick(minutes(31))
  const { id, ...waiting } = await row()
  expect(waiting).toMatchObject({ state: 'settling', awaits: 'person' })
  expect(await page()).toContain('Bản nháp đã bị bỏ')
  const said = await desk.post(`/deliveries/${id}/discard`, { reason: 'Đã có video khác thay thế' }, editor)
  expect(said.headers.get('location')).toBe(`/deliveries/${id}?done=done`)
  await tick(minutes(60))
  expect((await row()).state).toBe('cancelled')
  expect(await page()).toContain('Đã có video khác thay thế')
  expect(await posts()).toHaveLength(2)
  expect(await control<unknown[]>('tiktok', '/drafts')).toHaveLength(1)
})

test('a direct post wants who sees it chosen by hand: nothing is chosen, and without it nothing is submitted', async () => {
  const { write, tick, row, posts, page } = await setStory({ direct: true })
  const { submit, approve, tab } = await write('Lễ cấp sắc của người Dao')
  const form = await tab()
  expect(form).toMatch(/<option value="" *>– Chưa chọn –<\/option>/)
  expect(form).not.toMatch(/<option value="[A-Z_]+" selected/)
  const refused = await submit()
  expect(refused.headers.get('location')).toContain('done=blocked')
  expect(textOf(await tab())).toContain('Chưa chọn ai xem được. TikTok bắt buộc chọn cho từng bài.')
  const sent = await submit({ 'option.privacy': 'PUBLIC_TO_EVERYONE', 'option.comment': 'on' })
  expect(sent.headers.get('location')).toContain('done=submitted')
  expect(await approve()).toContain('Mọi người')
  await tick()
  await tick(seconds(30))
  expect(await row()).toMatchObject({ state: 'settling', awaits: 'network' })
  await tick(minutes(2))
  expect(await row()).toMatchObject({ state: 'live', attempts: 1 })
  expect(await posts()).toMatchObject([{ privacy: 'PUBLIC_TO_EVERYONE', visible: true }])
  expect(await page()).toContain('Mở bài trên TikTok')
})
