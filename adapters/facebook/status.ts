import { z } from 'zod'
import type { Problem } from '../../src/ports/network.ts'
import { faultOfVideo } from './errors.ts'

/** The specification and the guides name some of these otherwise; both are read. */
const trouble = z.object({ code: z.coerce.number().optional(), message: z.string().default('') })
const phaseShape = z.object({
  status: z.string().default(''),
  errors: z.array(trouble).optional().catch(undefined),
  error: trouble.optional().catch(undefined),
})
const bytes = z.coerce.number().int().nonnegative().optional().catch(undefined)

export const statusShape = z.object({
  video_status: z.string().default(''),
  uploading_phase: phaseShape.extend({ bytes_transferred: bytes, bytes_transfered: bytes }).optional(),
  processing_phase: phaseShape.optional(),
  publishing_phase: phaseShape
    .extend({ publish_status: z.string().default(''), publish_time: z.union([z.number(), z.string()]).optional() })
    .optional(),
})
export type Status = z.output<typeof statusShape>
type Phase = z.output<typeof phaseShape>

export type Verdict =
  | { is: 'live'; at?: Date }
  | { is: 'failed'; why: Problem }
  /** The upload was given up before its end; nothing came of it. */
  | { is: 'expired' }
  | { is: 'working' }
  /** Nothing is being done with it: bytes are missing, or the finishing call. */
  | { is: 'waiting'; bytes: number; whole: boolean }

/** What a status comes to. Published is only what has been published, whatever is complete before it. */
export function verdictOf(status: Status | undefined, published: boolean | undefined): Verdict {
  const { video_status = '', uploading_phase, processing_phase, publishing_phase } = status ?? {}
  const failed = [uploading_phase, processing_phase, publishing_phase].find(phase => phase?.status === 'error')
  if (failed || video_status === 'error' || video_status === 'upload_failed')
    return { is: 'failed', why: whyOf(failed ?? processing_phase ?? uploading_phase) }
  if (video_status === 'expired') return { is: 'expired' }
  const shown = publishing_phase ? isComplete(publishing_phase) : video_status === 'ready'
  if (shown && (publishing_phase?.publish_status === 'published' || published === true)) {
    const at = timeOf(publishing_phase?.publish_time)
    return { is: 'live', ...(at && { at }) }
  }
  const whole = uploading_phase
    ? isComplete(uploading_phase)
    : /^(?:upload_complete|processing|ready)$/.test(video_status)
  const busy = [processing_phase, publishing_phase].some(phase => phase?.status === 'in_progress')
  if (whole && (busy || (video_status === 'processing' && !processing_phase))) return { is: 'working' }
  return {
    is: 'waiting',
    bytes: uploading_phase?.bytes_transferred ?? uploading_phase?.bytes_transfered ?? 0,
    whole,
  }
}

/** `complete` in the specification, `completed` in a guide. */
const isComplete = (phase: Phase) => phase.status === 'complete' || phase.status === 'completed'

function whyOf(phase: Phase | undefined): Problem {
  const said = phase?.errors?.[0] ?? phase?.error
  const code = said?.code ?? Number(/\b1363\d{3}\b/.exec(said?.message ?? '')?.[0] ?? Number.NaN)
  return faultOfVideo(Number.isNaN(code) ? undefined : code, (said?.message ?? '').slice(0, 300))
}

function timeOf(given: string | number | undefined): Date | undefined {
  if (given === undefined) return undefined
  const seconds = typeof given === 'number' ? given : /^\d+$/.test(given) ? Number(given) : undefined
  const at = new Date(seconds === undefined ? String(given).replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : seconds * 1000)
  return Number.isNaN(at.getTime()) ? undefined : at
}
