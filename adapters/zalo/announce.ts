import { z } from 'zod'
import { afterSilence } from '../../src/kit/exchange.ts'
import type { Announce, Announced, Audience } from '../../src/ports/network.ts'
import { type Answer, openApi } from './openapi.ts'
import type { Cred } from './shape.ts'

/**
 * A broadcast ("tin truyền thông broadcast", OA documentation, read 2026-11-22): one to five articles that are up, between 6
 * and 22 o'clock, one a day and follower. It is reviewed, then queued; nothing calls it back, and no call tells what
 * became of it. Provinces are left out: which codes hold since they were merged no page says.
 */
export const announce: Announce<Cred> = {
  most: 5,
  hours: { from: '06:00', until: '21:59' },
  audience: [
    { field: 'locations', values: ['0', '1', '2'], many: true },
    { field: 'gender', values: ['1', '2'], many: false },
    { field: 'ages', values: ['0', '1', '2', '3', '4', '5', '6', '7'], many: true },
    { field: 'platform', values: ['1', '2', '3'], many: true },
  ],
  async send(to, remotes, audience) {
    const zalo = openApi(to, to.cred.access, to.note)
    const elements = remotes.map(({ id }) => ({ media_type: 'article', attachment_id: id }))
    const body = {
      recipient: { target: targetOf(audience) },
      message: { attachment: { type: 'template', payload: { template_type: 'media', elements } } },
    }
    return announcedOf(await zalo.post('/v2.0/oa/message', body, sentShape))
  },
}

const sentShape = z.object({ message_id: z.union([z.string(), z.number()]).transform(String).optional() })

/** Texts with commas, as the .NET SDK sends them; a missing member is no filter. */
const targetOf = (audience: Audience): Record<string, string> =>
  Object.fromEntries(
    Object.entries(audience).flatMap(([field, values]) => (values.length > 0 ? [[field, values.join(',')]] : [])),
  )

function announcedOf(answer: Answer<z.output<typeof sentShape>>): Announced {
  if (answer.is === 'answer') {
    const { message_id: message } = answer.value
    return { is: 'sent', ...(message !== undefined && { message }) }
  }
  if (answer.is === 'silence') return afterSilence(answer)
  const { fault } = answer
  switch (fault.is) {
    case 'account':
      return { is: 'reconnect', why: fault.why }
    case 'rate':
    case 'quota':
      return { is: 'unsent', why: fault.why, retryAfter: fault.retryAfter }
    case 'transient':
      return { is: 'unknown', why: fault.why }
    case 'processing':
    case 'media':
    case 'invalid':
    case 'policy':
    case 'odd':
      return { is: 'refused', why: fault.why }
    default:
      return fault satisfies never
  }
}
