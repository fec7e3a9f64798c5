import sharp from 'sharp'
import { expect, test } from 'vitest'
import { deliver } from '../../jobs/deliver.ts'
import { fetch as fetchFilms } from '../../jobs/fetch.ts'
import { pictures } from '../../jobs/pictures.ts'
import { renew } from '../../jobs/renew.ts'
import { settle } from '../../jobs/settle.ts'
import { watch } from '../../jobs/watch.ts'
import { makeFilm } from '../../src/demo/film.ts'
import type { Content } from '../../src/ports/network.ts'
import { addSource, newSourceShape } from '../../src/sources/add.ts'
import { addApprovedPost, addDelivery } from '../support/build.ts'
import { type Office, setOffice, textOf } from '../support/networks.ts'
import { hours, minutes, seconds } from '../support/stage.ts'

/** Files and addresses that are no good, from the portal or at the network: the answer, the state, the channel, the words. */

const words = 'Sáng nay, bà con trong xã về dự từ sớm, có hơn một trăm người, đông nhất từ đầu năm đến nay.'
const page = (title: string, figure: string) =>
  `<!DOCTYPE html><html lang="vi"><head><title>${title}</title></head><body><article><h1>${title}</h1>
<p>${title}. ${words}</p>${figure}${`<p>${words}</p>`.repeat(3)}</article></body></html>`

test('from the portal: a dead cover, a GIF named .jpg, a film of 4 GB by its announced length', async () => {
  const office = await setOffice({ jobs: [watch, pictures, fetchFilms] })
  const { db, desk, portal, admin, editor, tick } = office
  const channels = { zalo: await office.connect('zalo'), youtube: await office.connect('youtube') }
  const source = {
    unit: desk.root,
    portal: { name: 'Cổng tỉnh', url: portal.url },
    name: 'Tin',
    url: `${portal.url}/rss`,
  }
  await addSource(office.ctx, admin.actor, newSourceShape.parse(source))
  const known = { id: 1, title: 'Tin đã có từ trước' }
  portal.list([known])
  await tick(minutes(1))
  const items = ['Khánh thành cầu', 'Mở đường mới', 'Lễ hội mùa xuân'].map((title, at) => ({ id: at + 2, title }))
  portal.list([...items, known])
  const [cover, moving, film] = ['/anh/mat.jpg', '/anh/dong.jpg', '/video/lon.mp4']
  const figure = (path: string | undefined) => `<figure><img src="${path}" alt="" width="640" height="400"></figure>`
  portal.answer('/tin/bai-2.html', { body: page('Khánh thành cầu', figure(cover)) })
  portal.answer('/tin/bai-3.html', { body: page('Mở đường mới', figure(moving)) })
  const player = `<video controls><source src="${film}" type="video/mp4"></video>`
  portal.answer('/tin/bai-4.html', { body: page('Lễ hội mùa xuân', player) })
  const gif = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#0a5' } })
    .gif()
    .toBuffer()
  portal.answer('/anh/dong.jpg', { type: 'image/jpeg', body: gif })
  portal.answer('/video/lon.mp4', { type: 'video/mp4', headers: { 'content-length': '4000000001' }, body: 'ftyp' })
  for (let at = 0; at < 4; at++) await tick(minutes(10))

  const compose = async (title: string, network: keyof typeof channels) => {
    const { id } = await db.selectFrom('publication').select('id').where('title', '=', title).executeTakeFirstOrThrow()
    const again = standing.get(title)
    if (again) await desk.post(`${again}/drop`, { reason: 'Soạn lại' }, editor)
    const path = (await desk.post('/posts', { publication: String(id) }, editor)).headers.get('location') ?? ''
    expect(path).not.toBe(again)
    standing.set(title, path)
    await tick()
    return textOf(await (await desk.get(`${path}?tab=${channels[network]}`, editor)).text())
  }
  const standing = new Map<string, string>()
  const dead = await compose('Khánh thành cầu', 'zalo')
  expect(dead).toContain(
    'Không đăng được lên Cổng thông tin điện tử tỉnh Lạc Giang: Thiếu ảnh bìa. Zalo bắt buộc có ảnh bìa, tối đa 1 MB. Hãy thêm ảnh vào tin trên cổng rồi soạn lại',
  )
  expect(dead).toContain(`Không lấy được ảnh ${portal.url}/anh/mat.jpg từ cổng`)

  // Mended on the portal, it is composed again as the sentence says.
  portal.answer('/anh/mat.jpg', { type: 'image/jpeg', body: await sharp(gif).jpeg().toBuffer() })
  await tick(minutes(10))
  expect(await compose('Khánh thành cầu', 'zalo')).not.toMatch(/Không đăng được|Không lấy được/)

  expect(await compose('Mở đường mới', 'zalo')).not.toMatch(/Không đăng được|không phải ảnh/)
  const [shown] = await db
    .selectFrom('rendition')
    .select('content')
    .where('channel_id', '=', channels.zalo)
    .orderBy('id', 'desc')
    .execute()
  expect(shown?.content).toMatchObject({ pictures: [{ mime: 'image/jpeg', width: 640, height: 400 }] })

  expect(await compose('Lễ hội mùa xuân', 'youtube')).toContain(
    'Tệp video quá lớn (trên 4 GB). Hãy xuất lại tệp nhẹ hơn.',
  )
  expect(await db.selectFrom('video').select(['state', 'why', 'got_bytes']).execute()).toEqual([
    { state: 'unfit', why: { code: 'video.too_big' }, got_bytes: null },
  ])
  await isWell(office)
})

/** No hold anywhere, and the cards say that all is well. */
async function isWell({ db, read, admin }: Office) {
  expect(await db.selectFrom('hold').select('reason').where('lifted_at', 'is', null).execute()).toEqual([])
  const cards = await read('/channels', admin)
  expect(cards).toContain('Tốt')
  expect(cards).not.toMatch(/Cần kết nối lại|Sắp hết hạn/)
}

/** A film of ours on its way to one channel, and what its page says. */
async function sendOne(office: Office, network: string, given: Partial<Content>) {
  const { db, ctx, desk, admin, approver } = office
  const bytes = await makeFilm([{ scene: 'river', number: 3 }])
  const digest = await ctx.files.keep(bytes)
  const probed = await ctx.media?.film?.({ bytes: bytes.length, piece: async (from, to) => bytes.slice(from, to) })
  if (probed?.is !== 'video') throw new Error('the film cannot be read')
  const channel = await office.connect(network)
  const at = office.now()
  const post = await addApprovedPost(db, { unit: desk.root, author: admin.actor.id, approver: approver.actor.id, at })
  const content = {
    form: 'video',
    title: 'Lễ hội',
    text: 'Lễ hội',
    pictures: [],
    video: { ...probed.info, digest },
    ...given,
  }
  const send = () => addDelivery(db, { ...post, unit: desk.root, channel, at, content })
  const row = () => db.selectFrom('delivery').select(['state', 'why', 'due_at', 'attempts']).executeTakeFirstOrThrow()
  const answers = async () =>
    (await db.selectFrom('answer').select(['is', 'why']).orderBy('id').execute()).map(answer =>
      `${answer.is} ${(answer.why as { code: string } | null)?.code ?? ''}`.trim(),
    )
  const id = await send()
  return { row, answers, says: () => office.read(`/deliveries/${id}`) }
}

test('an upload address that expired is doubted, read back, and the film goes up once', async () => {
  const office = await setOffice({ jobs: [renew, deliver, settle] })
  const { control, tick } = office
  await control('tiktok', '/levers', { what: 'refuse', on: 'publish', code: 'upload', status: 403 })
  const { row, answers, says } = await sendOne(office, 'tiktok', {})
  await tick()
  expect(await row()).toMatchObject({ state: 'unknown', attempts: 1 })
  const doubtful = await says()
  expect(doubtful).toContain('Bài có thể đã lên . Lan Tỏa đọc lại TikTok để xác định và không gửi lại')
  expect(doubtful).toContain('TikTok trả lời 403 khi nhận video.')
  for (let at = 0; at < 4; at++) await tick(minutes(2))
  expect(await row()).toMatchObject({ state: 'settling', attempts: 2 })
  expect(await answers()).toEqual(['unknown tiktok.upload_trouble', 'unfinished', 'accepted', 'pending'])
  expect(await control<unknown[]>('tiktok', '/drafts')).toHaveLength(1)
  expect(await says()).toContain('Cần một người mở ứng dụng TikTok và bấm Đăng')
  await isWell(office)
})

test('an upload session that YouTube forgot at its end is read back before another is begun', async () => {
  const office = await setOffice({ jobs: [renew, deliver, settle] })
  const { control, tick } = office
  await control('youtube', '/levers', { what: 'expire', on: 'finish' })
  const { row, answers, says } = await sendOne(office, 'youtube', {})
  await tick()
  expect(await row()).toMatchObject({ state: 'unknown', why: { code: 'youtube.session_gone' } })
  expect(await says()).toContain('Phiên tải lên đã hết hạn khi video có thể đã lên. Lan Tỏa đang đọc lại kênh.')
  for (let at = 0; at < 4; at++) await tick(minutes(12))
  expect(await row()).toMatchObject({ state: 'live', attempts: 2 })
  expect((await answers()).filter(is => !/^(absent|pending|live|accepted)/.test(is))).toEqual([
    'unknown youtube.session_gone',
  ])
  expect(await control<unknown[]>('youtube', '/ledger')).toHaveLength(1)
  await isWell(office)
})

test('a quota that is spent waits for the day of the network to end, says until when, and asks nothing meanwhile', async () => {
  const office = await setOffice({ jobs: [renew, deliver, settle] })
  const { control, tick } = office
  await control('youtube', '/levers', {
    what: 'refuse',
    status: 403,
    reason: 'quotaExceeded',
    domain: 'youtube.quota',
    on: 'start',
  })
  const { row, answers, says } = await sendOne(office, 'youtube', {})
  await tick()
  const spent = await row()
  expect(spent).toMatchObject({ state: 'queued', why: { code: 'youtube.quota' }, attempts: 1 })
  // Midnight in Los Angeles, within the next day.
  const wait = spent.due_at.getTime() - office.now().getTime()
  expect([wait > 0, wait <= hours(24), spent.due_at.getUTCHours() % 24]).toEqual([true, true, expect.toBeOneOf([7, 8])])
  const told = await says()
  expect(told).toContain('YouTube báo đã hết hạn mức trong ngày của ứng dụng.')
  expect(told).toMatch(/Bài chưa lên \. Gửi lại lúc 1[45]:00/)
  await isWell(office)
  const begun = async () =>
    (await control<{ path: string }[]>('youtube', '/calls')).filter(({ path }) => path.startsWith('/upload/')).length
  const before = await begun()
  await tick(wait - seconds(1))
  expect(await begun()).toBe(before)
  for (let at = 0; at < 3; at++) await tick(minutes(1))
  expect(await row()).toMatchObject({ state: 'live', attempts: 2 })
  expect((await answers())[0]).toBe('unsent youtube.quota')
  expect(await control<unknown[]>('youtube', '/ledger')).toHaveLength(1)
})

test('a cover that is dead when Zalo fetches it fails the delivery, not the channel, and says what to do', async () => {
  const office = await setOffice({ jobs: [renew, deliver, settle] })
  const { control, tick } = office
  await control('zalo', '/levers', { what: 'deadPictures', on: 'any' })
  const { row, says } = await sendOne(office, 'zalo', {
    form: 'article',
    description: 'Lễ hội mùa xuân',
    author: 'Cổng tỉnh',
    text: '',
    video: undefined,
    blocks: [{ is: 'paragraph', text: 'Lễ hội mùa xuân.' }],
    pictures: [
      {
        digest: 'a'.repeat(64),
        mime: 'image/jpeg',
        width: 800,
        height: 600,
        bytes: 1000,
        alt: '',
        origin: 'https://cong.tinh.example/a.jpg',
      },
    ],
  })
  for (let at = 0; at < 3; at++) await tick(seconds(30))
  expect(await row()).toMatchObject({ state: 'failed', why: { code: 'zalo.media_failed' }, attempts: 1 })
  const told = await says()
  expect(told).toMatch(/Zalo không tải được một ảnh của bài: .* Bài chưa lên \./)
  expect(told).toContain('sửa trên cổng rồi gửi lại; nếu không, bỏ ảnh ấy khỏi bài rồi gửi duyệt lại.')
  expect((await control<{ shown?: boolean }[]>('zalo', '/ledger')).length).toBe(0)
  await isWell(office)
})
