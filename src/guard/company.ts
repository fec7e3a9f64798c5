/** The company a number or a name keeps decides whose it is. JavaScript's `\b` is ASCII, so ends of words are spelt out. */

const word = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu')

const office = word(
  'đường dây nóng|hotline|tổng đài|trực ban|văn phòng|ubnd|hđnd|ủy ban|uỷ ban|sở|phòng|ban|chi cục|cục|trung tâm|bộ phận|cơ quan|công an|' +
    'quỹ|hội|kho bạc|công ty|doanh nghiệp|hợp tác xã|htx|trường|bệnh viện|trạm y tế|đài|báo|tòa soạn|ban biên tập|mặt trận|đoàn',
)
const post = word(
  'chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|bí thư|phó bí thư|trưởng phòng|phó trưởng phòng|trưởng ban|phó trưởng ban|chánh văn phòng|' +
    'chánh thanh tra|chuyên viên|cán bộ|bộ trưởng|thứ trưởng|hiệu trưởng|đại biểu|ủy viên|uỷ viên|người phát ngôn|bác sĩ|bác sỹ|đại tá|' +
    'thượng tá|trung tá|thiếu tá|đầu mối|phụ trách',
)

export const organisation = word(
  'quỹ|ủy ban|uỷ ban|ubnd|mặt trận|kho bạc|sở|công ty|hội|hợp tác xã|trường|bệnh viện|văn phòng|trung tâm|đoàn|ban chỉ đạo|ban vận động|cục|chi cục',
)

export const keepsOffice = (text: string) => office.test(text) || post.test(text)
export const holdsPost = (text: string) => post.test(text)

/** Honorific and a name of at least two words, each beginning with a capital. No `i` flag: with it `\p{Lu}` is anything. */
export const namedPerson =
  /(?<!\p{L})(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ|[Bb]ệnh nhân|[Bb]ị cáo|[Bb]ị can)\s+\p{Lu}[\p{Ll}\p{M}']*(?:\s+\p{Lu}[\p{Ll}\p{M}']*)+/u

export const before = (text: string, at: number, most: number) => text.slice(Math.max(0, at - most), at)
export const after = (text: string, at: number, most: number) => text.slice(at, at + most)

/** From the last end of a sentence before `at` to the next one after it, no farther than `most` either way. */
export function sentenceAround(text: string, at: number, most = 200): string {
  const head = before(text, at, most)
  const tail = after(text, at, most)
  const end = tail.search(sentenceEnd)
  const begin = [...head.matchAll(allEnds)].at(-1)?.index ?? -1
  return head.slice(begin + 1) + (end < 0 ? tail : tail.slice(0, end))
}

/** The point after an initial (N.T.B.) ends nothing. */
const sentenceEnd = /(?<!\p{Lu})[.;](?=\s)|\n/u
const allEnds = new RegExp(sentenceEnd, 'gu')
