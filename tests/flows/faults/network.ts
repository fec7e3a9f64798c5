/** The networks as a process of its own: their ledgers are the judge, so they outlive every worker. */
import { serve } from '../../support/serve.ts'
import { sides } from './sides/index.ts'

const { EPOCH, SPEED, SEED } = process.env
const epoch = Number(EPOCH)
let offset = 0
const now = () => new Date(epoch + (Date.now() - epoch) * Number(SPEED) + offset)
const urls: Record<string, string> = {}
for (const side of sides) urls[side.id] = (await serve(side.open({ now, seed: Number(SEED) }).app)).url
process.on('message', (moved: { offset: number }) => {
  offset = moved.offset
  process.send?.({ moved: true })
})
process.send?.({ urls })
