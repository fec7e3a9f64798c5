import { describe, expect, test } from 'vitest'
import { makeApp } from '../../src/app.tsx'
import { createToken } from '../../src/people/token.ts'
import { areCertificates } from '../../src/sources/certificates.ts'
import { intervalOf, mannersOf, mannersShape, quietUntil } from '../../src/sources/manners.ts'
import { addPerson } from '../support/build.ts'
import { makeCa } from '../support/certificates.ts'
import { setWatch } from '../support/watching.ts'

describe('quiet hours', () => {
  const at = (text: string) => new Date(`${text}+07:00`)
  const night = { quietHours: [{ from: '22:00', to: '05:30' }] }

  test('reach over midnight, in the time of Viet Nam', () => {
    expect(quietUntil(night, at('2026-11-23T21:59:59'))).toBeUndefined()
    expect(quietUntil(night, at('2026-11-23T22:00:00'))).toEqual(at('2026-11-24T05:30:00'))
    expect(quietUntil(night, at('2026-11-24T03:00:00'))).toEqual(at('2026-11-24T05:30:00'))
    expect(quietUntil(night, at('2026-11-24T05:30:00'))).toBeUndefined()
  })

  test('that touch are one', () => {
    const both = { quietHours: [{ from: '05:00', to: '06:00' }, ...night.quietHours] }
    expect(quietUntil(both, at('2026-11-23T23:00:00'))).toEqual(at('2026-11-24T06:00:00'))
  })

  test('that would be the whole day are no quiet hours', () => {
    expect(mannersShape.safeParse({ quietHours: [{ from: '06:00', to: '06:00' }] }).success).toBe(false)
  })
})

test('the pace is two seconds, or what is set, or what robots.txt asks within reason', () => {
  expect(intervalOf({}, undefined)).toBe(2000)
  expect(intervalOf({ minInterval: 0 }, undefined)).toBe(0)
  expect(intervalOf({ minInterval: 0 }, 5)).toBe(5000)
  expect(intervalOf({}, -3)).toBe(2000)
  expect(intervalOf({}, 100_000)).toBe(60_000)
  expect(intervalOf({ minInterval: 0, robotsPermission: 'Công văn 12/VP-CNTT' }, 5)).toBe(0)
})

test('settings that are no manners count as unsaid', () => {
  expect(mannersOf(null)).toEqual({})
  expect(mannersOf({ minInterval: 'often' })).toEqual({})
  expect(mannersOf({ dateOrder: 'day-first', minInterval: 5 })).toEqual({ minInterval: 5 })
  expect(mannersShape.safeParse({ robotsPermission: 'ok' }).success).toBe(false)
})

test('certificates are taken, anything else is not', async () => {
  const ca = makeCa('Gốc')
  expect(areCertificates(ca.pem)).toBe(true)
  expect(areCertificates(`Cổng tỉnh\n${ca.pem}${makeCa('Hai').pem}`)).toBe(true)
  expect(areCertificates(ca.keyPem)).toBe(false)
  expect(areCertificates(ca.pem + ca.keyPem)).toBe(false)
  expect(areCertificates('')).toBe(false)
  expect(areCertificates('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----')).toBe(false)
  expect(areCertificates(ca.pem.replace(/\n(.{20})/, '\n'))).toBe(false)
})

test('how a portal is treated is set by an administrator, replaced as a whole, and recorded', async () => {
  const watch = await setWatch()
  const app = makeApp(watch.ctx)
  const editor = await addPerson(watch.db, { unit: watch.unit, role: 'editor' })
  const tokenOf = async (role: 'admin' | 'editor') => {
    const { email } = role === 'admin' ? watch.admin : editor
    const made = await createToken(watch.ctx, undefined, { email, role, name: 'Thử' })
    return made.is === 'made' ? made.token : ''
  }
  const call = async (method: string, token: string, body?: unknown, portal = watch.portalId) => {
    const response = await app.request(`/api/v1/portals/${portal}/manners`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const admin = await tokenOf('admin')
  await watch.db
    .updateTable('portal')
    .set({ settings: JSON.stringify({ floodAt: 5, minInterval: 9 }) })
    .execute()
  expect(await call('GET', admin)).toEqual({ status: 200, body: { manners: { minInterval: 9 } } })
  const given = { robotsPermission: 'Công văn 12/VP-CNTT ngày 20/11/2026', extraCa: makeCa('Gốc').pem }
  expect(await call('PUT', admin, given)).toMatchObject({ status: 200 })
  const { settings } = await watch.db.selectFrom('portal').select('settings').executeTakeFirstOrThrow()
  expect(settings).toEqual({ floodAt: 5, ...given })
  const deed = await watch.db
    .selectFrom('audit')
    .selectAll()
    .where('verb', '=', 'portal.manners_set')
    .executeTakeFirstOrThrow()
  expect(deed).toMatchObject({ person_id: watch.admin.id, subject_id: watch.portalId })
  expect(deed.detail).toMatchObject({
    before: { minInterval: 9 },
    after: { robotsPermission: given.robotsPermission, extraCa: expect.stringMatching(/^sha256:/) },
  })
  expect(await call('PUT', admin, { extraCa: 'not one' })).toMatchObject({ status: 422 })
  expect(await call('PUT', admin, { insecure: true })).toMatchObject({ status: 422 })
  expect(await call('PUT', await tokenOf('editor'), { minInterval: 0 })).toMatchObject({ status: 403 })
  expect(await call('PUT', admin, {}, 999)).toMatchObject({ status: 404 })
})
