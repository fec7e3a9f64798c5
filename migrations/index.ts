import * as init from './0001_init.ts'

/** Listed by hand, forward only, never edited once released. */
export const migrations = { '0001_init': init }
