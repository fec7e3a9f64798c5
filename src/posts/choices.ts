import { unreadable } from '../channels/channel.ts'
import { connectionOf, keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
import { field, inVietnam } from '../http/forms.ts'
import type { Choice, Choices, Json, Options } from '../ports/network.ts'

/** A page that is opened waits no longer for a network than this. */
const patience = 8_000

/** What an editor may choose on this channel now; asked each time a rendition is opened, never kept. */
export async function choicesOf(ctx: Ctx, channel: number, mended = false): Promise<Choices | undefined> {
  const connection = await connectionOf(ctx.db, channel)
  const network = connection && ctx.networks.get(connection.network)
  if (!connection || !network?.choices) return undefined
  const opened = await openSession(ctx, network, connection, AbortSignal.timeout(patience))
  if (opened.is !== 'open') return { is: 'reconnect', why: unreadable }
  const { session, notices } = opened
  const read = await network
    .choices(session)
    .catch((): Choices => ({ is: 'later', why: { code: 'post.choices_failed' } }))
  await keepNotices(ctx.db, connection, notices)
  if (read.is === 'reconnect' && !mended) {
    const done = await mend(ctx, channel, network, connection.sealed)
    if (done === 'newer') return choicesOf(ctx, channel, true)
    if (done === 'later') return { is: 'later', why: scrub(read.why, session) }
  }
  return 'why' in read ? { ...read, why: scrub(read.why, session) } : read
}

/** How a form tells what it offered: an unticked box sends nothing, and neither does one that was never there. */
export const offered = (choices: readonly Choice[]): string =>
  choices.map(each => `${each.is === 'flag' ? (each.allowed ? 'flag' : 'off') : each.is}:${each.option}`).join(' ')

export type Wrong = 'errors.not_date' | 'errors.not_time' | 'posts.due_past'
type Chosen =
  | { is: 'chosen'; options: Options }
  /** By field of the form. */
  | { is: 'wrong'; errors: Readonly<Record<string, Wrong>> }

/** The options after a form that offered these; what it did not offer stays. */
export function chosenIn(before: Options, shown: string, given: Readonly<Record<string, unknown>>, now: Date): Chosen {
  const options: Record<string, Json> = { ...before }
  const errors: Record<string, Wrong> = {}
  for (const each of shown.split(' ').filter(Boolean)) {
    const [kind, option = ''] = each.split(':')
    const name = fieldOf(option)
    const value = textIn(given[name])
    if (kind === 'flag' || kind === 'off') options[option] = kind === 'flag' && given[name] !== undefined
    else if (value === '') delete options[option]
    else if (kind !== 'time') options[option] = value
    else {
      const day = field.day().safeParse(value)
      const time = field.time().safeParse(textIn(given[timeFieldOf(option)]) || '08:00')
      if (!day.success) errors[name] = 'errors.not_date'
      else if (!time.success) errors[timeFieldOf(option)] = 'errors.not_time'
      else {
        const at = inVietnam(day.data, time.data).toISOString()
        // What was chosen before and has come since stays as it is: nothing is asked anew by saving another field.
        if (at !== before[option] && at <= now.toISOString()) errors[name] = 'posts.due_past'
        options[option] = at
      }
    }
  }
  return Object.keys(errors).length > 0 ? { is: 'wrong', errors } : { is: 'chosen', options }
}

const textIn = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

export const fieldOf = (option: string) => `option.${option}`
export const timeFieldOf = (option: string) => `option.${option}.time`
