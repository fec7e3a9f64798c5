import { expect, test } from 'vitest'
import { approveRule } from '../../src/rules/approve.ts'
import { endRule, reorderRules } from '../../src/rules/end.ts'
import { addVersion, findRule, lockRule, rulesInForce } from '../../src/rules/queries.ts'
import { inForce, waiting } from '../../src/rules/rule.ts'
import { tryRule } from '../../src/rules/try.ts'
import { writeRule } from '../../src/rules/write.ts'
import { untilBlocked } from '../support/blocked.ts'
import { addPerson, addSource, addUnit } from '../support/build.ts'
import { addItem } from '../support/items.ts'
import { type Stage, setStage } from '../support/stage.ts'

const ready = async () => {
  const stage = await setStage()
  const channel = await stage.addChannel()
  const spec = { channels: [{ channel: channel.id }], mode: 'automatic' as const }
  return { stage, channel, spec }
}

const write = async (stage: Stage, spec: Parameters<typeof writeRule>[2]['spec'], rule?: number) => {
  const written = await writeRule(stage.ctx, stage.admin, { rule, unit: stage.unit, name: 'Tin chỉ đạo', spec })
  if (written.is !== 'written') throw new Error(JSON.stringify(written))
  return written
}

test('a rule does nothing until another person has approved exactly what was written', async () => {
  const { stage, spec } = await ready()
  const { rule, version, digest } = await write(stage, spec)
  expect(await rulesInForce(stage.db, stage.unit)).toEqual([])
  expect(await approveRule(stage.ctx, stage.admin, rule, version, digest)).toEqual({ is: 'own' })
  expect(await approveRule(stage.ctx, stage.author, rule, version, digest)).toEqual({ is: 'forbidden' })
  expect(await approveRule(stage.ctx, stage.approver, rule, version, 'f'.repeat(64))).toEqual({ is: 'stale' })
  expect(await approveRule(stage.ctx, stage.approver, rule, version, digest)).toEqual({ is: 'approved' })
  expect(await rulesInForce(stage.db, stage.unit)).toMatchObject([{ id: rule, version: 1 }])
})

test('a new version leaves the old one in force until it is approved, then takes its place', async () => {
  const { stage, spec } = await ready()
  const first = await write(stage, spec)
  await approveRule(stage.ctx, stage.approver, first.rule, 1, first.digest)
  const second = await write(stage, { ...spec, delayMinutes: 15 }, first.rule)
  const third = await write(stage, { ...spec, delayMinutes: 30 }, first.rule)
  const rule = await findRule(stage.db, stage.admin.id, first.rule)
  expect(rule && [inForce(rule)?.version, waiting(rule)?.version]).toEqual([1, 3])
  expect(await approveRule(stage.ctx, stage.approver, first.rule, 2, second.digest)).toEqual({ is: 'stale' })
  expect(await approveRule(stage.ctx, stage.approver, first.rule, 3, third.digest)).toEqual({ is: 'approved' })
  expect(await rulesInForce(stage.db, stage.unit)).toMatchObject([{ version: 3, spec: { delayMinutes: 30 } }])
})

test('an approval that comes too late leaves the version in force as it is', async () => {
  const { stage, spec } = await ready()
  const { rule, digest } = await write(stage, spec)
  await approveRule(stage.ctx, stage.approver, rule, 1, digest)
  const second = await write(stage, { ...spec, delayMinutes: 15 }, rule)
  const late = await stage.db.transaction().execute(async trx => {
    await lockRule(trx, rule)
    const approval = approveRule(stage.ctx, stage.approver, rule, 2, second.digest)
    await untilBlocked(stage.db)
    await addVersion(trx, rule, {
      spec: JSON.stringify(spec),
      digest: 'f'.repeat(64),
      by: stage.admin.id,
      at: stage.now(),
    })
    return { approval }
  })
  expect(await late.approval).toEqual({ is: 'stale' })
  expect(await rulesInForce(stage.db, stage.unit)).toMatchObject([{ id: rule, version: 1 }])
})

test('a rule takes only channels of its unit, of those above and below, and settings their network knows', async () => {
  const { stage, spec } = await ready()
  const elsewhere = await addUnit(stage.db)
  const admin = await addPerson(stage.db, { unit: elsewhere, role: 'admin' })
  expect(await writeRule(stage.ctx, admin, { unit: elsewhere, name: 'x', spec })).toMatchObject({
    is: 'wrong',
    issues: [{ path: 'channels.0.channel' }],
  })
  const channel = spec.channels[0]?.channel ?? 0
  expect(
    await writeRule(stage.ctx, stage.admin, {
      unit: stage.unit,
      name: 'x',
      spec: { ...spec, channels: [{ channel, template: { shout: true } }] },
    }),
  ).toMatchObject({ is: 'wrong', issues: [{ path: 'channels.0.template' }] })
  expect(await writeRule(stage.ctx, stage.author, { unit: stage.unit, name: 'x', spec })).toEqual({ is: 'forbidden' })
})

test('another unit does not find the rule, and who may not publish on its channel does not approve it', async () => {
  const { stage, channel } = await ready()
  const commune = await addUnit(stage.db, { parent: stage.unit, kind: 'commune' })
  const admin = await addPerson(stage.db, { unit: commune, role: 'admin' })
  const approver = await addPerson(stage.db, { unit: commune, role: 'approver' })
  const written = await writeRule(stage.ctx, admin, {
    unit: commune,
    name: 'Lên trang tỉnh',
    spec: { channels: [{ channel: channel.id }], mode: 'automatic' },
  })
  if (written.is !== 'written') throw new Error(written.is)
  const { rule, version, digest } = written
  const stranger = await addPerson(stage.db, { unit: await addUnit(stage.db), role: 'approver' })
  expect(await approveRule(stage.ctx, stranger, rule, version, digest)).toEqual({ is: 'missing' })
  expect(await approveRule(stage.ctx, approver, rule, version, digest)).toEqual({ is: 'forbidden' })
  expect(await approveRule(stage.ctx, stage.approver, rule, version, digest)).toEqual({ is: 'approved' })
})

test('the order of a unit’s rules is set as a whole, and an ended rule leaves it', async () => {
  const { stage, spec } = await ready()
  const rules: number[] = []
  for (let n = 0; n < 3; n++) {
    const { rule, digest } = await write(stage, spec)
    await approveRule(stage.ctx, stage.approver, rule, 1, digest)
    rules.push(rule)
  }
  const [a = 0, b = 0, c = 0] = rules
  const order = async () => (await rulesInForce(stage.db, stage.unit)).map(rule => rule.id)
  expect(await order()).toEqual([a, b, c])
  expect(await reorderRules(stage.ctx, stage.admin, stage.unit, [c, a, b])).toEqual({ is: 'reordered' })
  expect(await order()).toEqual([c, a, b])
  expect(await reorderRules(stage.ctx, stage.admin, stage.unit, [c, a])).toEqual({ is: 'stale' })
  expect(await endRule(stage.ctx, stage.admin, a)).toEqual({ is: 'ended' })
  expect(await order()).toEqual([c, b])
  expect(await endRule(stage.ctx, stage.admin, a)).toEqual({ is: 'missing' })
})

test('trying a rule reads the last items and changes nothing', async () => {
  const { stage, spec } = await ready()
  const source = await addSource(stage.db, { unit: stage.unit })
  const items = [
    await addItem(stage.db, { unit: stage.unit, source, title: 'Nghị quyết học phí', section: 'Chỉ đạo' }),
    await addItem(stage.db, { unit: stage.unit, source, title: 'Giải bóng đá', section: 'Thể thao' }),
  ]
  const { rule, digest } = await write(stage, spec)
  await approveRule(stage.ctx, stage.approver, rule, 1, digest)
  const tried = await tryRule(stage.ctx, stage.admin, rule, { ...spec, when: { sections: ['chi dao'] } })
  expect(tried).toMatchObject({
    is: 'tried',
    items: [
      { id: items[1]?.publication, is: 'excluded', slot: 'sections', by: 'Thể thao' },
      { id: items[0]?.publication, is: 'goes' },
    ],
    against: { more: 0, fewer: 1 },
  })
})
