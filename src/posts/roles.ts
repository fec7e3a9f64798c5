import type { Role } from '../db/tables/people.ts'

/** Who writes, sends for approval and moves in time; a contributor only inside the own unit, as the view `scope` says. */
export const writers: readonly Role[] = ['editor', 'admin', 'contributor']

/** Who decides: on the post, and on each channel it goes to. */
export const approvers: readonly Role[] = ['approver']
