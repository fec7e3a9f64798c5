/** One worker: the jobs as they are, a database, a way to the networks. It is killed and frozen from outside. */
import { deliver } from '../../../jobs/deliver.ts'
import { createRunner, type Job } from '../../../jobs/index.ts'
import { renew } from '../../../jobs/renew.ts'
import { settle } from '../../../jobs/settle.ts'
import { openContext, type Run } from './context.ts'

const run = JSON.parse(process.env.RUN ?? '{}') as Run
const say = (level: string) => (event: string, facts?: object) => {
  if (level !== 'info') process.stderr.write(`${JSON.stringify({ level, event, ...facts })}\n`)
}
const fast: Job[] = [deliver, settle, renew].map(job => ({ ...job, every: 0.5 }))
const log = { info: say('info'), warn: say('warn'), error: say('error') }
const { ctx, skip } = await openContext(run, log, job => runner.nudge(job))
const runner = createRunner(() => ctx, fast, 200)
process.on('message', (moved: { offset: number }) => skip(moved.offset))
setInterval(() => void runner.tick(), 250)
process.send?.('ready')
