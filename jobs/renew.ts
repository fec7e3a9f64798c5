import { inspectDue } from '../src/channels/inspect.ts'
import type { Job } from './run.ts'

/** Looks at each connection once a day. */
export const renew: Job = { name: 'renew', every: 60, needs: 'web', run: inspectDue }
