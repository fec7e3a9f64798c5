import type { Announced, AnyNetwork, Audience } from '../../src/ports/network.ts'
import { approved, type Stage, setStage } from './stage.ts'
import { toy } from './toy/index.ts'

export interface Sent {
  remotes: readonly string[]
  audience: Audience
}

/** A toy network with followers: what it was asked to send, and what it answers next. */
export function megaphone() {
  const sent: Sent[] = []
  const next: ((ask: () => Announced) => Announced | Promise<Announced>)[] = []
  const network: AnyNetwork = {
    ...toy,
    announce: {
      most: 5,
      hours: { from: '06:00', until: '21:59' },
      audience: [
        { field: 'region', values: ['north', 'south'], many: true },
        { field: 'sex', values: ['m', 'f'], many: false },
      ],
      send: async (_to, remotes, audience) => {
        const ask = (): Announced => {
          sent.push({ remotes: remotes.map(remote => remote.id), audience })
          return { is: 'sent', message: `m${sent.length}` }
        }
        return next.shift()?.(ask) ?? ask()
      },
    },
  }
  return { network, sent, next }
}

/** A stage whose channel has `count` live posts, at nine in the morning in Viet Nam. */
export async function setFollowers(count = 3): Promise<{
  stage: Stage
  channel: number
  deliveries: number[]
  remotes: string[]
  sent: Sent[]
  next: ReturnType<typeof megaphone>['next']
}> {
  const { announce } = await import('../../jobs/announce.ts')
  const { deliver } = await import('../../jobs/deliver.ts')
  const { network, sent, next } = megaphone()
  const stage = await setStage({
    toy: network,
    posts: Array.from({ length: count }, (_, at) => approved({ on: 'toy', content: { text: `Bài ${at + 1}` } })),
    sameChannel: true,
    jobs: [deliver, announce],
  })
  for (let n = 0; n < count; n++) await stage.tick({ after: 1000 })
  const rows = await stage.db.selectFrom('remote').select(['delivery_id', 'remote']).orderBy('delivery_id').execute()
  return {
    stage,
    channel: stage.channels[0]?.id ?? 0,
    deliveries: rows.map(row => row.delivery_id),
    remotes: rows.map(row => row.remote),
    sent,
    next,
  }
}
