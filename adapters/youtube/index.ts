import type { Network } from '../../src/ports/network.ts'
import { auth } from './auth.ts'
import { remove, update } from './change.ts'
import { check } from './check.ts'
import { choices } from './choices.ts'
import { complete } from './complete.ts'
import { format } from './format.ts'
import { limits, traits } from './limits.ts'
import { metrics } from './metrics.ts'
import { publish } from './publish.ts'
import { reconcile } from './read.ts'
import { recognise } from './recognise.ts'
import { type Cred, credShape, optionsShape, settingsShape } from './shape.ts'
import { en, vi } from './words.ts'

/** Videos of a YouTube channel, over the Data API v3, its resumable uploads, and the Analytics API v2. */
export const youtube: Network<Cred> = {
  about: { id: 'youtube', name: 'YouTube', words: { vi, en }, traits, limits },
  shape: { cred: credShape, settings: settingsShape, options: optionsShape },
  auth,
  format,
  check,
  publish,
  reconcile,
  metrics,
  choices,
  recognise,
  complete,
  update,
  remove,
}
