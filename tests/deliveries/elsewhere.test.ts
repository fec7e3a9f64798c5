import { expect, test } from 'vitest'
import { approved, setStage } from '../support/stage.ts'

const picture = { digest: 'a'.repeat(64), mime: 'image/jpeg', width: 800, height: 600, bytes: 1000, alt: 'Cầu Bến Đá' }

test('a process without the pictures sends what carries none and leaves the rest to another', async () => {
  const stage = await setStage({
    posts: [approved({ on: 'toy', content: { pictures: [picture] } }), approved({ on: 'toy' })],
  })
  const { files } = stage.ctx
  Object.assign(stage.ctx, { files: { ...files, elsewhere: true } })
  await stage.tick()
  const states = async () =>
    (await stage.db.selectFrom('delivery').select('state').orderBy('id').execute()).map(row => row.state)
  expect(await states()).toEqual(['queued', 'live'])
  Object.assign(stage.ctx, { files })
  await stage.tick()
  expect(await states()).toEqual(['live', 'live'])
})
