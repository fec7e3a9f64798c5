import type { Hit } from './finding.ts'
import { normal } from './normal.ts'

/**
 * Marks that only papers holding a state secret carry: stamps, labels, numbers (Law 117/2025/QH15; the stamps of
 * Circular 24/2020/TT-BCA, form 02). The words themselves stand in honest news every day (mật ong, bí mật, mật khẩu), so
 * every rule wants the mark's place or company. Nothing here proves that a text is free of secrets.
 */
export function findSecrecy(text: string, where: 'text' | 'pdf' = 'text'): Hit[] {
  return normal(text)
    .split('\n')
    .flatMap(line => (mayHold.test(line) ? readLine(line, where) : []))
}

/** Of a file's name, where `mật`, `mặt` and `mát` share one slug: never more than a warning. */
export function findSecrecyInName(name: string): Hit[] {
  const found = fileName.exec(normal(name).trim())
  return found ? [{ rule: 'S10', verdict: 'warn', words: found[0] }] : []
}

/** One cheap look decides for nearly every line of a portal. */
const mayHold = /m\s*[âậặa]\s*t|NỘI BỘ|TRẢ LẠI|PHỔ BIẾN|SAO CHỤP|BÓC BÌ|THU HỒI/iu

const level = '(?:TUYỆT\\s*MẬT|TỐI\\s*MẬT|MẬT)'
const anyLevel = '(?:tuyệt\\s+mật|tối\\s+mật|mật)'
/** Second halves of ordinary words: mật mã, mật độ, mật ong. */
const ordinary = '(?!\\s*(?:khẩu|mã|độ|ong|thiết|mía|vụ|danh|thư|nghị|báo|tông|ngọt|lệnh)(?!\\p{L}))'
const paper = 'tài liệu|văn bản|công văn|báo cáo|hồ sơ|kế hoạch'

const frame = /^[\s[\](){}|*_"“”'.:;=+-]+|[\s[\](){}|*_"“”'.:;=+-]+$/g
const stamp = /^(?:T\s*U\s*Y\s*Ệ\s*T\s*M\s*Ậ\s*T|T\s*Ố\s*I\s*M\s*Ậ\s*T|M\s*Ậ\s*T)$/u
const scanned = /^(?:TUY[EÊỆẸ]T\s*M[AÂẶẬ]T|T[OÔÓỐ]I\s*M[AÂẶẬ]T|M[ÂẶA]T)$/u
const label = new RegExp(`(?:độ|đóng dấu)\\s*mật\\s*(:?)\\s*[“"(]?\\s*${anyLevel}(?!\\p{L})${ordinary}`, 'iu')
const ofLaw = /luật|nghị định|thông tư|quy định|phân loại|thuộc phạm vi|tập huấn|tuyên truyền|bí mật nhà nước/iu
const number = new RegExp(
  `(?<!\\d)\\d{1,5}(?:/\\d{4})?/[A-ZĐ][\\p{L}0-9]{0,19}(?:-[\\p{L}0-9&]{1,19}){0,5}?\\s*(?:\\(\\s*${level}\\s*\\)|-\\s*${level}(?!\\p{L}))`,
  'u',
)
const onStamps =
  /THỜI HẠN BẢO VỆ BÍ MẬT NHÀ NƯỚC|BẢN SAO BÍ MẬT NHÀ NƯỚC|CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ|TÀI LIỆU THU HỒI|GIA HẠN THỜI HẠN BẢO VỆ|^\s*Thời hạn bảo vệ bí mật nhà nước\s*:|^\s*(?:GIẢI MẬT|GIẢM ĐỘ MẬT|TĂNG ĐỘ MẬT)\s*(?:Từ|$)/u
const heading = new RegExp(
  `(?:TÀI LIỆU|VĂN BẢN|HỒ SƠ|BÁO CÁO|KẾ HOẠCH|CÔNG VĂN)\\s*\\(?\\s*${level}(?![\\s\\p{L}]*\\p{L})\\s*\\)?|\\(\\s*${level}\\s*\\)`,
  'u',
)
const inSentence = /(?:TUYỆT|TỐI)\s+MẬT(?!\p{L})/u
const quoted = new RegExp(`dấu\\s+(?:chỉ\\s+)?(?:độ\\s+)?(?:mật\\s+)?[“"']\\s*${anyLevel}\\s*[”"']`, 'iu')
const circulation = /LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI|KHÔNG PHỔ BIẾN|TÀI LIỆU NỘI BỘ|KHÔNG SAO CHỤP/u
const typed = new RegExp(`(?:${paper})\\s+${anyLevel}(?!\\p{L})${ordinary}|\\(\\s*${anyLevel}\\s*\\)`, 'iu')
const fileName =
  /(?:^|[^a-z])(?:tuyet[-_ .]?mat|toi[-_ .]?mat)(?:[^a-z]|$)|[([]\s*(?:mat|mật)\s*[)\]]|(?:tuyệt|tối)[-_ .]?mật|[-_ ]mật(?:\.[a-z0-9]+)?$/iu

function readLine(line: string, where: 'text' | 'pdf'): Hit[] {
  const bare = line.length < 120 ? line.replace(frame, '') : ''
  if (stamp.test(bare)) return [{ rule: 'S1', verdict: 'block', words: bare }]
  if (where === 'pdf' && scanned.test(bare)) return [{ rule: 'S9', verdict: 'warn', words: bare }]
  const hits: Hit[] = []
  const add = (rule: string, verdict: 'warn' | 'block', found: RegExpExecArray | null) => {
    if (found) hits.push({ rule, verdict, words: found[0].trim() })
  }
  const labelled = label.exec(line)
  // A long line that explains the law, or names the level without a colon, is for a person to read.
  const explains = line.length > 60 && (ofLaw.test(line) || labelled?.[1] === '')
  add('S2', explains ? 'warn' : 'block', labelled)
  add('S3', 'block', number.exec(line))
  add('S4', 'block', onStamps.exec(line))
  add('S5', 'block', heading.exec(line))
  if (hits.length === 0) add('S6', 'warn', inSentence.exec(line) ?? quoted.exec(line))
  add('S7', 'warn', circulation.exec(line))
  if (hits.length === 0) add('S8', 'warn', typed.exec(line))
  return hits
}
