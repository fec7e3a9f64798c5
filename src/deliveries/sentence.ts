import { never } from '../kit/never.ts'
import type { AnyNetwork } from '../ports/network.ts'
import type { Look } from '../ui/state.tsx'
import type { PlainKey, Words } from '../words/index.ts'
import type { BoardRow } from './queries/board.ts'

/** A queued row this long past its time means that nothing is sending. */
const overdueAfter = 10 * 60_000

export interface Told {
  look: Look
  tag: PlainKey
  /** What is happening, since when, and what comes next; may hold `**strong**` words. */
  sentence: string
}

/** The board never leaves anybody wondering: each state has its tag and its one sentence. */
export function tell(w: Words, row: BoardRow, network: AnyNetwork | undefined, now: Date): Told {
  const name = network?.about.name ?? row.network
  const time = (at: Date) => w.moment(at, now)
  const since = (at: Date) => w.duration(now.getTime() - at.getTime())
  const why = row.why ? w.say(row.why, network) : ''
  const began = row.began_at ?? row.changed_at
  switch (row.state) {
    case 'queued':
      return row.hold ? held(w, row, row.hold, name, now) : queued(w, row, why, now)
    case 'publishing':
      return {
        look: 'running',
        tag: 'deliveries.tag_publishing',
        sentence: row.total_bytes
          ? w.t('deliveries.say_uploading', {
              network: name,
              percent: Math.floor((100 * (row.sent_bytes ?? 0)) / row.total_bytes),
              size: row.total_bytes / 1_000_000,
              time: w.seconds(began),
              n: row.attempts,
            })
          : w.t('deliveries.say_publishing', { time: w.seconds(began), n: row.attempts }),
      }
    case 'settling':
      if (row.awaits === 'person')
        return {
          look: 'person',
          tag: 'deliveries.tag_person',
          sentence: w.t('deliveries.say_person', {
            network: name,
            account: row.channel,
            duration: since(row.doubt_at ?? row.changed_at),
          }),
        }
      if (row.ask_at) return asked(w, row, name)
      return {
        look: 'running',
        tag: 'deliveries.tag_settling',
        sentence: w.t('deliveries.say_settling', { network: name, time: row.look_at ? time(row.look_at) : time(now) }),
      }
    case 'unknown':
      if (row.ask_at) return asked(w, row, name)
      return {
        look: 'checking',
        tag: 'deliveries.tag_unknown',
        sentence: w.t('deliveries.say_unknown', {
          network: name,
          time: time(began),
          next: row.look_at ? time(row.look_at) : time(now),
        }),
      }
    case 'failed':
      return {
        look: 'failed',
        tag: 'deliveries.tag_failed',
        sentence: w.t('deliveries.say_failed', { reason: why }),
      }
    case 'live':
      return {
        look: 'done',
        tag: 'deliveries.tag_live',
        sentence: w.t('deliveries.say_live', { time: time(row.live_at ?? row.changed_at), n: row.attempts }),
      }
    case 'cancelled':
      return {
        look: 'cancelled',
        tag: 'deliveries.tag_cancelled',
        sentence: row.ended_by
          ? w.t('deliveries.say_cancelled', {
              person: row.ended_by,
              time: time(row.changed_at),
              reason: row.ended_why || w.t('common.no_reason'),
            })
          : w.t('deliveries.say_cancelled_self', { time: time(row.changed_at), reason: why }),
      }
    case 'removed':
      return {
        look: 'removed',
        tag: 'deliveries.tag_removed',
        sentence: row.ended_by
          ? w.t('deliveries.say_removed', {
              person: row.ended_by,
              time: time(row.changed_at),
              reason: row.ended_why || w.t('common.no_reason'),
            })
          : w.t('deliveries.say_removed_self', { time: time(row.changed_at) }),
      }
    case 'gone':
      return {
        look: 'removed',
        tag: 'deliveries.tag_gone',
        sentence: w.t('deliveries.say_gone', { network: name, time: time(row.changed_at) }),
      }
    default:
      return never(row.state)
  }
}

function queued(w: Words, row: BoardRow, why: string, now: Date): Told {
  const late = now.getTime() - row.due_at.getTime()
  const time = w.moment(row.due_at, now)
  if (late > overdueAfter)
    return {
      look: 'failed',
      tag: row.attempts ? 'deliveries.tag_again' : 'deliveries.tag_later',
      sentence: w.t('deliveries.say_overdue', { duration: w.duration(late) }),
    }
  if (row.attempts && why)
    return {
      look: 'waiting',
      tag: 'deliveries.tag_again',
      sentence: w.t('deliveries.say_again', { reason: why, time }),
    }
  return {
    look: 'waiting',
    tag: 'deliveries.tag_later',
    sentence:
      late >= 0 ? w.t('deliveries.say_due') : w.t('deliveries.say_later', { time, duration: w.duration(-late) }),
  }
}

function held(w: Words, row: BoardRow, hold: NonNullable<BoardRow['hold']>, network: string, now: Date): Told {
  const time = w.moment(hold.since, now)
  const sentence = (() => {
    if (hold.person)
      return w.t('deliveries.say_held_person', {
        person: hold.person,
        time,
        reason: hold.reason || w.t('common.no_reason'),
      })
    switch (hold.reason) {
      case 'channel.reconnect':
        return w.t('deliveries.say_held_channel', { channel: row.channel, time, n: hold.waiting })
      case 'network.unreachable':
        return w.t('deliveries.say_held_network', { network, time })
      case 'delivery.too_late':
        return w.t('deliveries.say_held_late')
      case 'delivery.twin':
        return w.t('deliveries.say_held_twin', { channel: row.channel })
      case 'delivery.doubled':
        return w.t('deliveries.say_held_doubled', { network })
      default:
        return w.say({ code: hold.reason })
    }
  })()
  return { look: 'held', tag: 'deliveries.tag_held', sentence }
}

const asked = (w: Words, row: BoardRow, network: string): Told => ({
  look: 'checking',
  tag: 'deliveries.tag_asked',
  sentence: w.t('deliveries.say_asked', { n: row.looks, network }),
})
