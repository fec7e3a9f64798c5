/** Sabotage from outside: the code is as it ships; its database lies to it, or its adapter does. */
import { sql } from 'kysely'
import type { Db } from '../../../src/db/open.ts'
import type { AnyNetwork } from '../../../src/ports/network.ts'
import type { Sabotage } from './plan.ts'

export async function breakDatabase(db: Db, sabotage: Sabotage): Promise<void> {
  switch (sabotage) {
    case 'intent_removed':
      // The intention is written for no claim that anybody will look for.
      await onEvery(db, 'insert on attempt', 'new.claim := -1')
      return
    case 'guard_skipped':
      // Every claim has the same number, so everybody's guard holds.
      await onEvery(db, 'update on delivery', 'new.claim := 1')
      return
    case 'timeout_is_unsent':
    case 'absent_at_once':
      return
    default:
      sabotage satisfies never
  }
}

const onEvery = (db: Db, what: string, lie: string) =>
  sql
    .raw(
      `create function lie() returns trigger language plpgsql as 'begin ${lie}; return new; end';
       create trigger lie before ${what} for each row execute function lie()`,
    )
    .execute(db)

export function breakNetwork(network: AnyNetwork, sabotage: Sabotage | undefined): AnyNetwork {
  switch (sabotage) {
    case 'timeout_is_unsent':
      return {
        ...network,
        publish: async (...given) => {
          const answer = await network.publish(...given)
          return answer.is === 'unknown' ? { is: 'unsent', why: answer.why, retryAfter: 1000 } : answer
        },
      }
    case 'absent_at_once': {
      // The waiting is `requestLimit + listDelay` after the doubt began: this leaves none of it.
      const traits = { ...network.about.traits, listDelay: -network.about.traits.requestLimit }
      return { ...network, about: { ...network.about, traits } }
    }
    case 'intent_removed':
    case 'guard_skipped':
    case undefined:
      return network
    default:
      return sabotage satisfies never
  }
}
