import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mask, verdictOf } from '../../src/guard/finding.ts'
import { inspect } from '../../src/guard/inspect.ts'

const rules = (text: string) => inspect({ text }, 2026).map(finding => `${finding.rule} ${finding.verdict}`)

test('numbers are shown by their ends, words by their first letters', () => {
  expect(mask('010085001234')).toBe('0100******34')
  expect(mask('010 085 001 234')).toBe('0100******34')
  expect(mask('TỐI MẬT')).toBe('T•• M••')
  expect(mask('Nguyễn Thị Bích')).toBe('N••••• T•• B•••')
})

test('a list of a hundred citizens is one finding with a count and three masked numbers', () => {
  const text = Array.from({ length: 100 }, (_, at) => `${at + 1}. CCCD 0100850${String(10_000 + at)}`).join('\n')
  const [only, ...more] = inspect({ text }, 2026)
  expect(more).toEqual([])
  expect(only).toMatchObject({ rule: 'P1', verdict: 'block', part: 'text', count: 100 })
  expect(only?.masked).toHaveLength(3)
})

test('what is found never leaves the guard unmasked', () => {
  const given = {
    title: 'TÀI LIỆU MẬT',
    text: 'Ông Nguyễn Văn An, CCCD 010085001234, ĐT 0912345678, trú tại số nhà 25, ngõ 12',
    files: ['TOI-MAT-010085001234.pdf'],
  }
  const found = inspect(given, 2026)
  expect([...new Set(found.map(finding => finding.part))]).toEqual(['title', 'text', 'file'])
  const shown = JSON.stringify(found)
  for (const secret of ['010085001234', '0912345678', 'Nguyễn', 'MẬT', 'ngõ']) expect(shown).not.toContain(secret)
})

test('a stamp is seen through a paragraph a line, whatever stands around it', () => {
  expect(rules('UBND TỈNH\nSố: 15/KH-UBND\nMẬT\nKẾ HOẠCH')).toEqual(['S1 block'])
  expect(rules('TÀI LIỆU MẬT\nVề việc bố trí lực lượng')).toEqual(['S5 block'])
  expect(rules('PHÁT HIỆN TÀI LIỆU MẬT BỊ RAO BÁN')).toEqual(['S8 warn'])
  expect(rules('MẬT ONG BẠC HÀ\nMẬT ĐỘ DÂN SỐ\nBÍ MẬT NHÀ NƯỚC')).toEqual([])
})

test('ordinary news of a portal passes', () => {
  const ordinary = [
    'Học sinh Lào Cai giành 5 giải Nhất; học sinh Trường Tiểu học Kim Đồng dự lễ.',
    'Phóng viên thường trú tại Hà Nội đưa tin; người dân đăng ký thường trú tại Công an xã.',
    'Ông Trần Văn Minh, Giám đốc Bệnh viện, cho biết 15 ca đang điều trị.',
    'Thu ngân sách 012.345.678.901 đồng; mã thủ tục 1.004082.000.00.00.H32; TCVN 14423:2026.',
    'Nghị quyết số 18/2026/NQ-HĐND ngày 12/10/2026 quy định mức 1.250.000 đồng/người/tháng.',
    'Tập huấn bảo vệ bí mật nhà nước, an ninh mạng; đổi mật khẩu định kỳ.',
  ]
  for (const text of ordinary) expect(rules(text), text).toEqual([])
})

test('a number of twelve digits is a citizen only when birth place, century and year can be true', () => {
  expect(rules('Mã 010085001234 trong danh sách')).toEqual(['P1 block'])
  expect(rules('Mã 010385001234 trong danh sách'), 'born in 2085').toEqual([])
  expect(rules('Mã 003085001234 trong danh sách'), 'no such place').toEqual([])
  expect(rules('CCCD 003085001234'), 'but beside the words any twelve digits are').toEqual(['P1 block'])
})

test('any text is answered, and a stamp put on a line of its own is always found', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (above, below) => {
      expect(verdictOf(inspect({ text: `${above}\nTỐI MẬT\n${below}` }, 2026))).toBe('block')
    }),
  )
})
