import type { Problem } from '../../src/ports/network.ts'
import type { Api } from './api.ts'
import type { Bad } from './bad.ts'
import { listItems, type Row, readChannel } from './calls.ts'

export type Walked =
  | { is: 'whole'; rows: Row[] }
  /** The list could not be read as far as it was wanted: what was read proves nothing about what is absent. */
  | { is: 'torn'; rows: Row[]; why: Problem }
  | { is: 'bad'; rows: Row[]; bad: Bad }

const MOST_PAGES = 40

/** What the channel uploaded since then, newest first. A page costs one unit; the list's id is read, not worked out. */
export async function uploadsSince(api: Api, account: string, since: Date): Promise<Walked> {
  const channel = await readChannel(api)
  if (channel.is !== 'answer') return { is: 'bad', rows: [], bad: channel }
  if (channel.value?.id !== account) {
    const why = { code: channel.value ? 'youtube.other_account' : 'youtube.no_channel' }
    return { is: 'bad', rows: [], bad: { is: 'fault', fault: { is: 'account', why } } }
  }
  const uploads = channel.value.contentDetails?.relatedPlaylists.uploads
  if (uploads === undefined) return { is: 'torn', rows: [], why: { code: 'youtube.answer_unexpected' } }
  const rows = new Map<string, Row>()
  let page: string | undefined
  for (let n = 0; n < MOST_PAGES; n++) {
    const answer = await listItems(api, uploads, page === undefined ? {} : { page })
    // A channel that never uploaded has no such list yet.
    if (answer.is === 'fault' && answer.fault.is === 'missing' && n === 0) return { is: 'whole', rows: [] }
    if (answer.is !== 'answer') return { is: 'bad', rows: [...rows.values()], bad: answer }
    for (const row of answer.value.items) rows.set(row.contentDetails.videoId, row)
    page = answer.value.nextPageToken
    const isOld = (row: Row) => row.snippet?.publishedAt !== undefined && row.snippet.publishedAt < since
    if (page === undefined || (answer.value.items.length > 0 && answer.value.items.every(isOld)))
      return { is: 'whole', rows: [...rows.values()].filter(row => !isOld(row)) }
  }
  return { is: 'torn', rows: [...rows.values()], why: { code: 'youtube.list_endless' } }
}
