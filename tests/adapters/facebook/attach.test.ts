import { afterEach, beforeEach, expect, test } from 'vitest'
import { attach } from '../../../adapters/facebook/attach.ts'
import { hear } from '../../../adapters/facebook/hear.ts'
import { facebook } from '../../../adapters/facebook/index.ts'
import { type Served, serve } from '../../support/serve.ts'
import { setPage } from './live.ts'

let page: Awaited<ReturnType<typeof setPage>>
let ours: Served
let door: string
beforeEach(async () => {
  page = await setPage()
  const { app } = page.session()
  ours = await serve({
    fetch: async request => {
      const { searchParams } = new URL(request.url)
      const body = new Uint8Array(await request.arrayBuffer())
      const heard = await hear(
        app,
        { method: request.method, query: searchParams, headers: request.headers, body },
        new Date(),
      )
      return new Response(heard.is === 'answer' ? heard.body : '', { status: heard.is === 'answer' ? 200 : 401 })
    },
  })
  door = `${ours.url}/hooks/facebook`
})
afterEach(async () => {
  await ours.close()
  await page.close()
})

const posted = () =>
  page.sandbox.calls().flatMap(call => (call.method === 'POST' ? [call.path.replace(/^\/v[\d.]+/, '')] : []))

test('once connected, Facebook is asked to knock: at the app’s door after a handshake, and for this Page', async () => {
  expect(await attach(page.session(), door)).toEqual([])
  const { app, account } = page.session()
  expect(posted()).toEqual([`/${app.id}/subscriptions`, `/${account}/subscribed_apps`])
  // What stands is not asked for again.
  expect(await attach(page.session(), door)).toEqual([])
  expect(posted()).toHaveLength(2)
})

test('without an address of ours nothing is asked', async () => {
  expect(await attach(page.session(), undefined)).toEqual([])
  expect(page.sandbox.calls()).toEqual([])
})

test('a permission unticked is told in words, and stands in nobody’s way', async () => {
  const { app } = page.session()
  const [person = ''] = page.page.roles.keys()
  const scopes = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts', 'pages_read_user_content']
  const token = page.sandbox.mintToken({ app: app.id, person, page: page.page.id, scopes })
  const [problem, ...others] = await attach(page.session({ cred: { token } }), door)
  expect(others).toEqual([])
  expect(problem?.code).toBe('facebook.hooks_permission')
  expect(facebook.about.words.vi['facebook.hooks_permission']).toContain('Lan Tỏa vẫn tự đọc lại')
  expect(await facebook.auth.inspect(page.session({ cred: { token } }))).toMatchObject({ is: 'well' })
})

test('a door that does not answer the handshake is told, with the reason', async () => {
  const [problem] = await attach(page.session(), `${page.served.url}/nothing`)
  expect(problem).toMatchObject({ code: 'facebook.hooks_app', detail: expect.stringContaining('2200') })
  expect(JSON.stringify(problem)).not.toContain(page.session().app.secret)
})

test('another service’s door of the same app is left alone and named', async () => {
  await attach(page.session(), door)
  const other = `${ours.url}/hooks/facebook?moved`
  expect(await attach(page.session(), other)).toEqual([{ code: 'facebook.hooks_elsewhere', with: { url: door } }])
  expect(posted()).toHaveLength(2)
})
