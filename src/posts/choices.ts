import { unreadable } from '../channels/channel.ts'
import { connectionOf, keepNotices } from '../channels/queries.ts'
import { mend } from '../channels/renew.ts'
import { openSession, scrub } from '../channels/session.ts'
import type { Ctx } from '../context.ts'
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
  choices.map(each => `${each.is === 'one' ? 'one' : each.allowed ? 'flag' : 'off'}:${each.option}`).join(' ')

/** The options after a form that offered these; what it did not offer stays. */
export function chosenIn(before: Options, shown: string, given: Readonly<Record<string, unknown>>): Options {
  const options: Record<string, Json> = { ...before }
  for (const each of shown.split(' ').filter(Boolean)) {
    const [kind, option = ''] = each.split(':')
    const value = given[fieldOf(option)]
    if (kind !== 'one') options[option] = kind === 'flag' && value !== undefined
    else if (typeof value === 'string' && value !== '') options[option] = value
    else delete options[option]
  }
  return options
}

export const fieldOf = (option: string) => `option.${option}`
