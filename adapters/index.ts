import type { AnyNetwork, Networks } from '../src/ports/network.ts'
import { facebook } from './facebook/index.ts'
import { tiktok } from './tiktok/index.ts'
import { youtube } from './youtube/index.ts'
import { zalo } from './zalo/index.ts'

export { readers } from './portals/later.ts'

export const networks: Networks = new Map<string, AnyNetwork>(
  [facebook, zalo, youtube, tiktok].map(network => [network.about.id, network]),
)
