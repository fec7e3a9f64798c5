import { describe, expect, test } from 'vitest'
import { decode } from '../../../adapters/portals/decode.ts'
import { readers } from '../../../adapters/portals/index.ts'
import { findDoubt } from '../../../src/kit/doubt.ts'
import { tidy } from '../../../src/kit/text.ts'
import { vni, ways } from './oldLetters.ts'

const texts = {
  'a paragraph':
    'Ủy ban nhân dân tỉnh Đắk Lắk tổ chức hội nghị trực tuyến về chuyển đổi số, có đại diện các sở, ngành và toàn bộ các xã, phường trong tỉnh tham dự. Các đơn vị khẩn trương rà soát, bổ sung kế hoạch ứng phó với bão số 9, bảo đảm an toàn tính mạng, tài sản của nhân dân; kiểm tra hồ đập, di dời các hộ dân ở vùng trũng thấp.',
  'a headline': 'Thông báo tuyển dụng viên chức năm 2026',
  'a headline in capitals': 'THÔNG BÁO VỀ VIỆC TUYỂN DỤNG VIÊN CHỨC NĂM 2026',
}
const labels = [null, 'utf-8', 'iso-8859-1', 'windows-1252', 'windows-1258', 'x-viet-tcvn', 'viscii']

function pageOf(words: Buffer, label: string | null): Uint8Array {
  const meta = label === null ? '' : `<meta charset="${label}">`
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(`<html><head>${meta}<title>`),
      words,
      Buffer.from('</title></head><body><p>'),
      words,
      Buffer.from('</p></body></html>'),
    ]),
  )
}

describe('letters of before Unicode come out right or in doubt, never silently wrong', () => {
  for (const [way, write] of Object.entries(ways))
    for (const [what, text] of Object.entries(texts))
      test(`${what}: ${way}, under any label in page or header`, () => {
        for (const label of labels)
          for (const inHeader of [false, true]) {
            const got = decode(
              pageOf(write(text), inHeader ? null : label),
              inHeader && label ? `text/html; charset=${label}` : null,
            )
            const title = tidy(/<title>([\s\S]*?)<\/title>/.exec(got.text)?.[1] ?? '')
            const isFlagged =
              got.warnings.includes('encoding.legacy_text') || findDoubt({ title, text: title }) !== null
            if (title !== text) expect(isFlagged, `${label} ${inHeader}: ${title}`).toBe(true)
          }
      })

  test('what only a better table reads is read by it', () => {
    for (const way of ['bytes of TCVN3', 'bytes of VISCII', 'bytes of windows-1258', 'VISCII saved as UTF-8']) {
      const got = decode(pageOf(ways[way]?.(texts['a paragraph']) ?? Buffer.of(), 'windows-1252'), null)
      expect(got.text.normalize('NFC'), way).toContain(texts['a paragraph'])
      expect(got.warnings, way).toContain('encoding.legacy_text')
    }
  })

  test('text of other languages stays as it is', () => {
    const all = [
      'Le préfet a présenté à l’Assemblée générale le projet de réaménagement du marché, où les commerçants étaient déjà très inquiets.',
      'Die Bürgermeisterin eröffnete am Samstag die größte Ausstellung über Möbel und Geräte für Schüler in der Fußgängerzone.',
      'El alcalde inauguró ayer la exposición más grande de la región, según informó el señor Núñez a la televisión pública.',
    ]
    for (const text of all) {
      const got = decode(pageOf(Buffer.from(text), 'utf-8'), null)
      expect(got.warnings, text).toEqual([])
      expect(got.text).toContain(text)
      expect(decode(pageOf(Buffer.from(text.replaceAll('’', "'"), 'latin1'), 'iso-8859-1'), null).warnings).toEqual([])
    }
  })
})

test('every row of a list in old letters says so', () => {
  const items = [1, 2, 3].map(n => `<item><title>${vni(texts['a paragraph'])} ${n}</title><link>/${n}</link></item>`)
  const got = readers.feed(Buffer.from(`<rss><channel><title>Tin</title>${items.join('')}</channel></rss>`), {
    baseUrl: 'https://xa.example/rss',
  })
  expect(got.is === 'read' && got.value.entries.map(({ doubt }) => doubt)).toEqual(Array(3).fill('legacy_text'))
})
