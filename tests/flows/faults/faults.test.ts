import { expect, test } from 'vitest'
import { isClean, tell } from './judge.ts'
import { small } from './plan.ts'
import { runFaults } from './run.ts'

const seed = Number(process.env.FAULT_SEED ?? 20261125)

test('lost replies, late posts and killed workers leave one post each and a true state (small form; whole: npm run faults)', async () => {
  const { verdict, killed, seconds } = await runFaults({ ...small, seed })
  console.info(`seed ${seed}, ${killed} kills, ${seconds} s\n${tell(verdict)}`)
  expect(isClean(verdict), tell(verdict)).toBe(true)
  expect(verdict.visibleOnce).toBe(small.deliveries)
  expect(verdict.settledByReading).toBeGreaterThan(0)
}, 300_000) // A machine that does other things at the same time takes longer; nothing is measured here.
