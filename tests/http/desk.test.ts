import { expect, test } from 'vitest'
import { createUnit } from '../../src/units/create.ts'
import { freshDatabase } from '../support/database.ts'
import { cookiesOf, deskContext, openDesk, origin, password } from '../support/desk.ts'

const open = async () => openDesk(await deskContext((await freshDatabase()).db))

test('without a session every page leads to the entrance and back', async () => {
  const desk = await open()
  const answer = await desk.get('/deliveries?state=failed')
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(`/sign-in?back=${encodeURIComponent('/deliveries?state=failed')}`)
  const seat = await desk.seat('Hoa', ['editor'])
  const entered = await desk.post('/sign-in', { email: seat.actor.email, password, back: '/deliveries?state=failed' })
  expect(entered.headers.get('location')).toBe('/deliveries?state=failed')
})

test('the entrance leads nowhere but into the desk', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    const answer = await desk.post('/sign-in', { email: seat.actor.email, password, back })
    expect([back, answer.headers.get('location')]).toEqual([back, '/'])
  }
})

test('a session set before signing in is never carried over', async () => {
  const desk = await open()
  const attacker = await desk.seat('Kẻ xấu', ['contributor'])
  const victim = await desk.seat('Hoa', ['editor'])
  const answer = await desk.post('/sign-in', { email: victim.actor.email, password }, attacker)
  expect(answer.status).toBe(303)
  expect(cookiesOf(answer)).not.toBe('')
  expect(cookiesOf(answer)).not.toBe(attacker.cookie)
  // The planted cookie is of no use to whoever planted it.
  expect((await desk.get('/', attacker)).status).toBe(303)
  const nonsense = { ...victim, cookie: 'lt.session_token=planted.planted' }
  expect((await desk.get('/', nonsense)).status).toBe(303)
})

test('signing out ends the session on the server', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  expect((await desk.get('/', seat)).status).toBe(200)
  expect((await desk.post('/sign-out', {}, seat)).status).toBe(303)
  expect((await desk.get('/', seat)).status).toBe(303)
})

test('a person whose access ended is out at once', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  await desk.ctx.db.updateTable('person').set({ ended_at: new Date() }).where('id', '=', seat.actor.id).execute()
  expect((await desk.get('/', seat)).status).toBe(303)
})

test('a form from another site, or from nowhere, does nothing', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  const form = { language: 'en' }
  const elsewhere: Record<string, string>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { origin: 'https://evil.example' },
  ]
  for (const headers of elsewhere) {
    const answer = await desk.post('/me/language', form, seat, headers)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('không đến từ trang của Lan Tỏa')
  }
  const bare = await desk.app.request(`${origin}/me/language`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie: seat.cookie },
  })
  expect(bare.status).toBe(403)
  const row = await desk.ctx.db
    .selectFrom('person')
    .select('language')
    .where('id', '=', seat.actor.id)
    .executeTakeFirst()
  expect(row).toEqual({ language: 'vi' })
  expect((await desk.post('/me/language', form, seat)).status).toBe(303)
})

test('every page carries the policy that lets nothing in from elsewhere', async () => {
  const desk = await open()
  const { headers } = await desk.get('/sign-in')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  )
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('strict-transport-security')).toBeNull()
})

test('over https the browser is told to stay there, and cookies are secure', async () => {
  const { db } = await freshDatabase()
  const ctx = await deskContext(db, { settings: { LANTOA_PUBLIC_URL: 'https://lantoa.tinh.example' } })
  const desk = await openDesk(ctx)
  const seat = await desk.seat('Hoa', ['editor'])
  const answer = await desk.post('/sign-in', { email: seat.actor.email, password })
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
  expect(answer.headers.getSetCookie().join()).toMatch(/__Secure-lt\.session_token=[^;]+;[^,]*Secure/)
})

test('an unknown path is not found, in words', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  const answer = await desk.get('/nothing-here', seat)
  expect(answer.status).toBe(404)
  expect(await answer.text()).toContain('Không tìm thấy, hoặc không thuộc đơn vị của anh/chị.')
})

test('what breaks shows a reference and nothing of the error', async () => {
  const logged: unknown[] = []
  const { db } = await freshDatabase()
  const ctx = await deskContext(db)
  ctx.log = { ...ctx.log, error: (event, facts) => logged.push({ event, ...facts }) }
  const desk = await openDesk(ctx)
  const seat = await desk.seat('Hoa', ['editor'])
  await db.schema.dropTable('hold').execute()
  const answer = await desk.get('/', seat)
  expect(answer.status).toBe(500)
  const text = await answer.text()
  const id = /Mã tham chiếu: (\w{4}-\w{4})\./.exec(text)?.[1]
  expect(text).toContain('Chưa có gì được gửi đi')
  expect(text).not.toContain('relation')
  expect(logged).toMatchObject([{ event: 'http.crashed', request: id, error: expect.stringContaining('relation') }])
})

test('the language of a person is theirs on every device', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  expect(await (await desk.get('/', seat)).text()).toContain('<html lang="vi"')
  await desk.post('/me/language', { language: 'en', back: '/' }, seat)
  expect(await (await desk.get('/', seat)).text()).toContain('<html lang="en"')
})

test('the menu holds what a role may use and nothing else', async () => {
  const desk = await open()
  const leader = await desk.seat('Lãnh đạo', ['leader'])
  const text = await (await desk.get('/', leader)).text()
  expect(text).toContain('href="/reach"')
  expect(text).not.toContain('href="/publications"')
  expect(text).not.toContain('href="/channels"')
})

test('wrong sign-ins keep what was typed, but never the password', async () => {
  const desk = await open()
  const answer = await desk.post('/sign-in', { email: 'khong.co@tinh.example', password: 'đây là mật khẩu thử' })
  expect(answer.status).toBe(401)
  const text = await answer.text()
  expect(text).toContain('Thư điện tử hoặc mật khẩu không đúng.')
  expect(text).toContain('khong.co@tinh.example')
  expect(text).not.toContain('đây là mật khẩu thử')
})

test('a body beyond two megabytes is refused', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor'])
  const answer = await desk.post('/me/language', { language: 'vi', filler: 'x'.repeat(2 * 1024 * 1024) }, seat)
  expect(answer.status).toBe(413)
})

test('health asks the database', async () => {
  const desk = await open()
  expect((await desk.get('/healthz')).status).toBe(200)
  expect((await desk.get('/readyz')).status).toBe(200)
  await createUnit(desk.ctx, undefined, { name: 'Xã', kind: 'commune', parent: desk.root })
  await desk.ctx.db.schema.dropTable('turn').execute()
  expect((await desk.get('/readyz')).status).toBe(503)
})

test('what no keyboard writes breaks no page', async () => {
  const desk = await open()
  const seat = await desk.seat('Hoa', ['editor', 'approver'])
  expect((await desk.get('/publications?search=c%00au&show=all', seat)).status).toBe(200)
  const held = await desk.post('/holds', { scope: 'all', reason: 'Dừng\0 hết' }, seat)
  expect(held.status).toBe(303)
})
