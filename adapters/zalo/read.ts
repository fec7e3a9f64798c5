import type { Attempt, Content, Found, Options, Problem, Session } from '../../src/ports/network.ts'
import { build, kindOf } from './article.ts'
import { type Row, readArticle, verifyJob } from './calls.ts'
import type { Fault } from './errors.ts'
import { askVideo, stateOf } from './film.ts'
import { MINUTE } from './limits.ts'
import { type Walked, walkJoined } from './list.ts'
import { isOtherFilm, isOurs, mayBe } from './match.ts'
import { type OpenApi, openApi } from './openapi.ts'
import { addressOf, timeOf } from './publish.ts'
import { type Cred, settingsShape } from './shape.ts'
import { type Film, save, type Ticket, ticketOf } from './ticket.ts'

/** What Zalo's clock may be behind ours. */
const BEFORE = 2 * MINUTE
const LATER = MINUTE

/** What became of an attempt, read from the OA itself. Never writes: *verify* is a question, although it is a POST. */
export async function reconcile(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  _options: Options,
): Promise<Found> {
  const zalo = openApi(to, to.cred.access, to.note)
  const ticket = ticketOf(attempt)
  const search: Search = { to, zalo, content, attempt, ticket }
  if (ticket.doubt && ticket.id !== undefined) return ofKnown(search, ticket.id)
  const { film } = ticket
  if (film && !film.creating && ticket.token === undefined && ticket.id === undefined) return ofUpload(search, film)
  const token = ticket.showing ?? (ticket.id === undefined ? ticket.token : undefined)
  if (token !== undefined) {
    const job = await verifyJob(zalo, token)
    if (job.is === 'answer') return ofKnown(search, job.value.id)
    if (job.is === 'silence') return { is: 'later', why: job.why, retryAfter: LATER }
    const { fault } = job
    if (fault.is === 'processing') return { is: 'pending', awaits: 'network', lookAfter: lookAfter(to, attempt) }
    // A failed job leaves nothing behind, but for the hidden article that it was to show.
    if (fault.is === 'media') {
      if (ticket.showing === undefined && !ticket.standing && mayStand(to, content)) {
        await save(attempt, { film: ticket.film, standing: true })
        return { is: 'unfinished' }
      }
      const remote = ticket.showing !== undefined && ticket.id !== undefined ? { remote: { id: ticket.id } } : {}
      return { is: 'refused', why: fault.why, ...remote }
    }
    if (fault.is !== 'invalid' && fault.is !== 'odd') return afterFault(fault)
    // A job that Zalo does not know any more: the list knows the article.
  }
  return ticket.id === undefined ? ofList(search) : ofKnown(search, ticket.id)
}

function mayStand(to: Session<Cred>, content: Content): boolean {
  const built = build(to, content)
  return built.is === 'built' && built.mayStand
}

interface Search {
  to: Session<Cred>
  zalo: OpenApi
  content: Content
  attempt: Attempt
  ticket: Ticket
}

/** No article was asked for with it yet, so nothing of it shows: it goes on where it stands. */
async function ofUpload({ to, zalo, attempt }: Search, film: Film): Promise<Found> {
  const answer = await askVideo(to, zalo, film.token)
  if (answer.is === 'silence') return { is: 'later', why: answer.why, retryAfter: LATER }
  // An upload that Zalo does not know any more is made anew by the next attempt.
  if (answer.is === 'fault') return answer.fault.is === 'invalid' ? { is: 'unfinished' } : afterFault(answer.fault)
  const state = stateOf(answer.value)
  switch (state.is) {
    case 'ready':
      return { is: 'unfinished' }
    case 'converting':
      return { is: 'pending', awaits: 'network', lookAfter: Math.max(5_000, lookAfter(to, attempt)) }
    case 'spoilt':
      return { is: 'refused', why: state.why }
    default:
      return state satisfies never
  }
}

/** Soon at first, then at ease: most jobs take seconds, and one that takes for ever is waited for all the same. */
function lookAfter(to: Session<Cred>, attempt: Attempt): number {
  const age = to.now().getTime() - attempt.beganAt.getTime()
  if (age < MINUTE / 2) return 3_000
  if (age < 5 * MINUTE) return 15_000
  return age < 15 * MINUTE ? 30_000 : 5 * MINUTE
}

/** Its id is known; whether people see it, its row in the list tells. */
async function ofKnown(search: Search, id: string): Promise<Found> {
  const list = await walkJoined(search.zalo, kindOf(search.content), page => page.some(row => row.id === id))
  const row = list.rows.find(one => one.id === id)
  if (row) return ofRow(search, row)
  if (list.is !== 'whole') return unread(list)
  const detail = await readArticle(search.zalo, id)
  if (detail.is === 'answer') return ofRow(search, { id, title: detail.value.title, status: detail.value.status })
  if (detail.is === 'silence') return { is: 'later', why: detail.why, retryAfter: LATER }
  if (detail.fault.is !== 'invalid') return afterFault(detail.fault)
  // Taken, and gone again: somebody removed it, which is no reason to make another.
  return { is: 'unproved', why: { code: 'zalo.gone' } }
}

async function ofRow({ to, attempt, ticket }: Search, row: Row): Promise<Found> {
  if (row.status !== 'hide')
    return { is: 'live', remote: { id: row.id, url: addressOf(to, row.id, row) }, at: timeOf(row) ?? to.now() }
  if (ticket.doubt) return { is: 'refused', why: ticket.doubt, remote: { id: row.id } }
  if (!settingsShape.parse(to.settings).hiddenFirst) return { is: 'unproved', why: { code: 'zalo.hidden' } }
  // Ours and still hidden: nothing is public, and the next attempt shows this one.
  await save(attempt, { ...ticket, id: row.id })
  return { is: 'absent' }
}

async function ofList(search: Search): Promise<Found> {
  const { zalo, content, attempt, ticket } = search
  const since = new Date(attempt.firstBeganAt.getTime() - BEFORE)
  const isOld = (row: Row) => row.create_date !== undefined && row.create_date < since.getTime()
  const list = await walkJoined(zalo, kindOf(content), page => page.every(isOld))
  const like = list.rows.filter(row => mayBe(row, content, since))
  const taken = like.length > 0 ? await attempt.taken(like.map(row => row.id)) : new Set<string>()
  const ours: Row[] = []
  let alike: Row | undefined
  for (const row of like.filter(one => !taken.has(one.id))) {
    const detail = await readArticle(zalo, row.id)
    if (detail.is === 'silence') return { is: 'later', why: detail.why, retryAfter: LATER }
    if (detail.is === 'fault' && detail.fault.is !== 'invalid') return afterFault(detail.fault)
    if (detail.is === 'answer' && isOtherFilm(detail.value, ticket.film?.id)) continue
    if (detail.is === 'answer' && isOurs(detail.value, content)) ours.push(row)
    else alike ??= row
  }
  const [oldest, ...others] = ours.sort((a, b) => (a.create_date ?? 0) - (b.create_date ?? 0))
  if (oldest) {
    if (others.length > 0) search.to.note({ is: 'warning', why: several(search, others) })
    return ofRow(search, oldest)
  }
  if (alike)
    return { is: 'unproved', why: { code: 'zalo.alike', with: { url: addressOf(search.to, alike.id, alike) } } }
  return list.is === 'whole' ? { is: 'absent' } : unread(list)
}

const several = ({ to }: Search, others: readonly Row[]): Problem => ({
  code: 'zalo.several',
  with: { count: others.length + 1, others: others.map(row => addressOf(to, row.id, row)).join(' ') },
})

function unread(list: Exclude<Walked, { is: 'whole' }>): Found {
  if (list.is === 'paused') return { is: 'unproved', why: { code: 'zalo.list_endless' } }
  if (list.is === 'torn') return { is: 'unproved', why: list.why }
  return list.is === 'silence' ? { is: 'later', why: list.why, retryAfter: LATER } : afterFault(list.fault)
}

function afterFault(fault: Fault): Found {
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'quota':
      return { is: 'later', why: fault.why, retryAfter: fault.retryAfter }
    case 'processing':
    case 'transient':
      return { is: 'later', why: fault.why, retryAfter: LATER }
    case 'media':
    case 'invalid':
    case 'policy':
    case 'odd':
      return { is: 'unproved', why: fault.why }
    default:
      return fault satisfies never
  }
}
