import { afterSilence } from '../../src/kit/exchange.ts'
import type { Attempt, Content, Options, Problem, Published, Session } from '../../src/ports/network.ts'
import { type Built, build, kindOf } from './article.ts'
import { createArticle, listArticles, type Row, updateArticle, verifyJob } from './calls.ts'
import type { Fault } from './errors.ts'
import { filmReady } from './film.ts'
import { READER_HOST } from './limits.ts'
import { type OpenApi, openApi } from './openapi.ts'
import { type Cred, settingsShape } from './shape.ts'
import { asJson, save, type Ticket, ticketOf } from './ticket.ts'

/**
 * Create answers with the token of a job; only *verify* tells whether there is an article. Asked once here, then from
 * the queue. Where the channel says so, the article is made hidden and shown when Zalo has taken it.
 */
export async function publish(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  _options: Options,
): Promise<Published> {
  const built = build(to, content)
  if (built.is === 'refused') return built
  const step: Step = { to, zalo: openApi(to, to.cred.access, to.note), content, attempt, built }
  const kept = ticketOf(attempt)
  // A doubt that was settled since: somebody decided to send again, so the hidden copy is shown anew.
  const ticket: Ticket = kept.doubt ? { ...kept, showing: undefined, doubt: undefined } : kept
  if (ticket.showing !== undefined || ticket.id !== undefined || ticket.token !== undefined) return resume(step, ticket)
  return make(step, ticket)
}

interface Step {
  to: Session<Cred>
  zalo: OpenApi
  content: Content
  attempt: Attempt
  built: Extract<Built, { is: 'built' }>
}

const hiddenFirst = (to: Session<Cred>) => settingsShape.parse(to.settings).hiddenFirst

/** A video is uploaded and converted before the one call that makes it an article; whatever goes wrong until then shows nowhere. */
async function make(step: Step, ticket: Ticket): Promise<Published> {
  const { to, zalo, content, attempt } = step
  const { standing } = ticket
  if (content.form !== 'video') return create(step, { standing })
  if (!content.video) return { is: 'refused', why: { code: 'zalo.video_missing' } }
  const filmed = await filmReady({ to, zalo, attempt, video: content.video }, ticket)
  if (filmed.is !== 'ready') return filmed
  const film = { ...filmed.film, creating: true }
  await save(attempt, { film, standing })
  return create(step, { film, standing })
}

async function create(step: Step, made: Pick<Ticket, 'film' | 'standing'>): Promise<Published> {
  const { to, zalo, attempt } = step
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  const { standing } = made
  if (standing)
    to.note({ is: 'warning', why: { code: 'zalo.cover_stood_in', with: { title: step.content.title ?? '' } } })
  const wire = step.built.article(hiddenFirst(to) ? 'hide' : 'show', { film: made.film?.id, standing })
  const answer = await createArticle(zalo, wire)
  if (answer.is === 'silence') return afterSilence(answer)
  if (answer.is === 'fault') return afterFault(answer.fault)
  const ticket: Ticket = { ...made, token: answer.value.token }
  await save(attempt, ticket)
  return settleCreated(step, ticket, 'fresh')
}

/** A job of this delivery is known already: whatever became of it comes before making another. */
async function resume(step: Step, ticket: Ticket): Promise<Published> {
  if (ticket.showing !== undefined) return settleShown(step, ticket)
  return ticket.id === undefined ? settleCreated(step, ticket, 'known') : show(step, ticket, ticket.id)
}

async function settleCreated(step: Step, ticket: Ticket, job: 'fresh' | 'known'): Promise<Published> {
  const { to, zalo, attempt } = step
  const answer = await verifyJob(zalo, ticket.token ?? '')
  if (answer.is === 'answer') {
    const { id } = answer.value
    if (!hiddenFirst(to)) return live(step, id)
    await save(attempt, { ...ticket, id })
    return show(step, { ...ticket, id }, id)
  }
  if (answer.is === 'fault' && answer.fault.is === 'media') {
    // A failed job left no article. One that failed before this attempt is what somebody mended and sent again.
    if (job === 'known') return makeAnew(step, ticket)
    if (ticket.standing || !step.built.mayStand) return { is: 'refused', why: answer.fault.why }
    const again = { film: ticket.film, standing: true }
    await save(attempt, again)
    return create(step, again)
  }
  if (answer.is === 'fault' && answer.fault.is === 'processing') return accepted(ticket)
  if (job === 'fresh') return accepted(ticket)
  // Only a job that Zalo no longer knows makes room for another: the list was read before we came here again.
  if (answer.is === 'fault' && answer.fault.is === 'invalid') return makeAnew(step, ticket)
  return answer.is === 'fault' ? afterFault(answer.fault, 'read') : { is: 'unknown', why: answer.why }
}

/** The old job is forgotten first: were the answer to the new one lost, it is the list that has to be asked. */
async function makeAnew(step: Step, { film }: Ticket): Promise<Published> {
  await save(step.attempt, { film })
  return make(step, { film })
}

/** The article is there and hidden: one change of its state makes it public, and may be repeated without harm. */
async function show(step: Step, ticket: Ticket, id: string): Promise<Published> {
  const { zalo, attempt } = step
  const answer = await updateArticle(zalo, id, step.built.article('show', { ...ticket, film: ticket.film?.id }))
  switch (answer.is) {
    case 'answer': {
      const next = { ...ticket, showing: answer.value.token }
      await save(attempt, next)
      return settleShown(step, next)
    }
    case 'silence':
      return afterSilence(answer)
    case 'fault': {
      const ending = afterFault(answer.fault)
      return ending.is === 'refused' ? doubted(attempt, ticket, ending.why) : ending
    }
    default:
      return answer satisfies never
  }
}

async function settleShown(step: Step, ticket: Ticket): Promise<Published> {
  const { zalo, attempt } = step
  const answer = await verifyJob(zalo, ticket.showing ?? '')
  if (answer.is === 'answer') return live(step, answer.value.id)
  if (answer.is === 'fault' && answer.fault.is === 'media') return doubted(attempt, ticket, answer.fault.why)
  return accepted(ticket)
}

/** A hidden copy of ours stays behind: reading back confirms it, and it is removed before a person is told. */
async function doubted(attempt: Attempt, ticket: Ticket, why: Problem): Promise<Published> {
  await save(attempt, { ...ticket, doubt: { code: why.code, ...(why.with && { with: why.with }) } })
  return { is: 'unknown', why }
}

const accepted = (ticket: Ticket): Published => ({
  is: 'accepted',
  awaits: 'network',
  ticket: asJson(ticket),
  lookAfter: FIRST_LOOK,
})

/** "poll every 3 s" */
const FIRST_LOOK = 3_000

/** The article is out; whatever a further reading says cannot change that (a failed one must not double it). */
async function live({ to, zalo, content }: Step, id: string): Promise<Published> {
  const list = await listArticles(zalo, 0, kindOf(content))
  const row = list.is === 'answer' ? list.value.medias.find(one => one.id === id) : undefined
  // Of a video no page says for certain that `status` is heard when it is made.
  if (row?.status === 'hide') return { is: 'unknown', why: { code: 'zalo.hidden' } }
  return { is: 'live', remote: { id, url: addressOf(to, id, row) }, at: timeOf(row) ?? to.now() }
}

/** `link_view` of the list is what to show; the form of it is only known by examples. */
export const addressOf = (to: Session<Cred>, id: string, row: Row | undefined): string =>
  row?.link_view ?? `https://${READER_HOST}/d?id=${encodeURIComponent(id)}&pageId=${encodeURIComponent(to.account)}`

export const timeOf = (row: Row | undefined): Date | undefined =>
  row?.create_date === undefined ? undefined : new Date(row.create_date)

/** What a refusal of a write comes to. Where only reading was refused, nothing is known about the write. */
function afterFault(fault: Fault, of: 'write' | 'read' = 'write'): Published {
  const { why } = fault
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why }
    case 'rate':
    case 'quota':
      return { is: 'unsent', why, retryAfter: fault.retryAfter }
    case 'processing':
    case 'transient':
      return { is: 'unknown', why }
    case 'media':
    case 'invalid':
    case 'policy':
    case 'odd':
      return of === 'write' ? { is: 'refused', why } : { is: 'unknown', why }
    default:
      return fault satisfies never
  }
}
