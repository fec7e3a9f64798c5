/** Settings of a channel: changed by its administrators, by the network's own shape, and covered by the approval. */
import { expect, test } from 'vitest'
import { changeSettings } from '../../src/channels/change-settings.ts'
import { versionOf } from '../../src/channels/settings.ts'
import { callerOf } from '../support/api.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { approved, minutes, type Stage, setStage } from '../support/stage.ts'

const settingsOf = async (stage: Stage, id: number) =>
  (await stage.db.selectFrom('channel').select('settings').where('id', '=', id).executeTakeFirstOrThrow()).settings

async function setChannel() {
  const stage = await setStage({ post: approved({ on: 'toy', dueIn: minutes(10) }) })
  const { id = 0 } = stage.channels[0] ?? {}
  const change = (settings: unknown, seen?: string, by = stage.admin) =>
    changeSettings(stage.ctx, by, id, { settings, ...(seen !== undefined && { seen }) })
  return { stage, id, change }
}

test('what was saved is kept and audited with what it was before; what waits is refused at its time, unsent', async () => {
  const { stage, id, change } = await setChannel()
  const signature = 'Sở Nội vụ'.normalize('NFD')
  expect(await change({ signature })).toEqual({ is: 'saved', settings: { signature: 'Sở Nội vụ' }, queued: 1 })
  expect(await settingsOf(stage, id)).toEqual({ signature: 'Sở Nội vụ' })
  const audit = await stage.db.selectFrom('audit').select(['verb', 'person_id', 'unit_id', 'detail']).execute()
  expect(audit).toEqual([
    {
      verb: 'channel.settings_changed',
      person_id: stage.admin.id,
      unit_id: stage.unit,
      detail: { changed: { signature: { before: '', after: 'Sở Nội vụ' } } },
    },
  ])
  await stage.tick({ after: minutes(10) })
  expect(await stage.delivery()).toMatchObject({ state: 'failed', why: { code: 'delivery.altered' } })
  expect(stage.toy.posts).toEqual([])
})

test('the usual is not stored: a form saved as it was, or set back in time, leaves the approval whole', async () => {
  const { stage, id, change } = await setChannel()
  expect(await change({ signature: '' })).toEqual({ is: 'unchanged' })
  await change({ signature: 'Sở Y tế' })
  expect(await change({})).toMatchObject({ is: 'saved', settings: {} })
  expect(await settingsOf(stage, id)).toEqual({})
  await stage.tick({ after: minutes(10) })
  expect(await stage.delivery()).toMatchObject({ state: 'live' })
})

test('a wrong value or name says which, and nothing is stored', async () => {
  const { stage, id, change } = await setChannel()
  expect(await change({ signature: 'x'.repeat(81) })).toMatchObject({
    is: 'invalid',
    issues: [{ field: 'signature', issue: { code: 'too_big', maximum: 80 } }],
  })
  expect(await change({ signatur: 'x' })).toEqual({ is: 'invalid', issues: [{ field: 'signatur', issue: 'unknown' }] })
  for (const odd of [null, 'x', [1]]) expect(await change(odd)).toMatchObject({ is: 'invalid' })
  expect(await settingsOf(stage, id)).toEqual({})
  expect(await stage.db.selectFrom('audit').selectAll().execute()).toEqual([])
})

test('of two who read the same state one saves, also at the same moment', async () => {
  const { stage, id, change } = await setChannel()
  const seen = await versionOf(await settingsOf(stage, id))
  const both = await Promise.all([change({ signature: 'Một' }, seen), change({ signature: 'Hai' }, seen)])
  expect(both.map(({ is }) => is).sort()).toEqual(['changed', 'saved'])
  expect(await stage.db.selectFrom('audit').selectAll().execute()).toHaveLength(1)
})

test('only administrators of its unit change it', async () => {
  const { stage, id, change } = await setChannel()
  expect(await change({ signature: 'x' }, undefined, stage.author)).toEqual({ is: 'forbidden' })
  const elsewhere = await addUnit(stage.db, { name: 'Tỉnh khác' })
  const stranger = await addPerson(stage.db, { unit: elsewhere, role: 'admin' })
  expect(await change({ signature: 'x' }, undefined, stranger)).toEqual({ is: 'missing' })
  expect(await changeSettings(stage.ctx, stage.admin, id + 1, { settings: {} })).toEqual({ is: 'missing' })
  const asEditor = { ...stage.admin, role: 'editor' as const }
  expect(await change({ signature: 'x' }, undefined, asEditor)).toEqual({ is: 'forbidden' })
})

test('over the API: what holds, what may be set, a version that guards against the change of another', async () => {
  const { stage, id } = await setChannel()
  const call = await callerOf(stage.ctx, stage.admin)
  const path = `/api/v1/channels/${id}/settings`
  const before = await call('GET', path)
  expect(before).toMatchObject({
    status: 200,
    body: { settings: {}, effective: { signature: '' }, queued: 1, shape: { properties: { signature: {} } } },
  })
  const seen = before.body.version
  const put = await call('PUT', path, { settings: { signature: 'Sở Y tế' }, seen })
  expect(put).toMatchObject({ status: 200, body: { settings: { signature: 'Sở Y tế' }, queued: 1 } })
  expect(put.body.version).not.toBe(seen)
  expect(await call('PUT', path, { settings: {}, seen })).toMatchObject({
    status: 409,
    body: { error: { code: 'stale' } },
  })
  expect(await call('PUT', path, { settings: { signature: 1 } })).toMatchObject({
    status: 422,
    body: { error: { code: 'invalid', fields: [{ path: 'settings.signature' }] } },
  })
  expect((await call('PUT', `/api/v1/channels/${id + 1}/settings`, { settings: {} })).status).toBe(404)
  const editor = await callerOf(stage.ctx, stage.author, 'editor')
  expect((await editor('GET', path)).status).toBe(200)
  expect((await editor('PUT', path, { settings: {} })).status).toBe(403)
  const openapi = await call('GET', '/api/openapi.json')
  expect(Object.keys(openapi.body.paths['/api/v1/channels/{id}/settings'])).toEqual(['get', 'put'])
})
