import { tidy } from '../../src/kit/text.ts'
import type { Content } from '../../src/ports/network.ts'
import type { Detail, Row } from './calls.ts'

/** Same title, and made since: what the list alone can tell. */
export const mayBe = (row: Row, content: Content, since: Date): boolean =>
  same(row.title, content.title) && (row.create_date === undefined || row.create_date >= since.getTime())

/** The list shows no more than a title, and other programs post to the same OA: the rest is compared too. */
export const isOurs = (detail: Detail, content: Content): boolean =>
  same(detail.title, content.title) &&
  same(detail.description, content.description) &&
  same(detail.author, content.author)

/** Made of another upload than ours: somebody else's, whatever its words. */
export const isOtherFilm = (detail: Detail, video: string | undefined): boolean =>
  video !== undefined && detail.video_id !== undefined && detail.video_id !== video

const same = (seen = '', wanted = '') => tidy(seen) === tidy(wanted)
