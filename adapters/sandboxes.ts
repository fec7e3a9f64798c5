import type { App, Json } from '../src/ports/network.ts'
import { furnish } from './facebook/sandbox/furnish.ts'
import { facebookSandbox } from './facebook/sandbox.ts'
import { furnish as furnishTiktok } from './tiktok/sandbox/furnish.ts'
import { tiktokSandbox } from './tiktok/sandbox.ts'
import { furnish as furnishYoutube } from './youtube/sandbox/furnish.ts'
import { youtubeSandbox } from './youtube/sandbox.ts'
import { furnish as furnishZalo } from './zalo/sandbox/furnish.ts'
import { zaloSandbox } from './zalo/sandbox.ts'

export interface SandboxPlace {
  /** Where it is reached: addresses it hands out start with it. */
  origin: string
  now(): Date
  firstId: bigint
  /** Addresses the consent dialog may lead back to. */
  redirects: readonly string[]
}

export interface OpenSandbox {
  app: { fetch(request: Request, env?: unknown): Response | Promise<Response> }
  /** Of the registered application. */
  registered: App
  /** Path of the public wall. */
  wall: string
  /** An account that can be connected by hand. */
  account: { id: string; name: string; cred: Json }
}

export interface Sandbox {
  network: string
  open(place: SandboxPlace): OpenSandbox
}

/** The strict stand-ins for networks, in the order of `adapters/index.ts`. */
export const sandboxes: readonly Sandbox[] = [
  {
    network: 'facebook',
    open: ({ origin, now, firstId, redirects }) => {
      const sandbox = facebookSandbox({ now, firstId, settings: { permalinks: origin, previews: true } })
      const { app, account, wall } = furnish(sandbox, redirects)
      return { app: sandbox.app, registered: app, account, wall }
    },
  },
  {
    network: 'zalo',
    open: ({ origin, now, firstId, redirects }) => {
      const sandbox = zaloSandbox({ now, firstId, settings: { permalinks: origin } })
      const { app, account, wall } = furnishZalo(sandbox, redirects)
      return { app: sandbox.app, registered: app, account, wall }
    },
  },
  {
    network: 'youtube',
    open: ({ origin, now, firstId, redirects }) => {
      const sandbox = youtubeSandbox({ now, firstId, settings: { permalinks: origin } })
      const { app, account, wall } = furnishYoutube(sandbox, redirects)
      return { app: sandbox.app, registered: app, account, wall }
    },
  },
  {
    network: 'tiktok',
    open: ({ origin, now, firstId, redirects }) => {
      const sandbox = tiktokSandbox({ now, firstId, settings: { permalinks: origin, loopbackOk: true } })
      const { app, account, wall } = furnishTiktok(sandbox, redirects)
      return { app: sandbox.app, registered: app, account, wall }
    },
  },
]
