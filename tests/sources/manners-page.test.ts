import { expect, test } from 'vitest'
import { setManners } from '../../src/sources/set-manners.ts'
import { addSource } from '../support/build.ts'
import { makeCa } from '../support/certificates.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'

const certificate = makeCa('Xã').pem

async function setPage() {
  const { db } = await freshDatabase()
  const desk = await openDesk(await deskContext(db, {}))
  const source = await addSource(db, { unit: desk.root, url: 'https://xa.tinh.example' })
  const admin = await desk.seat('Trần Quản Trị', ['admin'])
  const path = `/portals/${source.portal}/manners`
  const seen = async () => /name="seen" value="([0-9a-f]+)"/.exec(await (await desk.get(path, admin)).text())?.[1] ?? ''
  const empty = { minInterval: '', quietHours: '', robotsPermission: '', installation: '', extraCa: '', note: '' }
  const settings = async () =>
    (await db.selectFrom('portal').select('settings').where('id', '=', source.portal).executeTakeFirstOrThrow())
      .settings
  return { db, desk, admin, source, path, seen, empty, settings }
}

test('what is typed plainly is what holds, is shown again, and stands in the audit trail', async () => {
  const { db, desk, admin, source, path, seen, empty, settings } = await setPage()
  expect(await (await desk.get(`/sources/${source.id}`, admin)).text()).toContain(path)
  const given = {
    ...empty,
    minInterval: '0,5',
    quietHours: '22h–5:30\n 12:00 đến 12:45 \n',
    robotsPermission: 'Công văn số 12/STTTT-CNTT ngày 03/11/2026',
    extraCa: certificate,
    note: 'Chỉ đọc được từ địa chỉ trong nước',
  }
  const saved = await desk.post(path, { ...given, seen: await seen() }, admin)
  expect(saved.headers.get('location')).toBe(`${path}?done=saved`)
  const holds = {
    minInterval: 0.5,
    quietHours: [
      { from: '22:00', to: '05:30' },
      { from: '12:00', to: '12:45' },
    ],
    robotsPermission: given.robotsPermission,
    extraCa: certificate.trim(),
    note: given.note,
  }
  expect(await settings()).toEqual(holds)
  const shown = await (await desk.get(`${path}?done=saved`, admin)).text()
  for (const text of ['Đã lưu cách đọc cổng', '22:00–05:30', '12/STTTT-CNTT', given.note]) expect(shown).toContain(text)
  const deeds = await db.selectFrom('audit').select(['verb', 'person_id']).where('subject', '=', 'portal').execute()
  expect(deeds).toEqual([{ verb: 'portal.manners_set', person_id: admin.actor.id }])
  // Emptied, it is the usual again.
  await desk.post(path, { ...empty, seen: await seen() }, admin)
  expect(await settings()).toEqual({})
})

test('what is wrong is named at its field, nothing typed is lost, and nothing is saved', async () => {
  const { desk, admin, path, seen, empty, settings } = await setPage()
  const wrong = {
    ...empty,
    minInterval: 'hai',
    quietHours: '22:00 tới sáng',
    robotsPermission: 'có phép',
    extraCa: 'không phải chứng thư',
    note: 'Bảo trì tối thứ Bảy',
    seen: await seen(),
  }
  const answer = await desk.post(path, wrong, admin)
  expect(answer.status).toBe(422)
  const text = await answer.text()
  for (const name of ['minInterval', 'quietHours', 'robotsPermission', 'extraCa'])
    expect(text).toContain(`f-${name}-error`)
  for (const typed of ['hai', '22:00 tới sáng', 'có phép', 'không phải chứng thư', 'Bảo trì tối thứ Bảy'])
    expect(text).toContain(typed)
  expect(await settings()).toEqual({})
})

test('of two who save, the second sees what the first put in force beside what was typed', async () => {
  const { desk, admin, source, path, seen, empty, settings } = await setPage()
  const before = await seen()
  await setManners(desk.ctx, admin.actor, source.portal, { minInterval: 10 })
  const answer = await desk.post(path, { ...empty, minInterval: '5', seen: before }, admin)
  expect(answer.status).toBe(409)
  const text = await answer.text()
  expect(text).toContain('Có người vừa lưu cách đọc của cổng này')
  expect(text).toContain('value="5"')
  expect(await settings()).toEqual({ minInterval: 10 })
})

test('only administrators of the portal’s unit come near it', async () => {
  const { db, desk, path, empty, settings } = await setPage()
  const editor = await desk.seat('Lê Biên Tập', ['editor'])
  expect((await desk.get(path, editor)).status).toBe(403)
  expect((await desk.post(path, { ...empty, minInterval: '0', seen: 'a'.repeat(64) }, editor)).status).toBe(403)
  const other = await addSource(db, {
    unit: (
      await db
        .insertInto('unit')
        .values({ name: 'Tỉnh khác', kind: 'province' })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id,
  })
  const admin = await desk.seat('Người Khác', ['admin'])
  expect((await desk.get(`/portals/${other.portal}/manners`, admin)).status).toBe(404)
  expect(await settings()).toEqual({})
})
