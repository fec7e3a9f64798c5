import { describe, expect, test } from 'vitest'
import { NotNow } from '../../src/sources/polite.ts'
import { findWake } from '../../src/sources/queries-manners.ts'
import { addUnit } from '../support/build.ts'
import { paceOf, setPolite } from '../support/polite.ts'
import { hours, minutes, seconds } from '../support/stage.ts'
import { faultOf } from '../support/ways.ts'

const setPortal = async (polite: Awaited<ReturnType<typeof setPolite>>, host: string, settings: object) =>
  polite.db
    .insertInto('portal')
    .values({
      unit_id: await addUnit(polite.db),
      name: host,
      base_url: `http://${host}:${polite.port}`,
      settings: JSON.stringify(settings),
    })
    .execute()

const read = async (fetch: (url: string) => Promise<Response>, url: string) => (await fetch(url)).text()

describe('the pace of an installation', () => {
  test('is one request at a time and two seconds apart, whatever the sites on it are called', async () => {
    const polite = await setPolite()
    polite.answer('/robots.txt', { body: 'User-agent: *\nDisallow:' })
    polite.answer('/tin', { body: 'tin' })
    const sites = ['mot.test', 'hai.test', 'ba.test', 'bon.test']
    await Promise.all(sites.map(host => read(polite.fetch, polite.at(host, '/tin'))))
    expect(polite.asked).toHaveLength(8)
    expect(paceOf(polite.asked)).toEqual({ least: expect.toSatisfy(ms => ms >= 2000), overlapped: false })
  })

  test('holds over several processes on one database', async () => {
    const polite = await setPolite()
    polite.answer('/tin', { body: 'tin' })
    const ways = [polite.fetch, polite.another(), polite.another()]
    await Promise.all(ways.map(fetch => read(fetch, polite.at('mot.test', '/tin'))))
    expect(paceOf(polite.asked)).toMatchObject({ overlapped: false })
    expect(paceOf(polite.asked).least).toBeGreaterThanOrEqual(2000)
  })

  test('leaves installations at other addresses alone', async () => {
    const polite = await setPolite({ addresses: { 'mot.test': '127.0.0.1', 'hai.test': '127.0.0.2' } })
    polite.answer('/tin', { body: 'tin' })
    await read(polite.fetch, polite.at('mot.test', '/tin'))
    const before = polite.clock.at
    await read(polite.fetch, polite.at('hai.test', '/robots.txt'))
    expect(polite.asked.find(({ host }) => host === 'hai.test')?.from).toBe(before)
  })

  test('is the longer of what the portal asks and what is set, and a portal cannot ask for ever', async () => {
    for (const [delay, wanted] of [
      ['5', 5000],
      ['1', 2000],
      ['86400', 60_000],
    ] as const) {
      const polite = await setPolite()
      polite.answer('/robots.txt', { body: `User-agent: *\nCrawl-delay: ${delay}` })
      polite.answer('/tin', { body: 'tin' })
      await read(polite.fetch, polite.at('mot.test', '/tin'))
      const ended = polite.asked.at(-1)?.to ?? 0
      const row = await polite.db.selectFrom('installation').selectAll().executeTakeFirstOrThrow()
      expect(row).toMatchObject({ key: '127.0.0.1', claimed_until: null })
      expect(row.next_at.getTime() - ended).toBe(wanted)
    }
  })

  test('can be set, and two addresses can be named one installation', async () => {
    const polite = await setPolite({ addresses: { 'mot.test': '127.0.0.1', 'hai.test': '127.0.0.2' } })
    for (const host of ['mot.test', 'hai.test'])
      await setPortal(polite, host, { minInterval: 7, installation: 'cổng tỉnh' })
    polite.answer('/tin', { body: 'tin' })
    await read(polite.fetch, polite.at('mot.test', '/tin'))
    await read(polite.fetch, polite.at('hai.test', '/tin'))
    expect(paceOf(polite.asked).least).toBeGreaterThanOrEqual(7000)
    expect(await polite.db.selectFrom('installation').select('key').execute()).toEqual([{ key: 'named:cổng tỉnh' }])
  })

  test('counts each redirect, and lasts until the body was read', async () => {
    const polite = await setPolite()
    polite.answer('/robots.txt', { status: 404 })
    polite.answer('/tin', { body: 'tin' })
    const open = await polite.fetch(polite.at('mot.test', '/tin'))
    await polite.db
      .selectFrom('installation')
      .select('claimed_until')
      .executeTakeFirstOrThrow()
      .then(row => expect(row.claimed_until).not.toBeNull())
    await open.text()
    const row = await polite.db.selectFrom('installation').selectAll().executeTakeFirstOrThrow()
    expect(row.claimed_until).toBeNull()
    expect(row.next_at.getTime()).toBeGreaterThanOrEqual(polite.clock.at + 2000)
  })

  test('makes whoever cannot wait so long come back', async () => {
    const polite = await setPolite()
    polite.answer('/tin', { body: 'tin' })
    await read(polite.fetch, polite.at('mot.test', '/tin'))
    const later = new Date(polite.clock.at + minutes(10))
    await polite.db.updateTable('installation').set({ next_at: later }).execute()
    const hits = polite.asked.length
    const fault = await faultOf(polite.fetch(polite.at('mot.test', '/tin')))
    expect(fault).toBeInstanceOf(NotNow)
    expect(fault).toMatchObject({ kind: 'busy', sent: false, until: later })
    expect(polite.asked).toHaveLength(hits)
  })

  test('goes on after a process that died in the middle of a request', async () => {
    const polite = await setPolite()
    polite.answer('/tin', { body: 'tin' })
    await read(polite.fetch, polite.at('mot.test', '/tin'))
    polite.clock.at += seconds(10)
    const left = new Date(Date.now() - 1000)
    await polite.db.updateTable('installation').set({ claimed_until: left }).execute()
    expect(await read(polite.fetch, polite.at('mot.test', '/tin'))).toBe('tin')
  })
})

test('what is due while an answer from there is under way is looked for soon, and then when the pace lets it', async () => {
  const polite = await setPolite()
  polite.answer('/tin', { body: 'tin' })
  const url = polite.at('mot.test', '/tin')
  await read(polite.fetch, url)
  await setPortal(polite, 'mot.test', {})
  const { id, unit_id } = await polite.db.selectFrom('portal').selectAll().executeTakeFirstOrThrow()
  const source = { portal_id: id, unit_id, name: 'Tin', kind: 'feed', url, due_at: polite.now() } as const
  await polite.db.insertInto('source').values(source).execute()
  polite.clock.at += hours(1)
  expect(await findWake(polite.db, polite.now())).toBeUndefined()
  const open = await polite.fetch(url)
  expect(await findWake(polite.db, polite.now())).toEqual(new Date(polite.clock.at + seconds(1)))
  await open.text()
  expect(await findWake(polite.db, polite.now())).toEqual(new Date(polite.clock.at + seconds(2)))
})

describe('robots.txt', () => {
  test('is asked once a day for each origin', async () => {
    const polite = await setPolite()
    polite.answer('/tin', { body: 'tin' })
    const robots = () => polite.asked.filter(({ path }) => path === '/robots.txt').length
    for (let n = 0; n < 3; n++) await read(polite.fetch, polite.at('mot.test', '/tin'))
    expect(robots()).toBe(1)
    polite.clock.at += hours(23)
    await read(polite.fetch, polite.at('mot.test', '/tin'))
    expect(robots()).toBe(1)
    polite.clock.at += hours(1)
    await read(polite.fetch, polite.at('mot.test', '/tin'))
    expect(robots()).toBe(2)
    await read(polite.fetch, polite.at('hai.test', '/tin'))
    expect(robots()).toBe(3)
  })

  test('forbids by its longest rule, ours before everybody’s', async () => {
    const polite = await setPolite()
    polite.answer('/robots.txt', {
      body: 'User-agent: *\nDisallow: /\n\nUser-agent: LanToa\nDisallow: /noi-bo/\nAllow: /noi-bo/cong-khai/\n',
    })
    polite.answer('/tin', { body: 'tin' })
    polite.answer('/noi-bo/cong-khai/a', { body: 'a' })
    expect(await read(polite.fetch, polite.at('mot.test', '/tin'))).toBe('tin')
    expect(await read(polite.fetch, polite.at('mot.test', '/noi-bo/cong-khai/a'))).toBe('a')
    const fault = await faultOf(polite.fetch(polite.at('mot.test', '/noi-bo/b')))
    expect(fault).toMatchObject({ kind: 'robots', sent: false })
    expect(polite.asked.map(({ path }) => path)).not.toContain('/noi-bo/b')
  })

  test.each([
    ['a server error', { status: 503 }],
    ['too many requests', { status: 429 }],
    ['a page in its place', { type: 'text/html', body: '\n<!DOCTYPE html><html><body>CAPTCHA</body></html>' }],
    ['a redirect without end', { status: 302, headers: { location: '/robots.txt' } }],
  ])('that does not answer (%s) lets nothing be read until it does', async (_, reply) => {
    const polite = await setPolite()
    polite.answer('/robots.txt', reply)
    polite.answer('/tin', { body: 'tin' })
    const ask = () => polite.fetch(polite.at('mot.test', '/tin'))
    expect(await faultOf(ask())).toMatchObject({ kind: 'robots_unreachable', sent: false })
    const hits = polite.asked.length
    expect(await faultOf(ask())).toMatchObject({ kind: 'robots_unreachable' })
    expect(polite.asked).toHaveLength(hits)
    polite.answer('/robots.txt', { body: '' })
    polite.clock.at += minutes(6)
    expect(await (await ask()).text()).toBe('tin')
  })

  test.each([[401], [403], [404], [410]])('that is not there (%i) forbids nothing', async status => {
    const polite = await setPolite()
    polite.answer('/robots.txt', { status, type: 'text/html', body: '<html>Không có</html>' })
    polite.answer('/tin', { body: 'tin' })
    expect(await read(polite.fetch, polite.at('mot.test', '/tin'))).toBe('tin')
  })

  test('is read to 500 KiB, and no rule is cut in the middle', async () => {
    const polite = await setPolite()
    const line = 'Disallow: /khong-doc/\n'
    const start = 'User-agent: *\n'
    const filler = `# ${'x'.repeat(97)}\n`
    const rest = 500 * 1024 - start.length - line.length - 12
    const body = `${start}${line}${filler.repeat(Math.floor(rest / 100))}${'#'.repeat(rest % 100)}\nDisallow: /tin\nDisallow: /\n`
    polite.answer('/robots.txt', { body })
    polite.answer('/tin', { body: 'tin' })
    expect(await read(polite.fetch, polite.at('mot.test', '/tin'))).toBe('tin')
    expect(await faultOf(polite.fetch(polite.at('mot.test', '/khong-doc/a')))).toMatchObject({ kind: 'robots' })
  })

  test('is passed over where the portal’s own body permits it in writing, and only there', async () => {
    const polite = await setPolite()
    polite.answer('/robots.txt', { body: 'User-agent: *\nDisallow: /' })
    polite.answer('/tin', { body: 'tin' })
    await setPortal(polite, 'mot.test', { robotsPermission: 'Công văn 12/VP-CNTT ngày 20/11/2026' })
    await setPortal(polite, 'hai.test', {})
    expect(await read(polite.fetch, polite.at('mot.test', '/tin'))).toBe('tin')
    expect(await faultOf(polite.fetch(polite.at('hai.test', '/tin')))).toMatchObject({ kind: 'robots' })
  })
})

test('in the quiet hours of a portal nothing is asked', async () => {
  const polite = await setPolite()
  polite.answer('/tin', { body: 'tin' })
  // The story begins at nine in the morning in Viet Nam.
  await setPortal(polite, 'mot.test', { quietHours: [{ from: '08:30', to: '09:15' }] })
  const fault = await faultOf(polite.fetch(polite.at('mot.test', '/tin')))
  expect(fault).toMatchObject({ kind: 'busy', until: new Date('2026-11-23T02:15:00Z') })
  expect(polite.asked).toEqual([])
  polite.clock.at += minutes(15)
  expect(await read(polite.fetch, polite.at('mot.test', '/tin'))).toBe('tin')
})
