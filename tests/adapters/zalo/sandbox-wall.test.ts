import { afterEach, beforeEach, expect, test } from 'vitest'
import { article, type Served, setZalo } from './served.ts'

let zalo: Served
beforeEach(async () => {
  zalo = await setZalo()
})
afterEach(() => zalo.close())

const see = async (path: string) => {
  const response = await fetch(`${zalo.served.url}${path}`)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

test('a stranger sees the card, the article and its own copies of the pictures, and nothing from elsewhere', async () => {
  const made = await zalo.create({
    title: 'Giá <b>xăng</b> giảm',
    body: [
      { type: 'text', content: '<p><b>Điều 1.</b> Giảm 5 &amp; 7 &lt;%&gt;.</p><p>Hết.<br>Ban biên tập</p>' },
      { type: 'image', url: 'https://portal.example.vn/b.png', caption: 'Trạm xăng' },
    ],
  })
  const { id } = (await zalo.verify(made)).body.data ?? { id: '' }
  expect((await see('/wall')).text).toContain(zalo.oa.name)
  expect((await see(`/wall/${zalo.oa.id}`)).text).toContain('Giá &lt;b&gt;xăng&lt;/b&gt; giảm')
  const page = await see(`/wall/${zalo.oa.id}/${id}`)
  expect(page.text).toContain('<b>Điều 1.</b> Giảm 5 &amp; 7 &lt;%&gt;.')
  expect(page.text).toContain('Hết.<br>Ban biên tập')
  expect(page.text).toContain('Trạm xăng')
  expect(page.text).not.toContain('portal.example.vn')
  expect(await see(`/wall/${zalo.oa.id}/${id}/1`)).toMatchObject({ status: 200, type: 'image/png' })
  expect((await see(`/wall/${zalo.oa.id}/${id}/9`)).status).toBe(404)
})

test('the public address that the list gives leads to the article', async () => {
  await zalo.create()
  const [row] = (await zalo.list()).body.data?.medias ?? []
  const link = new URL(String(row?.link_view))
  expect(link.origin).toBe('https://officialaccount.me')
  expect((await see(link.pathname + link.search)).text).toContain('Lịch tiếp công dân')
})

test('hidden, removed and unfinished articles are not to be seen, and neither are their pictures', async () => {
  const { id } = (await zalo.verify(await zalo.create({ status: 'hide' }))).body.data ?? { id: '' }
  expect((await see(`/wall/${zalo.oa.id}/${id}`)).status).toBe(404)
  expect((await see(`/wall/${zalo.oa.id}/${id}/0`)).status).toBe(404)
  await zalo.call('/v2.0/article/update', article({ id }))
  expect((await see(`/wall/${zalo.oa.id}/${id}`)).status).toBe(200)
  await zalo.call('/v2.0/article/remove', { id })
  expect((await see(`/wall/${zalo.oa.id}/${id}`)).status).toBe(404)
  zalo.sandbox.pull({ what: 'stuck' })
  await zalo.create({ title: 'Chưa xong' })
  expect((await see(`/wall/${zalo.oa.id}`)).text).not.toContain('Chưa xong')
  expect((await see('/wall/1')).status).toBe(404)
})

test('every page says that it is a simulation', async () => {
  for (const path of ['/wall', `/wall/${zalo.oa.id}`, '/wall/none'])
    expect((await see(path)).text).toContain('Môi trường mô phỏng')
})
