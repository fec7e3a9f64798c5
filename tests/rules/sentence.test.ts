import { expect, test } from 'vitest'
import { conditionsOf, decidedBy, sentenceOf } from '../../src/rules/sentence.ts'
import { specShape } from '../../src/rules/spec.ts'
import { wordsIn } from '../../src/words/index.ts'

const w = wordsIn('vi')
const names = {
  units: [{ id: 3, name: 'Sở Y tế' }],
  sources: [],
  channels: [
    { id: 1, name: 'Cổng tỉnh (Facebook)' },
    { id: 2, name: 'Cổng tỉnh (Zalo)' },
  ],
}

test('whoever approves a rule reads all that it says', () => {
  const spec = specShape.parse({
    when: { units: [3], kinds: ['document'], languages: ['en', 'vi-VN'], words: ['học phí'], tones: 'kept' },
    channels: [
      { channel: 1, perDay: 5, priority: 2, template: { closing: 'Theo Cổng tỉnh' } },
      { channel: 2, options: { hidden: true } },
    ],
    mode: 'automatic',
    quiet: { from: '21:00', until: '06:00', exceptUrgent: false },
    staleAfterHours: 24,
  })
  expect(sentenceOf(w, spec, names)).toBe(
    'Khi có tin mới (đơn vị Sở Y tế; loại văn bản; viết bằng Tiếng Anh, Tiếng Việt (Việt Nam); có một trong các chữ: học phí), tạo bài cho Cổng tỉnh (Facebook), Cổng tỉnh (Zalo), tự đăng không cần người duyệt.',
  )
  expect(conditionsOf(w, spec, names)).toEqual([
    'Chữ phải đúng dấu.',
    'Chờ video của tin nhiều nhất 30 phút.',
    'Không đăng trong khoảng 21:00–06:00, kể cả tin khẩn.',
    'Tin cũ hơn 24 giờ không tự đăng.',
    'Cổng tỉnh (Facebook): nhiều nhất 5 bài mỗi ngày.',
    'Cổng tỉnh (Facebook): mức ưu tiên 2.',
    'Cổng tỉnh (Facebook) có thiết lập riêng: closing: Theo Cổng tỉnh.',
    'Cổng tỉnh (Zalo) có thiết lập riêng: hidden: true.',
  ])
})

test('what let an item out is said in words, never by a number or a code', () => {
  const item = { id: 1, title: '', is: 'excluded' } as const
  expect(decidedBy(w, { ...item, slot: 'kinds', by: 'document' }, names)).toBe('Quyết định bởi: loại tin (văn bản).')
  expect(decidedBy(w, { ...item, slot: 'units', by: '3' }, names)).toBe('Quyết định bởi: đơn vị (Sở Y tế).')
  expect(decidedBy(w, { ...item, slot: 'units', by: '9' }, names)).toBe('Quyết định bởi: đơn vị.')
  expect(decidedBy(w, { ...item, slot: 'languages', by: 'en' }, names)).toBe('Quyết định bởi: ngôn ngữ (Tiếng Anh).')
})

test('a language code that nobody has a name for stays itself, and the page of the rule stands', () => {
  const when = { languages: ['zh-yue', 'vi'] }
  const spec = specShape.parse({ when, channels: [{ channel: 1 }], mode: 'held' })
  expect(sentenceOf(w, spec, names)).toContain('zh-yue, Tiếng Việt')
})
