import { after, before, holdsPost, sentenceAround } from './company.ts'
import type { Hit } from './finding.ts'

export function findPeople(whole: string, thisYear: number): Hit[] {
  return [...home(whole), ...birth(whole), ...minors(whole, thisYear), ...health(whole)]
}

/** "Đăng ký thường trú" is a procedure and "đại diện thường trú" an office; a home has a place after it. */
const dwelling =
  /(?<!\p{L})(?<!(?:đăng ký|phóng viên|đại diện|phái đoàn|cơ quan)\s+)(?:(?:(?<!(?:thường|tạm|cư)\s)trú|ngụ|cư trú|nơi ở|thường trú|tạm trú|nhà riêng|HKTT|hộ khẩu thường trú)\s*(?:tại|ở|:)|HKTT)\s*([^\n.;)]{3,80})/giu
const door =
  /số nhà|(?<!\p{L})(?:ngõ|ngách|hẻm|kiệt|căn hộ|chung cư|nhà số)(?!\p{L})|^\s*(?:số\s+)?\d{1,4}[A-Za-z]?(?:\/\d{1,4})*,?\s+(?:đường|phố|Đường|Phố|\p{Lu})/u

function home(whole: string): Hit[] {
  return [...whole.matchAll(dwelling)].flatMap<Hit>(found => {
    const place = found[1] ?? ''
    if (door.test(place)) return [{ rule: 'P12', verdict: 'block', words: place.trim() }]
    // A place of people begins with its kind or a name; "trú tại chỗ", "tạm trú tại địa phương" say nothing of anyone.
    return /^\s*(?:thôn|bản|xã|phường|tổ|khu|ấp|xóm|buôn|làng|tỉnh|thành phố|TP)(?!\p{L})|^\s*\p{Lu}/u.test(place)
      ? [{ rule: 'P12', verdict: 'warn', words: place.trim() }]
      : []
  })
}

const born =
  /(?<!\p{L})(?:sinh ngày|ngày sinh|ngày, tháng, năm sinh|SN)\s*:?\s*(\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})/giu

function birth(whole: string): Hit[] {
  return [...whole.matchAll(born)].flatMap<Hit>(found =>
    holdsPost(before(whole, found.index, 90)) ? [] : [{ rule: 'P13', verdict: 'warn', words: found[1] ?? '' }],
  )
}

const name = "\\p{Lu}[\\p{Ll}\\p{M}']*(?:\\s+\\p{Lu}[\\p{Ll}\\p{M}']*){1,4}"
const child = new RegExp(
  `(?<!\\p{L})(?:[Cc]háu|[Bb]é|[Ee]m|[Hh]ọc sinh)(?:\\s+(?:bé|trai|gái))?\\s+(?:(${name})|((?:\\p{Lu}\\.\\s?){2,4}))`,
  'gu',
)
const bornIn = new RegExp(`(${name})\\s*[,(]\\s*(?:SN|sinh năm|sinh)\\s*:?\\s*((?:19|20)\\d{2})`, 'gu')
const harm =
  /xâm hại|hiếp|dâm ô|bạo lực|bạo hành|đánh đập|đuối nước|tử vong|thiệt mạng|nạn nhân|bị hại|tai nạn|mất tích|tự tử|tự sát|bắt cóc|mua bán người|bỏ rơi|có thai|lạm dụng|bị bắt nạt|mắc bệnh|ung thư|HIV/iu
/** "Học sinh Trường …", "học sinh Việt Nam": a body or a country after the word is nobody's name. */
const nobody =
  /^(?:Trường|Tiểu|Trung|Lớp|Khối|Đội|Việt Nam|Khmer|Mông|Dao|Tày|Nùng|Thái|Đoàn|Câu|Học|Sở|Phòng|Quốc|Đại|Giỏi|Nghèo)(?!\p{L})/u
const surnames = new Set(
  (
    'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm Phùng Mai Tô Hà Tạ ' +
    'Cao Chu Thái Lưu Tống Quách Lương Kiều Nông Hứa Ma La Vi Lò Lường Quàng Cà Tòng Bạc Cầm Đèo Giàng Vàng Sùng Thào Mùa Hạng Má Cứ ' +
    'Lù Lầu Tẩn Chảo Phàn Bàn Triệu Chang Hờ Tráng Ly Xồng Vừ Già Cháng Thạch Sơn Kim Danh Châu Y Hơ Siu Ksor Rơ Kpă Rah Đinh Bríu Zơrâm'
  ).split(' '),
)
const provinces =
  /^(?:Hà Nội|Hà Giang|Hà Nam|Hà Tĩnh|Cao Bằng|Lâm Đồng|Thái Nguyên|Thái Bình|Sơn La|Lào Cai|Lai Châu|Vĩnh Long|Kiên Giang)/u

/** Law 91/2025/QH15 Art. 24: the private life of a child needs the child's and the guardian's consent. */
function minors(whole: string, thisYear: number): Hit[] {
  const hits: Hit[] = []
  for (const found of whole.matchAll(child)) {
    const called = found[1] ?? found[2] ?? ''
    if (nobody.test(called) || provinces.test(called)) continue
    const harmed = harm.test(sentenceAround(whole, found.index))
    if (found[2]) {
      if (harmed) hits.push({ rule: 'P14', verdict: 'warn', words: called.trim() })
    } else if (harmed) hits.push({ rule: 'P14', verdict: 'block', words: called })
    else if (surnames.has(called.split(/\s+/)[0] ?? '')) hits.push({ rule: 'P14', verdict: 'warn', words: called })
  }
  for (const found of whole.matchAll(bornIn)) {
    if (thisYear - Number(found[2]) >= 16 || !surnames.has((found[1] ?? '').split(/\s+/)[0] ?? '')) continue
    const harmed = harm.test(sentenceAround(whole, found.index))
    hits.push({ rule: 'P14', verdict: harmed ? 'block' : 'warn', words: found[1] ?? '' })
  }
  return hits
}

const patient = new RegExp(
  `(?<!\\p{L})(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ|[Bb]ệnh nhân)\\s+(${name})`,
  'gu',
)
const illness =
  /dương tính|nghiện|mắc (?:bệnh|ung thư|HIV|lao|cúm|COVID)|bị (?:bệnh|ung thư|tâm thần|đột quỵ|tai biến|nhiễm)|nhiễm HIV|ung thư|tâm thần|bệnh án|đang điều trị|nhập viện|hôn mê|suy thận|chạy thận/iu

/** Health is a sensitive datum (Decree 356/2025/NĐ-CP Art. 4). A director who speaks of patients is not one. */
function health(whole: string): Hit[] {
  return [...whole.matchAll(patient)].flatMap<Hit>(found => {
    const rest = after(whole, found.index + found[0].length, 110)
    const end = rest.search(/[.;!?](?=\s|$)|\n/)
    const said = end < 0 ? rest : rest.slice(0, end)
    if (!illness.test(said) || holdsPost(said) || holdsPost(before(whole, found.index, 40))) return []
    return [{ rule: 'P15', verdict: 'block', words: found[1] ?? '' }]
  })
}
