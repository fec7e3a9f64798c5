import type { Config } from '../../src/config.ts'
import { readConfig } from '../../src/config.ts'
import type { Ctx } from '../../src/context.ts'
import type { Db } from '../../src/db/open.ts'
import type { Fetch } from '../../src/ports/network.ts'
import { testSealer } from './sealer.ts'

export interface Logged {
  level: 'info' | 'warn' | 'error'
  event: string
  facts: Readonly<Record<string, unknown>>
}

const nowhere: Fetch = async input => {
  throw new Error(`nothing in this test answers for ${String(input)}`)
}

const justHeard = () => ({ ahead: undefined, wall: Date.now(), steady: performance.now() })

/** A context whose clock, ways out and log the test holds. */
export async function testContext(db: Db, given: Partial<Ctx> = {}): Promise<Ctx & { logged: Logged[] }> {
  const logged: Logged[] = []
  const log =
    (level: Logged['level']) =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}) =>
      void logged.push({ level, event, facts })
  return {
    db,
    config: testConfig(),
    now: () => new Date('2026-11-23T02:00:00Z'),
    wall: Date.now,
    // As if each network had been heard a moment ago: no story begins with a read that it did not ask for.
    clocks: new Map([...(given.networks?.keys() ?? [])].map(id => [id, justHeard()])),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    networks: new Map(),
    readers: {
      feed: () => ({ is: 'unreadable', code: 'test', detail: '' }),
      article: () => ({ is: 'unreadable', code: 'test', detail: '' }),
      sitemap: () => ({ is: 'unreadable', code: 'test', detail: '' }),
      listing: () => ({ is: 'unreadable', code: 'test', detail: '' }),
      posts: () => ({ is: 'unreadable', code: 'test', detail: '' }),
      recognise: () => ({ family: 'generic', weight: 0, signs: [], ways: [] }),
      families: ['generic'],
      waysOf: () => [],
      identity: () => null,
    },
    outbound: { networks: nowhere, portals: nowhere },
    files: { keep: async () => '', read: async () => undefined, piece: async () => undefined },
    sealer: await testSealer(),
    nudge: () => {},
    logged,
    ...given,
  }
}

export function testConfig(environment: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({ TOY_APP_ID: '7000', TOY_APP_SECRET: 'toy-app-secret', ...environment }, ['toy'])
  if (read.is !== 'config') throw new Error(read.lines.join('\n'))
  return read.config
}
