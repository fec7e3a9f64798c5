import { expect, test } from 'vitest'
import { tellFaults } from './count.ts'
import { isClean, tell } from './judge.ts'
import { small } from './plan.ts'
import { runFaults } from './run.ts'

const seed = Number(process.env.FAULT_SEED ?? 20261125)

test('four networks that fail, killed workers and people who finish drafts leave one post each and a true state (small form; whole: npm run faults)', async () => {
  const { verdict, faults, seconds } = await runFaults({ ...small, seed })
  console.info(`seed ${seed}, ${seconds} s\n${tellFaults(faults)}\n${tell(verdict)}`)
  expect(isClean(verdict), tell(verdict)).toBe(true)
  expect(verdict.visibleOnce + verdict.never.length).toBe(small.deliveries)
  expect(verdict.settledByReading).toBeGreaterThan(0)
}, 600_000) // A machine that does other things at the same time takes longer; nothing is measured here.
