import { expect, test } from 'vitest'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { givePushSecret, type Push, pushed, pushShape } from '../../src/sources/push.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { setWatch } from '../support/watching.ts'

async function setPush() {
  const watch = await setWatch()
  const source = await watch.addSource('/day', 'push')
  watch.portal.page({ id: 7, title: 'Thông báo nghỉ học do mưa lũ' })
  const push = (given: Partial<Push> = {}) =>
    pushShape.parse({ event: 'e1', url: `${watch.portal.url}/tin/bai-7.html`, ...given })
  const byToken = { is: 'token', actor: watch.admin } as const
  return { ...watch, source, push, byToken }
}

test('a pushed page is read at once, is new, and the same event twice is one', async () => {
  const { ctx, source, push, byToken, turn, publications, nudged, portal } = await setPush()
  expect(await pushed(ctx, source, byToken, push())).toEqual({ is: 'accepted', repeated: false })
  expect(nudged).toContain('watch')
  // The answer waits for nothing of the portal: what was said is only kept.
  expect(portal.asked).toEqual([])
  expect(await pushed(ctx, source, byToken, push())).toEqual({ is: 'accepted', repeated: true })
  await turn()
  expect(await publications()).toMatchObject([{ title: 'Thông báo nghỉ học do mưa lũ', state: 'new' }])
  expect(portal.asked.filter(({ path }) => path === '/tin/bai-7.html')).toHaveLength(1)
  // Another event about the same page is a look, not another publication.
  await pushed(ctx, source, byToken, push({ event: 'e2', kind: 'changed' }))
  await turn()
  expect(await publications()).toHaveLength(1)
  expect(portal.asked.filter(({ path }) => path === '/tin/bai-7.html')).toHaveLength(2)
})

test('a push without a page makes the list due', async () => {
  const { ctx, db, source, push, byToken, turn, portal } = await setPush()
  await turn()
  await db
    .updateTable('source')
    .set({ kind: 'feed', due_at: new Date('2026-12-01') })
    .where('id', '=', source)
    .execute()
  portal.list([{ id: 1, title: 'Hội nghị' }], { path: '/day' })
  await pushed(ctx, source, byToken, { ...push(), url: undefined })
  await turn()
  expect(portal.asked.map(({ path }) => path)).toContain('/day')
})

test('a page pushed and then listed is one publication', async () => {
  const { ctx, source, push, byToken, turn, publications, portal } = await setPush()
  portal.list([{ id: 1, title: 'Hội nghị' }])
  await turn()
  await pushed(ctx, source, byToken, push())
  await turn()
  portal.list([
    { id: 7, title: 'Thông báo nghỉ học do mưa lũ' },
    { id: 1, title: 'Hội nghị' },
  ])
  await turn(600_000)
  expect(await publications()).toHaveLength(2)
})

test('a signature of the body and the time opens the door, nothing else does', async () => {
  const { ctx, source, push, clock, admin } = await setPush()
  const given = await givePushSecret(ctx, admin, source)
  const secret = given.is === 'given' ? given.secret : ''
  const body = JSON.stringify(push())
  const signed = async (timestamp: number, text: string, key = secret) => ({
    is: 'signature' as const,
    timestamp: String(timestamp),
    signature: `sha256=${await hmacSha256Hex(key, `${timestamp}.${text}`)}`,
    body,
  })
  const at = Math.floor(clock.wall / 1000)
  expect(await pushed(ctx, source, await signed(at, 'other'), push())).toEqual({ is: 'forbidden' })
  expect(await pushed(ctx, source, await signed(at, body, 'wrong'), push())).toEqual({ is: 'forbidden' })
  expect(await pushed(ctx, source, await signed(at - 301, body), push())).toEqual({ is: 'forbidden' })
  expect(await pushed(ctx, source, await signed(at - 200, body), push())).toEqual({ is: 'accepted', repeated: false })
})

test('nobody pushes for another unit, and nothing on another host', async () => {
  const { ctx, db, source, push, byToken } = await setPush()
  const elsewhere = await addPerson(db, { unit: await addUnit(db), role: 'admin' })
  expect(await pushed(ctx, source, { is: 'token', actor: elsewhere }, push())).toEqual({ is: 'missing' })
  expect(await pushed(ctx, source, { is: 'token', actor: { ...byToken.actor, role: 'leader' } }, push())).toEqual({
    is: 'missing',
  })
  expect(await pushed(ctx, source, byToken, push({ url: 'https://khac.example/1' }))).toEqual({
    is: 'elsewhere',
    host: 'khac.example',
  })
  expect(await pushed(ctx, 999_999, byToken, push())).toEqual({ is: 'missing' })
})
