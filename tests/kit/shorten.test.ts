import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shorten } from '../../src/kit/shorten.ts'
import { count } from '../../src/kit/text.ts'

test('a sentence that ends near the limit ends the text, without dots', () => {
  const text = 'Hội đồng nhân dân tỉnh họp kỳ thứ ba. Kỳ họp thông qua mười hai nghị quyết về kinh tế.'
  expect(shorten(text, 50, 'utf16')).toBe('Hội đồng nhân dân tỉnh họp kỳ thứ ba.')
})

test('no document number, date, article or figure is torn', () => {
  const cases: [text: string, torn: string][] = [
    ['Tỉnh ban hành chính sách mới theo Nghị quyết số 18/NQ-HĐND về hỗ trợ học phí', 'Nghị quyết số 18/NQ-HĐND'],
    ['Lễ kỷ niệm sẽ được tổ chức trọng thể vào ngày 02 tháng 9 năm 2026 tại quảng trường', 'ngày 02 tháng 9 năm 2026'],
    ['Các hộ được hỗ trợ kinh phí di dời theo quy định tại khoản 3 Điều 12 của nghị định', 'Điều 12'],
    ['Tổng vốn đầu tư của dự án đường ven biển là 1.250,5 tỷ đồng từ ngân sách tỉnh', '1.250,5 tỷ đồng'],
    ['Đoàn công tác đã đến làm việc với lãnh đạo TP. Hồ Chí Minh về liên kết vùng', 'TP. Hồ Chí Minh'],
  ]
  for (const [text, torn] of cases) {
    for (let max = 12; max < text.length; max++) {
      const short = shorten(text, max, 'utf16')
      if (short.includes(torn) || short === '') continue
      const words = torn.split(' ')
      for (let taken = words.length - 1; taken > 0; taken--) {
        const beginning = words.slice(0, taken).join(' ')
        expect(short.replace(/…$/, '').endsWith(` ${beginning}`), `${max}: ${short}`).toBe(false)
      }
    }
  }
})

test('a full stop inside a name or a figure ends no sentence', () => {
  const text = 'Ngày mai Chủ tịch UBND TP. Hồ Chí Minh tiếp công dân định kỳ tại trụ sở ở quận trung tâm'
  expect(shorten(text, 30, 'utf16')).toBe('Ngày mai Chủ tịch UBND…')
})

test('the result fits and is a beginning of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.integer({ min: 1, max: 60 }), (text, max) => {
      const short = shorten(text, max, 'utf16')
      expect(count(short, 'utf16')).toBeLessThanOrEqual(max)
      const whole = text.normalize('NFC')
      expect(whole.startsWith(short) || whole.startsWith(short.replace(/…$/, ''))).toBe(true)
    }),
  )
})
