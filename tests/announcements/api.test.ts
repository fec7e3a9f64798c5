import { expect, test } from 'vitest'
import { setFollowers } from '../support/announcing.ts'
import { callerOf } from '../support/api.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { hours } from '../support/stage.ts'

const all = '/api/v1/announcements'

async function ready() {
  const given = await setFollowers()
  const { stage } = given
  return {
    ...given,
    author: await callerOf(stage.ctx, stage.author, 'editor'),
    approver: await callerOf(stage.ctx, stage.approver, 'approver'),
    dueAt: (clock: string) => `2026-11-23T${clock}:00+07:00`,
    verbs: async () =>
      (
        await stage.db
          .selectFrom('audit')
          .select(['verb', 'via'])
          .where('subject', '=', 'announcement')
          .orderBy('id')
          .execute()
      ).map(row => `${row.verb} ${row.via}`),
  }
}

test('an announcement goes its whole way by JSON: offered, proposed, approved by another, sent once', async () => {
  const { stage, channel, deliveries, remotes, sent, author, approver, dueAt, verbs } = await ready()
  const { body: offer } = await author('GET', `/api/v1/channels/${channel}/announcing`)
  expect(offer).toMatchObject({ most: 5, hours: { from: '06:00', until: '21:59' }, sentThisMonth: 0 })
  expect(offer.live.map((one: { delivery: number }) => one.delivery).toSorted((a: number, b: number) => a - b)).toEqual(
    deliveries,
  )
  const chosen = [deliveries[2], deliveries[0]]
  const given = { channel, deliveries: chosen, audience: { region: ['north'], sex: [] }, dueAt: dueAt('10:00') }
  const proposed = await author('POST', all, given)
  expect(proposed).toMatchObject({
    status: 201,
    body: { state: 'draft', dueAt: '2026-11-23T03:00:00.000Z', audience: { region: ['north'] }, approvedBy: null },
  })
  const at = `${all}/${proposed.body.id}`
  expect(proposed.headers.get('location')).toBe(at)
  expect((await author('POST', `${at}/approval`, { seen: proposed.body.digest })).status).toBe(403)
  const stale = await approver('POST', `${at}/approval`, { seen: 'f'.repeat(64) })
  expect(stale).toMatchObject({ status: 409, body: { error: { code: 'stale' } } })
  const { body: seen } = await approver('GET', at)
  expect(seen).toEqual(proposed.body)
  const approved = await approver('POST', `${at}/approval`, { seen: seen.digest })
  expect(approved).toMatchObject({ status: 200, body: { state: 'approved', approvedBy: { id: stage.approver.id } } })
  await stage.tick({ after: hours(1) })
  await stage.tick({ after: hours(1) })
  expect(sent).toEqual([{ remotes: [remotes[2], remotes[0]], audience: { region: ['north'] } }])
  expect((await author('GET', all)).body.announcements).toMatchObject([
    { id: proposed.body.id, state: 'sent', why: null },
  ])
  expect(await verbs()).toEqual(['announcement.written api', 'announcement.approved api', 'announcement.sent job'])
})

test('what is wrong with a proposal is said at its field, and nothing is written', async () => {
  const { stage, channel, deliveries, author, dueAt } = await ready()
  const given = { channel, deliveries, dueAt: dueAt('10:00') }
  const refused = async (more: object) => {
    const { status, body } = await author('POST', all, { ...given, ...more })
    return [status, body.error.code, body.error.fields?.[0]?.path]
  }
  expect(await refused({ deliveries: [] })).toEqual([422, 'invalid', 'deliveries'])
  expect(await refused({ deliveries: [deliveries[0], deliveries[0]] })).toEqual([422, 'invalid', 'deliveries'])
  expect(await refused({ dueAt: dueAt('08:00') })).toEqual([422, 'invalid', 'dueAt'])
  expect(await refused({ dueAt: dueAt('22:00') })).toEqual([422, 'invalid', 'dueAt'])
  expect(await refused({ dueAt: 'mai' })).toEqual([422, 'invalid', 'dueAt'])
  expect(await refused({ audience: { sex: ['m', 'f'] } })).toEqual([422, 'invalid', 'audience'])
  expect(await refused({ channel: 9999 })).toEqual([404, 'not_found', undefined])
  await stage.db
    .updateTable('delivery')
    .set({ stop_asked_at: stage.now() })
    .where('id', '=', deliveries[0] ?? 0)
    .execute()
  expect(await refused({})).toEqual([409, 'not_live', undefined])
  expect((await author('GET', all)).body).toEqual({ announcements: [] })
})

test('nobody approves their own; one a day; what was cancelled does not go out', async () => {
  const { stage, channel, deliveries, sent, author, approver, dueAt, verbs } = await ready()
  const given = { channel, deliveries, dueAt: dueAt('10:00') }
  const own = await approver('POST', all, given)
  const refused = await approver('POST', `${all}/${own.body.id}/approval`, { seen: own.body.digest })
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'own' } } })
  const [first, second] = [
    await author('POST', all, given),
    await author('POST', all, { ...given, dueAt: dueAt('15:00') }),
  ]
  const approve = ({ body }: typeof first) => approver('POST', `${all}/${body.id}/approval`, { seen: body.digest })
  expect((await approve(first)).status).toBe(200)
  expect(await approve(second)).toMatchObject({ status: 409, body: { error: { code: 'day_taken' } } })
  expect(await author('POST', all, given)).toMatchObject({ status: 409, body: { error: { code: 'day_taken' } } })
  expect(await author('DELETE', `${all}/${first.body.id}`)).toMatchObject({ status: 200, body: { state: 'dropped' } })
  expect((await author('DELETE', `${all}/${first.body.id}`)).status).toBe(409)
  await stage.tick({ after: hours(2) })
  expect(sent).toEqual([])
  expect(await approve(second)).toMatchObject({ status: 200 })
  await stage.tick({ after: hours(5) })
  expect(sent).toHaveLength(1)
  expect(await verbs()).toContain('announcement.dropped api')
})

test('an end that nobody knows is said with its reason by those who may, and is never sent again', async () => {
  const { stage, channel, deliveries, sent, next, author, approver, dueAt } = await ready()
  const { body } = await author('POST', all, { channel, deliveries, dueAt: dueAt('10:00') })
  await approver('POST', `${all}/${body.id}/approval`, { seen: body.digest })
  next.push(() => ({ is: 'unknown', why: { code: 'net.timeout' } }))
  await stage.tick({ after: hours(1) })
  const at = `${all}/${body.id}/settlement`
  expect((await author('GET', `${all}/${body.id}`)).body).toMatchObject({
    state: 'unknown',
    why: { code: 'net.timeout', says: expect.any(String) },
  })
  expect((await author('POST', at, { what: 'sent', reason: 'Đã xem' })).status).toBe(403)
  expect(await approver('POST', at, { what: 'sent', reason: '  ' })).toMatchObject({
    status: 422,
    body: { error: { code: 'unsaid' } },
  })
  expect(await approver('POST', at, { what: 'sent', reason: 'Có trên OA' })).toMatchObject({ body: { state: 'sent' } })
  expect((await approver('POST', at, { what: 'sent', reason: 'Có' })).status).toBe(409)
  expect(sent).toEqual([])
})

test('another unit’s announcements are not found, and other roles and nobody are refused', async () => {
  const { stage, channel, deliveries, author, approver, dueAt } = await ready()
  const { body } = await author('POST', all, { channel, deliveries, dueAt: dueAt('10:00') })
  const unit = await addUnit(stage.db)
  const stranger = await callerOf(stage.ctx, await addPerson(stage.db, { unit, role: 'approver' }), 'approver')
  expect((await stranger('GET', all)).body).toEqual({ announcements: [] })
  for (const [method, path, given] of [
    ['GET', `${all}/${body.id}`],
    ['GET', `/api/v1/channels/${channel}/announcing`],
    ['POST', `${all}/${body.id}/approval`, { seen: body.digest }],
    ['DELETE', `${all}/${body.id}`],
    ['POST', all, { channel, deliveries, dueAt: dueAt('11:00') }],
  ] as const)
    expect((await stranger(method, path, given)).status, `${method} ${path}`).toBe(404)
  const leader = await callerOf(stage.ctx, await addPerson(stage.db, { unit: stage.unit, role: 'leader' }), 'leader')
  expect((await leader('GET', all)).status).toBe(403)
  expect((await (await callerOf(stage.ctx))('GET', all)).status).toBe(401)
  expect((await approver('GET', `${all}/${body.id}`)).body.state).toBe('draft')
  const { paths } = (await author('GET', '/api/openapi.json')).body
  for (const path of [all, `${all}/{id}`, `${all}/{id}/approval`, `${all}/{id}/settlement`])
    expect(Object.keys(paths), path).toContain(path)
})
