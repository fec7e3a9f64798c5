import type { AnyNetwork, Networks } from '../src/ports/network.ts'
import { facebook } from './facebook/index.ts'

export { readers } from './portals/index.ts'

export const networks: Networks = new Map<string, AnyNetwork>([facebook].map(network => [network.about.id, network]))
