import { afterEach, beforeEach, expect, test } from 'vitest'
import { article } from './builders.ts'
import { type Stage, setOa } from './live.ts'

let oa: Stage
beforeEach(async () => {
  oa = await setOa()
})
afterEach(() => oa.close())

async function lost() {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'lose', commit: false })
  expect((await one.publish(article())).is).toBe('unknown')
  return one
}
const foreign = (given: { title: string; description?: string; author?: string; status?: 'hide' }) =>
  oa.sandbox.addArticle({ account: oa.oa.id, ...given })

test('an article of another program with our title and other words is a doubt, not ours', async () => {
  const one = await lost()
  const { id } = foreign({ title: 'Khởi công cầu Bến Lội' })
  expect(await one.reconcile(article())).toEqual({
    is: 'unproved',
    why: { code: 'zalo.alike', with: { url: `https://officialaccount.me/d?id=${id}&pageId=${oa.oa.id}` } },
  })
})

test('what is older than the attempt is not ours, however equal', async () => {
  foreign({ title: article().title ?? '', description: article().description ?? '', author: article().author ?? '' })
  oa.sandbox.advance(3 * 60_000)
  expect(await (await lost()).reconcile(article())).toEqual({ is: 'absent' })
})

test('of two equal ones the oldest is taken, and the other is told', async () => {
  const one = oa.delivery()
  for (let n = 0; n < 2; n++) {
    oa.sandbox.pull({ what: 'lose' })
    await one.publish(article())
    oa.sandbox.advance(1000)
  }
  const [first] = oa.visible()
  expect(await one.reconcile(article())).toMatchObject({ is: 'live', remote: { id: first?.id } })
  expect(oa.notes).toMatchObject([{ is: 'warning', why: { code: 'zalo.several', with: { count: 2 } } }])
})

test('an article on a later page is found, and new ones that push the pages do no harm', async () => {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'lose' })
  await one.publish(article())
  const [ours] = oa.visible()
  oa.sandbox.advance(1000)
  for (let n = 0; n < 24; n++) foreign({ title: `Tin khác ${n}` })
  let pages = 0
  const fetch: typeof oa.way.fetch = (input, init) => {
    if (String(input).includes('getslice') && ++pages === 2) foreign({ title: 'Chen ngang' })
    return oa.way.fetch(input, init)
  }
  expect(await one.reconcile(article(), oa.session({ fetch }))).toMatchObject({ is: 'live', remote: { id: ours?.id } })
  expect(pages).toBe(3)
})

for (const { removed, added } of [
  { removed: 1, added: 0 },
  { removed: 3, added: 0 },
  { removed: 3, added: 3 },
])
  test(`${removed} removed and ${added} shown again further down, between two pages, hide no article of ours`, async () => {
    for (let n = 0; n < 24; n++) foreign({ title: `Tin cũ ${n}` })
    oa.sandbox.advance(10 * 60_000)
    const one = oa.delivery()
    oa.sandbox.pull({ what: 'lose' })
    await one.publish(article())
    const ours = oa.visible().at(-1)
    oa.sandbox.advance(1000)
    const newer = Array.from({ length: 10 }, (_, n) => foreign({ title: `Tin khác ${n}` }).id)
    const proof = { appsecret_proof: await oa.sandbox.proofOf(oa.app.secret, oa.pair.access) }
    let pages = 0
    const fetch: typeof oa.way.fetch = async (input, init) => {
      const isPage = String(input).includes('getslice')
      if (isPage && ++pages === 2)
        for (const id of newer.slice(0, removed)) await oa.call('/v2.0/article/remove', { id }, proof)
      const response = await oa.way.fetch(input, init)
      return isPage && pages > 1 ? counted(response, added) : response
    }
    const found = await one.reconcile(article(), oa.session({ fetch }))
    expect(found).toMatchObject({ is: 'live', remote: { id: ours?.id } })
  })

/** The page as if the list were longer by so many: its length does not tell that others went. */
async function counted(response: Response, more: number): Promise<Response> {
  const body = (await response.json()) as { data: { total: number } }
  return Response.json({ ...body, data: { ...body.data, total: body.data.total + more } })
}

test('a list that cannot be read proves nothing', async () => {
  const one = await lost()
  oa.sandbox.pull({ what: 'html', on: 'read' })
  expect((await one.reconcile(article())).is).toBe('later')
  oa.sandbox.pull({ what: 'refuse', error: -32, on: 'read' })
  expect((await one.reconcile(article())).is).toBe('later')
  oa.sandbox.pull({ what: 'refuse', error: -201, on: 'read' })
  expect((await one.reconcile(article())).is).toBe('unproved')
  oa.sandbox.pull({ what: 'refuse', error: -220, on: 'read' })
  expect((await one.reconcile(article())).is).toBe('reconnect')
  expect(await one.reconcile(article())).toEqual({ is: 'absent' })
})

test('an article of ours that staff hid or removed is a matter for a person, never sent again', async () => {
  const one = oa.delivery()
  oa.sandbox.pull({ what: 'lose', on: 'verify' })
  await one.publish(article())
  const [row] = oa.visible()
  const { id } = row ?? { id: '' }
  const made = oa.sandbox.ledger()[0]
  await oa.call('/v2.0/article/update', { ...wire, id, title: made?.title, status: 'hide' }, await proof())
  expect(await one.reconcile(article())).toMatchObject({ is: 'unproved', why: { code: 'zalo.hidden' } })
  await oa.call('/v2.0/article/remove', { id }, await proof())
  expect(await one.reconcile(article())).toMatchObject({ is: 'unproved', why: { code: 'zalo.gone' } })
})

const proof = async () => ({ appsecret_proof: await oa.sandbox.proofOf(oa.app.secret, oa.pair.access) })
const wire = {
  type: 'normal',
  author: 'Ban biên tập',
  description: 'Tóm tắt.',
  cover: { cover_type: 'photo', photo_url: 'https://portal.example.vn/a.png', status: 'show' },
  body: [{ type: 'text', content: 'Nội dung' }],
}
