import { expect, test } from 'vitest'
import { readers } from '../../adapters/portals/index.ts'
import { deliver } from '../../jobs/deliver.ts'
import { settle } from '../../jobs/settle.ts'
import { watch } from '../../jobs/watch.ts'
import { approveRule } from '../../src/rules/approve.ts'
import { writeRule } from '../../src/rules/write.ts'
import { addSource, newSourceShape } from '../../src/sources/add.ts'
import { pushed, pushShape } from '../../src/sources/push.ts'
import { openPortal } from '../support/portal.ts'
import { minutes, setStage } from '../support/stage.ts'

/** A portal, a source added by hand, an automatic rule, and a network: nothing between them is made up. */
async function setAll() {
  const stage = await setStage({ jobs: [watch, deliver, settle] })
  const portal = await openPortal()
  stage.ctx.readers = readers
  stage.ctx.outbound.portals = portal.fetch
  const channel = await stage.addChannel()
  const spec = { channels: [{ channel: channel.id }], mode: 'automatic' as const }
  const written = await writeRule(stage.ctx, stage.admin, { unit: stage.unit, name: 'Mọi tin', spec })
  if (written.is !== 'written') throw new Error(written.is)
  await approveRule(stage.ctx, stage.approver, written.rule, written.version, written.digest)
  const given = newSourceShape.parse({
    unit: stage.unit,
    portal: { name: 'Cổng tỉnh', url: portal.url },
    name: 'Tin tức',
    url: `${portal.url}/rss`,
  })
  const added = await addSource(stage.ctx, stage.admin, given)
  if (added.is !== 'added') throw new Error(added.is)
  return { stage, portal, source: added.source }
}

const item = (id: number) => ({ id, title: `Khánh thành cây cầu số ${id}` })

test('what the portal publishes after its baseline goes live once, and only that', async () => {
  const { stage, portal } = await setAll()
  portal.list([item(2), item(1)])
  await stage.tick({ after: minutes(1) })
  expect(stage.toy.posts).toEqual([])
  portal.list([item(3), item(2), item(1)])
  await stage.tick({ after: minutes(10) })
  await stage.tick({ after: minutes(10) })
  expect(stage.toy.posts.map(post => post.text)).toEqual([expect.stringContaining('Khánh thành cây cầu số 3')])
})

test('a push carries an item to the page in the same turn', async () => {
  const { stage, portal, source } = await setAll()
  portal.list([item(1)])
  await stage.tick({ after: minutes(1) })
  portal.page(item(5))
  const push = pushShape.parse({ event: 'cau-5', url: `${portal.url}/tin/bai-5.html` })
  await pushed(stage.ctx, source, { is: 'token', actor: stage.admin }, push)
  await stage.tick()
  expect(stage.toy.posts.map(post => post.text)).toEqual([expect.stringContaining('Khánh thành cây cầu số 5')])
})

test('a reshuffled list of two hundred never reaches the page by itself', async () => {
  const { stage, portal } = await setAll()
  portal.list([item(1)])
  await stage.tick({ after: minutes(1) })
  portal.list(Array.from({ length: 200 }, (_, at) => item(at + 2)))
  await stage.tick({ after: minutes(10) })
  await stage.tick({ after: minutes(60) })
  expect(stage.toy.posts).toEqual([])
})
