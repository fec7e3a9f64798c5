import { fold } from '../kit/text.ts'
import type { PublicationKind } from '../ports/network.ts'
import type { Matter } from './matter.ts'

/**
 * What sort of thing a publication is, from what the portal itself says of it: its section's menu word first, then its
 * title, then its shape. Menu words are compared without marks, as portals write them in every way.
 */
export function kindOf(
  matter: Pick<Matter, 'title' | 'section' | 'text' | 'html' | 'images' | 'videos' | 'attachments'>,
): PublicationKind {
  const section = fold(matter.section ?? '')
  const title = fold(matter.title)
  if (urgentTitle.test(title) || urgentSection.test(section)) return 'urgent'
  if (/infographics?|do hoa/.test(section) || /infographics?|^\W*do hoa/.test(title)) return 'infographic'
  if (/^(video|clip|truyen hinh|phim)|\bvideo(s|clip)?$/.test(section) || /^\W*(video|clip)\b/.test(title))
    return 'video'
  if (/thu vien anh|chum anh|phong su anh|^anh$|tin anh|photos?/.test(section) || photoTitle.test(title))
    return 'photos'
  if (/longform|e-?magazine|mega ?story/.test(section) || /^\W*(longform|e-?magazine|mega ?story)\b/.test(title))
    return 'longform'
  const words = wordsIn(matter.text || matter.html.replace(/<[^>]*>/g, ' '))
  if (documentSection.test(section) || (documentTitle.test(title) && (matter.attachments.length > 0 || words < 400)))
    return 'document'
  if (matter.videos.length > 0 && words < 120) return 'video'
  if (matter.images.length >= 5 && words < matter.images.length * 40) return 'photos'
  return words > 2500 ? 'longform' : 'news'
}

/** Only what says so itself: an ordinary item under "Phòng chống thiên tai" must not be announced as an emergency. */
const urgentSection = /thong bao khan|tin khan|khan cap/
const urgentTitle =
  /\b(hoa toc|thuong khan|thong bao khan|canh bao khan|cong dien khan|tin khan|khan cap:)|^\W*khan\s*[:!–-]/
const photoTitle = /^\W*(chum anh|anh|phong su anh|infoto)\s*[:\])-]|chum anh[:\s]/
const documentSection = /^(van ban|he thong van ban|cong bao|quyet dinh|nghi quyet|cong van|chi thi)/
/** Type and number as Decree 30/2020/NĐ-CP writes them: `Nghị quyết số 18/NQ-HĐND`. */
const documentTitle =
  /^\W*(nghi quyet|quyet dinh|chi thi|ke hoach|thong bao|cong van|cong dien|to trinh|bao cao|huong dan|thong tu|nghi dinh|luat|quy che|quy dinh)\b.{0,20}\b\d{1,5}(\/\d{4})?\/[a-z]/

const wordsIn = (text: string) => text.split(/\s+/).length
