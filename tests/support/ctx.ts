import type { Config } from '../../src/config.ts'
import type { Ctx } from '../../src/context.ts'
import type { Db } from '../../src/db/open.ts'
import type { AnyNetwork } from '../../src/ports/network.ts'

/** A context for tests that call operations and pages: a real database, a clock the test holds, no way out. */
export function testCtx(
  db: Db,
  given: { now?: () => Date; networks?: readonly AnyNetwork[]; config?: Partial<Config> } = {},
): Ctx {
  const closed = () => Promise.reject(new Error('this test has no way out'))
  return {
    db,
    config: {
      port: 0,
      dataDir: '/nowhere',
      secretKey: '0123456789abcdef'.repeat(4),
      networks: 'sandbox',
      hosts: new Map(),
      privateOk: [],
      tickSeconds: 5,
      clockSpeed: 1,
      apps: new Map(),
      ...given.config,
    },
    wall: Date.now,
    now: given.now ?? (() => new Date()),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    networks: new Map((given.networks ?? []).map(network => [network.about.id, network])),
    readers: {} as Ctx['readers'],
    outbound: { networks: closed, portals: closed },
    files: { read: async () => undefined } as unknown as Ctx['files'],
    sealer: {
      seal: async plain => new TextEncoder().encode(plain) as Uint8Array<ArrayBuffer>,
      open: async sealed => new TextDecoder().decode(sealed),
    },
    nudge: () => {},
  }
}
