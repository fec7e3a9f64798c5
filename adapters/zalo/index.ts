import type { Network } from '../../src/ports/network.ts'
import { announce } from './announce.ts'
import { auth } from './auth.ts'
import { remove, update } from './change.ts'
import { check } from './check.ts'
import { format } from './format.ts'
import { hear } from './hear.ts'
import { limits, traits } from './limits.ts'
import { metrics } from './metrics.ts'
import { publish } from './publish.ts'
import { reconcile } from './read.ts'
import { recognise } from './recognise.ts'
import { type Cred, credShape, optionsShape, settingsShape } from './shape.ts'
import { en, vi } from './words.ts'

/** Articles of a Zalo Official Account, over its OpenAPI v2.0 and OAuth v4. */
export const zalo: Network<Cred> = {
  about: { id: 'zalo', name: 'Zalo', words: { vi, en }, traits, limits },
  shape: { cred: credShape, settings: settingsShape, options: optionsShape },
  auth,
  format,
  check,
  publish,
  reconcile,
  metrics,
  hear,
  announce,
  recognise,
  update,
  remove,
}
