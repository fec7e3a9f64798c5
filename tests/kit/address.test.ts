import { expect, test } from 'vitest'
import { canonicalAddress, cleanAddress, isEndless } from '../../src/kit/address.ts'

const a = 'https://xa.example/tin/bai-1.html'

test.each([
  ['http://xa.example/tin/bai-1.html', a],
  ['https://www.xa.example:443/tin//bai-1.html/#top', a],
  ['https://XA.example/tin/bai-1.html;jsessionid=8A3F.node2?utm_source=rss&fbclid=x', a],
  ['https://xa.example/B%C3%A0i-vi%E1%BA%BFt', 'https://xa.example/Bài-viết'],
  ['https://xa.example/Ba\u0300i-vie\u0302\u0301t/', 'https://xa.example/Bài-viết'],
  ['https://xa.example/tin?b=2&a=1', 'https://xa.example/tin?a=1&b=2'],
  ['https://xa.example/Default.aspx?tabid=5', 'https://xa.example/?tabid=5'],
  ['https://xa.example/#/tin/12', 'https://xa.example#/tin/12'],
])('%s is %s', (url, same) => {
  expect(canonicalAddress(url)).toBe(canonicalAddress(same))
  expect(canonicalAddress(url)).not.toBeNull()
})

test.each([
  ['https://xa.example/?pageid=1&docid=2', 'https://xa.example/?pageid=1&docid=3'],
  ['https://xa.example/Tin?ID=1', 'https://xa.example/tin?ID=1'],
  ['https://xa.example:8080/tin', 'https://xa.example/tin'],
  ['https://xa.example/#/tin/12', 'https://xa.example/#/tin/13'],
  ['https://xa.example/en/tin', 'https://xa.example/tin'],
])('%s is not %s', (one, other) => {
  expect(canonicalAddress(one)).not.toBe(canonicalAddress(other))
})

test('what a site is configured with: parameters, hosts, languages, case', () => {
  const rules = {
    dropParams: ['redirect', 'p_p_*', '_*_cur'],
    hosts: [['xa.example', 'ubnd.xa.example']],
    frames: ['en', 'vi_vn'],
    caseless: true,
  }
  for (const url of [
    'https://xa.example/tin?id=1',
    'https://www.ubnd.xa.example/en/TIN?ID=1&redirect=%2Fweb&p_p_id=101&_101_INSTANCE_x_cur=2',
    'https://xa.example/vi-VN/tin?id=1',
  ])
    expect(canonicalAddress(url, rules), url).toBe('https://xa.example/tin?id=1')
})

test.each(['https://xa.example/', 'https://xa.example/index.php', 'mailto:a@xa.example', 'không phải địa chỉ', ''])(
  '%j names no item',
  url => {
    expect(canonicalAddress(url)).toBeNull()
  },
)

test.each([
  'https://so.example/tin/-/view_content/12-a.html/en',
  'https://so.example/tin/-/view_content/12-a.html/en/vi/en',
  'https://so.example/lich/thang/lich/thang/lich/thang',
  `https://so.example/${'a/b'.repeat(2000)}`,
])('%s leads on for ever', url => {
  expect(isEndless(url)).toBe(true)
  expect(canonicalAddress(url)).toBeNull()
})

test('an ordinary address ends', () => {
  for (const url of [a, 'https://so.example/en/tin/a-12.html', 'https://so.example/vn/tin-tuc/12/70/a.aspx?lang=vi'])
    expect(isEndless(url)).toBe(false)
})

test('an address to fetch keeps what the server needs, as it was written', () => {
  expect(cleanAddress('https://so.example/tin%20moi;jsessionid=AB?b=1&redirect=%2Fx&a=c%20d#top', ['redirect'])).toBe(
    'https://so.example/tin%20moi?b=1&a=c+d',
  )
  expect(cleanAddress('http://so.example/a?q=c%20d&p_p_id=101#!/x')).toBe('http://so.example/a?q=c%20d&p_p_id=101#!/x')
})
