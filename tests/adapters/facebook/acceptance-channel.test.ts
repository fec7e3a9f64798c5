import { afterEach, beforeEach, expect, test } from 'vitest'
import { facebook } from '../../../adapters/facebook/index.ts'
import { linkPost } from './builders.ts'
import { BACK, type Stage, setPage } from './live.ts'
import { NOW } from './script.ts'

/** The second half of what a careless client gets wrong (§13 of our Facebook reference): the channel and its live posts. */

let stage: Stage
beforeEach(async () => {
  stage = await setPage({ now: () => NOW })
})
afterEach(() => stage.close())

test('§13.19: "too fast" stops the Page for 24 hours, and the rest says so', async () => {
  stage.sandbox.levers.tooFast()
  const published = await stage.delivery().publish(linkPost())
  expect(published).toMatchObject({ is: 'unsent', retryAfter: 86_400_000, why: { code: 'facebook.too_fast' } })
  expect(stage.notes).toMatchObject([
    { is: 'rest', what: 'everything', of: 'channel', until: new Date(stage.sandbox.now().getTime() + 86_400_000) },
  ])
  expect(stage.visible()).toEqual([])
})

test('§13.20: a changed password asks to reconnect; the same Page with a new token goes on, another Page is refused', async () => {
  stage.sandbox.levers.killToken({ subcode: 460, page: stage.page.id })
  const delivery = stage.delivery()
  expect(await delivery.publish(linkPost())).toMatchObject({
    is: 'reconnect',
    why: { code: 'facebook.password_changed' },
  })
  expect(await facebook.auth.inspect(stage.session())).toMatchObject({ is: 'reconnect' })

  const other = stage.sandbox.addPage({ roles: { [stage.person.id]: ['CREATE_CONTENT', 'MANAGE'] } })
  const mint = (page: string) => stage.sandbox.mintToken({ app: stage.app.id, person: stage.person.id, page })
  const wrong = stage.session({ cred: { token: mint(other.id) } })
  expect(await facebook.auth.inspect(wrong)).toMatchObject({ is: 'reconnect', why: { code: 'facebook.other_page' } })
  const adopted = await facebook.auth.adopt(wrong, wrong.cred)
  expect(adopted).toMatchObject({ is: 'accounts', accounts: [{ id: other.id }] })

  const right = stage.session({ cred: { token: mint(stage.page.id) } })
  expect(await facebook.auth.inspect(right)).toMatchObject({ is: 'well' })
  expect(await delivery.publish(linkPost(), right)).toMatchObject({ is: 'live' })
  expect(stage.visible()).toHaveLength(1)
})

test('§13.21: at 95 % reading rests and publishing goes on; 80001 is waited out as long as it says', async () => {
  stage.sandbox.levers.usage(stage.page.id, 95)
  expect(await stage.delivery().publish(linkPost())).toMatchObject({ is: 'live' })
  expect(stage.notes).toMatchObject([{ is: 'rest', what: 'reading', of: 'channel' }])
  stage.sandbox.levers.usage(stage.page.id, null)
  stage.notes.length = 0
  stage.sandbox.levers.block80001(stage.page.id, 90)
  const published = await stage.delivery().publish(linkPost({ text: 'Tin khác' }))
  if (published.is !== 'unsent') throw new Error(published.is)
  expect(published.retryAfter).toBeGreaterThanOrEqual(90 * 60_000)
  const everything = stage.notes.filter(note => note.is === 'rest' && note.what === 'everything')
  expect(everything.length).toBeGreaterThan(0)
})

test('§13.22: an older version that Graph serves instead is shown to the operator, and the post is live', async () => {
  stage.sandbox.levers.downgradeVersion('v21.0')
  expect(await stage.delivery().publish(linkPost())).toMatchObject({ is: 'live' })
  expect(stage.notes).toEqual([
    { is: 'warning', why: { code: 'facebook.version', with: { asked: 'v26.0', served: 'v21.0' } } },
  ])
})

test('§13.26: deleting twice is success the second time for who repeats, and told to who tries it first', async () => {
  const published = await stage.delivery().publish(linkPost())
  if (published.is !== 'live') throw new Error(published.is)
  expect(await facebook.remove?.(stage.session(), published.remote)).toEqual({ is: 'done' })
  expect(stage.visible()).toEqual([])
  expect(await facebook.remove?.(stage.session(), published.remote)).toEqual({ is: 'absent' })
  expect(await facebook.remove?.(stage.session(), { id: `${stage.page.id}_9` })).toEqual({ is: 'absent' })
})

test('§13.27: another maker’s post is not edited, and that is said clearly', async () => {
  const byHand = stage.sandbox.addPost({ page: stage.page.id, message: 'Đăng tay' })
  const change = () => facebook.update?.(stage.session(), { id: byHand.id }, linkPost())
  expect(await change()).toEqual({ is: 'refused', why: { code: 'facebook.not_ours' } })
  const published = await stage.delivery().publish(linkPost())
  if (published.is !== 'live') throw new Error(published.is)
  expect(await facebook.update?.(stage.session(), published.remote, linkPost({ text: 'Đã đính chính' }))).toEqual({
    is: 'done',
  })
  expect(
    stage
      .visible()
      .map(row => row.message)
      .sort(),
  ).toEqual(['Đã đính chính', 'Đăng tay'])
})

/** Reads the consent form as a browser would and sends what the person left ticked. */
async function consent(leave: (name: string, value: string) => boolean): Promise<URLSearchParams> {
  const { url } = await facebook.auth.begin({ id: stage.app.id, secret: stage.app.secret }, BACK, 's')
  const dialog = `${stage.served.url}${new URL(url).pathname}${new URL(url).search}`
  const html = await (await fetch(dialog)).text()
  const form = new URLSearchParams({ decision: 'allow' })
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const read = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&amp;', '&') ?? ''
    if (read('type') === 'hidden' || leave(read('name'), read('value'))) form.append(read('name'), read('value'))
  }
  const response = await fetch(dialog, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '').searchParams
}

test('§13.28: a permission unticked in the dialog refuses the connection by name; all ticked connects and publishes', async () => {
  const lacking = await consent((_, value) => value !== 'pages_manage_posts')
  expect(await facebook.auth.finish(stage.session(), lacking, BACK)).toMatchObject({
    is: 'refused',
    why: { code: 'facebook.permissions_missing', with: { permissions: 'pages_manage_posts' } },
  })
  const whole = await consent(() => true)
  const connected = await facebook.auth.finish(stage.session(), whole, BACK)
  if (connected.is !== 'accounts') throw new Error(connected.why.code)
  const [account] = connected.accounts
  expect(account).toMatchObject({ id: stage.page.id, name: stage.page.name })
  expect(account?.expiresAt).toBeUndefined()
  const to = stage.session({ cred: account?.cred ?? { token: '' } })
  stage.sandbox.advance(90 * 86_400_000)
  expect(await stage.delivery().publish(linkPost(), to)).toMatchObject({ is: 'live' })
})

test('§13.29: no Page ticked is said clearly', async () => {
  const back = await consent(name => name !== 'page')
  expect(await facebook.auth.finish(stage.session(), back, BACK)).toEqual({
    is: 'refused',
    why: { code: 'facebook.no_page' },
  })
})

test('§13.30: an app in development mode is warned of when it connects and in the daily look; a live one is not', async () => {
  const sound = await facebook.auth.inspect(stage.session())
  expect(sound).toMatchObject({ is: 'well', warnings: [] })
  stage.app.mode = 'development'
  expect(await facebook.auth.inspect(stage.session())).toMatchObject({
    is: 'well',
    warnings: [{ code: 'facebook.development' }],
  })
  const adopted = await facebook.auth.adopt(stage.session(), { token: stage.token })
  if (adopted.is !== 'accounts') throw new Error(adopted.why.code)
  expect(adopted.accounts[0]?.warnings).toContainEqual({ code: 'facebook.development' })
  expect(await stage.delivery().publish(linkPost())).toMatchObject({ is: 'live' })
  expect(stage.visible()).toEqual([])
})

test('§13.32: a batch with null is read again for those parts; no write goes into a batch', async () => {
  const remotes: string[] = []
  for (let n = 0; n < 4; n++) {
    const published = await stage.delivery().publish(linkPost({ text: `Tin ${n}` }))
    if (published.is === 'live') remotes.push(published.remote.id)
  }
  stage.sandbox.levers.pull({ what: 'null', times: 2, on: 'read' })
  const { readings, later } = await facebook.metrics(stage.session(), [...remotes, `${stage.page.id}_9`])
  expect(later).toBeUndefined()
  expect(readings.map(reading => reading.is)).toEqual(['read', 'read', 'read', 'read', 'gone'])
  for (const reading of readings.slice(0, 4)) {
    expect(reading).toMatchObject({
      values: { reactions: expect.any(Number), comments: expect.any(Number), shares: expect.any(Number) },
    })
  }
})
