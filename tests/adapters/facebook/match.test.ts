import { expect, test } from 'vitest'
import type { Post } from '../../../adapters/facebook/calls.ts'
import { compareWords, likeness, type Wanted } from '../../../adapters/facebook/match.ts'
import { linkPost, photoPost } from './builders.ts'
import { APP, NOW } from './script.ts'

const wanted: Wanted = { content: linkPost(), photos: [], app: APP.id, since: new Date(NOW.getTime() - 120_000) }
const link = linkPost().link ?? ''
const linked = (url: string) => ({ data: [{ unshimmed_url: url }] })
const post = (given: Partial<Post> = {}): Post => ({
  id: '1_2',
  created_time: NOW,
  message: linkPost().text,
  application: { id: APP.id },
  attachments: linked(link),
  ...given,
})

test.each<[string, Partial<Post>, string]>([
  ['the very post', {}, 'exact'],
  ['by another app', { application: { id: '9' } }, 'other'],
  ['by a person', { application: undefined }, 'other'],
  ['older than the attempt', { created_time: new Date(NOW.getTime() - 121_000) }, 'other'],
  ['a little older than our clock says', { created_time: new Date(NOW.getTime() - 119_000) }, 'exact'],
  ['not published', { is_published: false }, 'other'],
  [
    'the same link behind Facebook’s redirect',
    {
      attachments: {
        data: [{ url: `https://l.facebook.com/l.php?u=${encodeURIComponent(`${link}?fbclid=1`)}&h=AT0` }],
      },
    },
    'exact',
  ],
  ['the same link with a trailing slash', { attachments: linked(`${link}/`) }, 'exact'],
  ['line ends changed and white space trimmed', { message: `${linkPost().text.replace(/\n/g, '\r\n')}  ` }, 'exact'],
  ['decomposed letters', { message: linkPost().text.normalize('NFD') }, 'exact'],
  ['shortened', { message: linkPost().text.slice(0, -8) }, 'exact'],
  ['without words', { message: undefined }, 'exact'],
  [
    'the address the page calls its own, with the same words',
    { attachments: linked('https://www.phuoclong.example.gov.vn/a') },
    'same',
  ],
  ['no attachment and the same words', { attachments: undefined }, 'same'],
  ['no attachment and other words', { attachments: undefined, message: 'Tin khác' }, 'other'],
  ['the same link under quite other words', { message: 'Đính chính: lễ khởi công lùi sang ngày mai' }, 'alike'],
])('%s', (_, given, expected) => {
  expect(likeness(post(given), wanted)).toBe(expected)
})

test('a picture of ours decides, among others and whatever the words', () => {
  const album: Wanted = { ...wanted, content: photoPost({ form: 'album' }), photos: ['900', '901'] }
  const attachments = { data: [{ subattachments: { data: [{ target: { id: '899' } }, { target: { id: 901 } }] } }] }
  expect(likeness(post({ message: 'x', attachments }), album)).toBe('exact')
  expect(
    likeness(post({ message: 'x', attachments: { data: [{ target: { id: '1221000000000000013' } }] } }), album),
  ).toBe('other')
  expect(likeness(post({ message: photoPost().text, attachments: undefined }), album)).toBe('same')
})

test('a text without words matches nothing by its words', () => {
  const bare: Wanted = { ...wanted, content: photoPost({ text: ' ' }) }
  expect(likeness(post({ message: undefined, attachments: undefined }), bare)).toBe('other')
})

test('words are compared by letters, figures and signs in their order', () => {
  expect(compareWords('Giá 1.250 đồng!', 'Giá  1.250 đồng')).toBe('equal')
  expect(compareWords('Giá 1.250 đồng', 'Giá 1.251 đồng')).toBe('different')
  expect(compareWords('Khai hội 🎉', 'Khai hội')).toBe('akin')
  expect(compareWords('Thông báo lịch tiếp dân', 'Thông')).toBe('different')
})
