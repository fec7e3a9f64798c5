import type { Attempt, Content, Options, Problem, Published, Session } from '../../src/ports/network.ts'
import { type Answer, type Api, apiOf } from './api.ts'
import { whyOf } from './auth.ts'
import {
  askCreator,
  type Begun,
  beginDraft,
  beginPhotos,
  beginVideo,
  type Creator,
  readStatus,
  type VideoPost,
} from './calls.ts'
import type { Fault } from './errors.ts'
import { HOUR, MINUTE } from './limits.ts'
import { nextPiece, planOf } from './plan.ts'
import { type Cred, type Form, findForm, optionsOf, type Privacy, settingsShape, type TiktokOptions } from './shape.ts'
import { asJson, findTicket, forget, save, type Ticket, type Upload } from './ticket.ts'
import { upload } from './upload.ts'

/**
 * Begins a publish, saves its id, sends what has to be sent. What was begun before is gone on with: a publish_id is one
 * post at the most, however often a file is sent to it.
 */
export async function publish(
  to: Session<Cred>,
  content: Content,
  attempt: Attempt,
  options: Options,
): Promise<Published> {
  const form = findForm(content.form)
  if (!form) return { is: 'refused', why: { code: 'tiktok.form_unknown', with: { form: content.form } } }
  const { direct, pull } = settingsShape.parse(to.settings)
  if (form.direct && !direct) return { is: 'refused', why: { code: 'tiktok.direct_off' } }
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  const api = apiOf(to, to.cred.access, to.note)
  const step: Step = { to, api, content, attempt, form, pull, options: optionsOf(options) }
  const ticket = findTicket(attempt)
  return ticket ? resume(step, ticket) : begin(step)
}

interface Step {
  to: Session<Cred>
  api: Api
  content: Content
  attempt: Attempt
  form: Form
  pull: boolean
  options: TiktokOptions
}

/** Whatever became of what was begun comes before beginning another. */
async function resume(step: Step, ticket: Ticket): Promise<Published> {
  const read = await readStatus(step.api, ticket.publish)
  // Not knowing is not a reason to begin another: what was begun may be live.
  if (read.is === 'silence') return { is: 'unknown', why: read.why }
  if (read.is === 'fault') {
    const { fault } = read
    return { is: fault.is === 'account' ? 'reconnect' : 'unknown', why: fault.why }
  }
  const { status, uploaded_bytes = 0 } = read.value
  // A failed one never shows; somebody mended the cause and sent it again.
  if (status === 'FAILED') return beginAnew(step)
  const going = ticket.upload
  if (status !== 'PROCESSING_UPLOAD' || !going || going.whole || uploaded_bytes >= going.size) return accepted(ticket)
  const { video } = step.content
  if (!video) return { is: 'refused', why: { code: 'tiktok.video_missing' } }
  const over = step.to.now().getTime() - going.until
  if (going.dead || over >= SLACK) return beginAnew(step)
  // Their hour and ours may differ by minutes: until it is surely over, another would be a second draft.
  if (over >= 0) return { is: 'unsent', why: { code: 'tiktok.upload_expired' }, retryAfter: SLACK - over }
  return send(step, { ...ticket, upload: going }, nextPiece(going, uploaded_bytes))
}

const SLACK = 5 * MINUTE

async function beginAnew(step: Step): Promise<Published> {
  await forget(step.attempt)
  return begin(step)
}

async function begin(step: Step): Promise<Published> {
  const { to, api, form } = step
  if (!form.direct) return form.media === 'video' ? beginFile(step) : beginPictures(step)
  // "Ask again right before every post": the account may have been set to private since the approval.
  const asked = await askCreator(api)
  if (asked.is === 'silence') return { is: 'unsent', why: asked.why, retryAfter: MINUTE }
  if (asked.is === 'fault') return afterFault(asked.fault)
  if (to.signal.aborted) return { is: 'unsent', why: { code: 'net.aborted' } }
  const { privacy } = step.options
  if (privacy === undefined) return { is: 'refused', why: { code: 'tiktok.privacy_missing' } }
  const against = objectionOf(step, privacy, asked.value)
  if (against) return { is: 'refused', why: against }
  const chosen = choicesOf(step.options, privacy, asked.value)
  return form.media === 'video' ? beginFile(step, chosen) : beginPictures(step, chosen)
}

/** A level that is not offered any more is never swapped for another: a person chooses again. */
function objectionOf({ content }: Step, privacy: Privacy, creator: Creator): Problem | undefined {
  if (!creator.privacy_level_options.includes(privacy)) return { code: 'tiktok.privacy_gone' }
  const longest = creator.max_video_post_duration_sec
  const seconds = content.video?.seconds ?? 0
  if (longest !== undefined && seconds > longest)
    return { code: 'tiktok.video_long', with: { seconds: Math.ceil(seconds), max: longest } }
  return undefined
}

async function beginFile(step: Step, chosen?: Chosen): Promise<Published> {
  const { to, api, content, attempt, pull } = step
  const { video } = content
  if (!video) return { is: 'refused', why: { code: 'tiktok.video_missing' } }
  const url = pull ? fetchable(to.files.address?.(video.digest)) : undefined
  if (pull && url === undefined) return { is: 'refused', why: { code: 'tiktok.video_unreachable' } }
  const plan = planOf(video.bytes)
  const source =
    url === undefined
      ? ({
          source: 'FILE_UPLOAD',
          video_size: plan.size,
          chunk_size: plan.chunk,
          total_chunk_count: plan.count,
        } as const)
      : ({ source: 'PULL_FROM_URL', video_url: url } as const)
  const begun = chosen
    ? await beginVideo(api, { ...chosen, title: content.text.normalize('NFC') }, source)
    : await beginDraft(api, source)
  if (begun.is !== 'answer') return afterBegin(begun, url === undefined ? 'upload' : 'fetch')
  const { publish_id, upload_url } = begun.value
  if (url !== undefined) return afterSaving(attempt, { publish: publish_id })
  if (upload_url === undefined || !URL.canParse(upload_url))
    return { is: 'unsent', why: { code: 'tiktok.answer_unexpected' }, retryAfter: MINUTE }
  // "Valid for one hour."
  const ticket = { publish: publish_id, upload: { ...plan, url: upload_url, until: to.now().getTime() + HOUR } }
  await save(attempt, ticket)
  return send(step, ticket, 0)
}

async function send(step: Step, ticket: Ticket & { upload: Upload }, from: number): Promise<Published> {
  const { video } = step.content
  if (!video) return { is: 'refused', why: { code: 'tiktok.video_missing' } }
  const sent = await upload(step.to, step.attempt, ticket, video, from)
  return sent.is === 'whole' ? accepted({ ...ticket, upload: { ...ticket.upload, whole: true } }) : sent
}

async function beginPictures(step: Step, chosen?: Chosen): Promise<Published> {
  const { to, api, content, attempt, options } = step
  const addresses: string[] = []
  for (const [at, { digest }] of content.pictures.entries()) {
    const address = fetchable(to.files.address?.(digest))
    if (address === undefined)
      return { is: 'refused', why: { code: 'tiktok.picture_unreachable', with: { n: at + 1 } } }
    addresses.push(address)
  }
  if (addresses.length === 0) return { is: 'refused', why: { code: 'tiktok.pictures_missing' } }
  const text = { title: (content.title ?? '').normalize('NFC'), description: content.text.normalize('NFC') }
  const post = chosen && {
    ...text,
    privacy_level: chosen.privacy_level,
    disable_comment: chosen.disable_comment,
    // Music nobody chose does not belong under a notice of an authority.
    auto_add_music: false,
    brand_content_toggle: chosen.brand_content_toggle,
    brand_organic_toggle: chosen.brand_organic_toggle,
  }
  const begun = await beginPhotos(api, post ? 'DIRECT_POST' : 'MEDIA_UPLOAD', post ?? text, addresses, options.aigc)
  if (begun.is !== 'answer') return afterBegin(begun, 'fetch')
  return afterSaving(attempt, { publish: begun.value.publish_id })
}

type Chosen = Omit<VideoPost, 'title'>

/** What the account has switched off stays off, whatever was chosen. */
function choicesOf(options: TiktokOptions, privacy: Privacy, creator: Creator): Chosen {
  return {
    privacy_level: privacy,
    disable_comment: !options.comment || creator.comment_disabled,
    disable_duet: !options.duet || creator.duet_disabled,
    disable_stitch: !options.stitch || creator.stitch_disabled,
    brand_content_toggle: options.brand_content,
    brand_organic_toggle: options.brand_organic,
    is_aigc: options.aigc,
  }
}

async function afterSaving(attempt: Attempt, ticket: Ticket): Promise<Published> {
  await save(attempt, ticket)
  return accepted(ticket)
}

const accepted = (ticket: Ticket): Published => ({
  is: 'accepted',
  awaits: 'network',
  ticket: asJson(ticket),
  lookAfter: FIRST_LOOK,
})

/** "Back off 5, 10, 20, 40 s": half a gigabyte takes half a minute. */
const FIRST_LOOK = 5_000

/**
 * A lost answer to the beginning of an upload leaves nothing that could become public: its address was in the answer.
 * Where TikTok fetches by itself, a post may come of it, and its id is lost.
 */
function afterBegin(begun: Exclude<Answer<Begun>, { is: 'answer' }>, source: 'upload' | 'fetch'): Published {
  if (begun.is === 'fault') return afterFault(begun.fault)
  if (begun.sent && source === 'fetch') return { is: 'unknown', why: begun.why }
  return { is: 'unsent', why: whyOf(begun), ...(begun.sent && { retryAfter: MINUTE }) }
}

function afterFault(fault: Fault): Published {
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'cap':
      return { is: 'unsent', why: fault.why, retryAfter: fault.retryAfter }
    case 'refused':
    case 'unknown_id':
    case 'odd':
      return { is: 'refused', why: fault.why }
    default:
      return fault satisfies never
  }
}

/** https, a name and no number, nothing hidden in it: what TikTok fetches. Loopback is for stand-ins on this machine. */
function fetchable(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return undefined
  if (url.protocol === 'http:') return /^(?:127\.0\.0\.1|localhost)$/.test(url.hostname) ? url.href : undefined
  const named = /[a-z]/i.test(url.hostname.split('.').at(-1) ?? '') && !url.hostname.startsWith('[')
  return url.protocol === 'https:' && named ? url.href : undefined
}
