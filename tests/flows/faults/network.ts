/** The network as a process of its own: its ledger is the judge, so it outlives every worker. */
import { facebookSandbox } from '../../../adapters/facebook/sandbox.ts'
import { serve } from '../../support/serve.ts'

const { EPOCH, SPEED, SEED } = process.env
const epoch = Number(EPOCH)
const sandbox = facebookSandbox({
  now: () => new Date(epoch + (Date.now() - epoch) * Number(SPEED)),
  seed: Number(SEED),
  // A refusal of the second copy would hide it from the judge.
  settings: { duplicateMs: 0 },
})
const served = await serve(sandbox.app)
process.send?.({ url: served.url })
