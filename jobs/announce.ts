import { announceDue } from '../src/announcements/send.ts'
import type { Job } from './run.ts'

/** Sends approved announcements at their time, once each. */
export const announce: Job = { name: 'announce', every: 15, needs: 'web', run: announceDue }
