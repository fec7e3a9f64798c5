import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Published } from '../../../src/ports/network.ts'
import { content, film, video } from './builders.ts'
import { type Stage, setChannel } from './live.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setChannel()
})
afterEach(() => stage.close())

const size = 1_311_720
const digest = '1'.repeat(64)
const settings = { pieceBytes: 262_144 }

/** One thing that goes wrong at one place. */
const trouble = fc.oneof(
  fc.record({
    is: fc.constant('partial'),
    bytes: fc.integer({ min: 0, max: 262_144 }),
    ends: fc.boolean(),
    cut: fc.boolean(),
  }),
  fc.record({ is: fc.constant('kill'), save: fc.integer({ min: 1, max: 4 }) }),
  fc.constant({ is: 'forget' }),
  fc.constant({ is: 'lose' }),
  fc.constant({ is: 'lie' }),
  fc.constant({ is: 'move' }),
  fc.constant({ is: 'expire' }),
  fc.constant({ is: 'mute' }),
)

test('whatever breaks, at whatever byte, and however often: one video in the end, byte for byte, and never two', async () => {
  const bytes = film(size, 3)
  const hash = createHash('sha256').update(bytes).digest('hex')
  stage.kept.set(digest, bytes)
  const what = content({ video: video({ digest, bytes: size }) })
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { maxLength: 5 }), async troubles => {
      const { sandbox } = stage
      sandbox.clearLevers()
      const before = sandbox.ledger().length
      const one = stage.delivery({ settings, owned: sandbox.ledger().map(row => row.id) })
      for (const each of troubles as ((typeof troubles)[number] & Record<string, unknown>)[]) {
        switch (each.is) {
          case 'partial':
            sandbox.pull({
              what: 'partial',
              bytes: Number(each.bytes),
              on: each.ends ? 'finish' : 'send',
              answers: each.cut ? 'cut' : 503,
            })
            break
          case 'kill':
            one.killAfter(Number(each.save))
            break
          case 'forget':
            sandbox.pull({ what: 'forget', on: 'send' })
            break
          case 'move':
            sandbox.pull({ what: 'move', on: 'send' })
            break
          case 'expire':
            sandbox.pull({ what: 'expire', on: 'ask' })
            break
          case 'mute':
            sandbox.pull({ what: 'html', status: 503, on: 'ask' })
            break
          case 'lose':
            sandbox.pull({ what: 'lose' })
            break
          case 'lie':
            sandbox.pull({ what: 'html', status: 500 })
            break
        }
      }
      // As the core does: what a claim left behind, and what is in doubt, is read before anything is sent again.
      let ended: Published | undefined
      for (let turn = 0; turn < 12 && ended?.is !== 'live'; turn++) {
        ended = await one.publish(what).catch(() => undefined)
        one.revive()
        if (ended && ended.is !== 'unknown') continue
        const found = await one.reconcile(what)
        if (found.is === 'live') ended = found
      }
      expect(ended?.is).toBe('live')
      const made = sandbox.ledger().slice(before)
      expect(made).toMatchObject([{ sha256: hash, bytes: size }])
    }),
    { numRuns: Number(process.env.KILL_RUNS ?? 25) },
  )
})
