import type { Network } from '../../src/ports/network.ts'
import { auth } from './auth.ts'
import { check } from './check.ts'
import { choices } from './choices.ts'
import { format } from './format.ts'
import { hear } from './hear.ts'
import { limits, traits } from './limits.ts'
import { metrics } from './metrics.ts'
import { publish } from './publish.ts'
import { reconcile } from './read.ts'
import { recognise } from './remote.ts'
import { type Cred, credShape, optionsShape, settingsShape } from './shape.ts'
import { en, vi } from './words.ts'

/** Drafts, videos and photo posts of a TikTok account, over Login Kit, the Content Posting and the Display API. */
export const tiktok: Network<Cred> = {
  about: { id: 'tiktok', name: 'TikTok', words: { vi, en }, traits, limits },
  shape: { cred: credShape, settings: settingsShape, options: optionsShape },
  auth,
  format,
  check,
  publish,
  reconcile,
  metrics,
  choices,
  hear,
  recognise,
}
