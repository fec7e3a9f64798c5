import { z } from 'zod'
import type { Network } from '../../../src/ports/network.ts'
import { auth } from './auth.ts'
import { host, type ToyCred } from './calls.ts'
import { check, format, limits, settingsShape } from './format.ts'
import { publish, remove } from './publish.ts'
import { metrics, reconcile } from './read.ts'
import { en, vi } from './words.ts'

/** A fifth network, to show what adding one costs: this folder, and one line where it is listed. */
export const toy: Network<ToyCred> = {
  about: {
    id: 'toy',
    name: 'Toy',
    words: { vi, en },
    traits: { letter: 'T', requestLimit: 5_000, listDelay: 20_000, spacing: 0, metricsBatch: 100, hosts: [host] },
    limits,
  },
  shape: {
    cred: z.strictObject({ token: z.string().min(1) }),
    settings: settingsShape,
    options: z.strictObject({}),
  },
  auth,
  format,
  check,
  publish,
  reconcile,
  metrics,
  remove,
}
