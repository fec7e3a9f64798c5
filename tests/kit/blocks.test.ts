import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paragraphsOf, readBlocks } from '../../src/kit/blocks.ts'

test('headings, paragraphs, quotes and lists come in their order, without markup', () => {
  const html = `<div><h2>Nội dung <b>chính</b></h2><p>Đoạn&nbsp;<i>một</i>,<br>dòng hai.</p><p> </p>
    <blockquote><p>Lời nói</p></blockquote><ul><li>Một<ul><li>Một a</li></ul></li><li>Hai</li></ul>
    <h4>Nhỏ</h4>lời trần<p>Kết</p><script>alert(1)</script></div>`
  expect(readBlocks(html)).toEqual([
    { is: 'heading', level: 2, text: 'Nội dung chính' },
    { is: 'paragraph', text: 'Đoạn một,\ndòng hai.' },
    { is: 'quote', text: 'Lời nói' },
    { is: 'list', ordered: false, items: ['Một', 'Một a', 'Hai'] },
    { is: 'heading', level: 4, text: 'Nhỏ' },
    { is: 'paragraph', text: 'lời trần' },
    { is: 'paragraph', text: 'Kết' },
  ])
})

test('a table keeps its rows, a cell that spans rows is said in each of them', () => {
  const html = `<table><caption>Mức hỗ trợ</caption><thead><tr><th>Cấp</th><th>Lớp</th><th>Mức</th></tr></thead>
    <tr><td rowspan="2">Tiểu học</td><td>1</td><td>100.000 đồng</td></tr><tr><td>2</td><td>120.000 đồng</td></tr>
    <tr><td colspan="2">Cộng</td><td>220.000 đồng</td></tr></table>`
  expect(readBlocks(html)).toEqual([
    {
      is: 'table',
      caption: 'Mức hỗ trợ',
      rows: [
        ['Cấp', 'Lớp', 'Mức'],
        ['Tiểu học', '1', '100.000 đồng'],
        ['Tiểu học', '2', '120.000 đồng'],
        ['Cộng', '', '220.000 đồng'],
      ],
    },
  ])
})

test('a table that only holds a picture and its caption is a figure and a paragraph', () => {
  const html = '<table><tr><td><img src="/a.jpg" alt="Lễ"></td></tr><tr><td>Quang cảnh buổi lễ</td></tr></table>'
  expect(readBlocks(html)).toEqual([
    { is: 'figure', url: '/a.jpg', alt: 'Lễ' },
    { is: 'paragraph', text: 'Quang cảnh buổi lễ' },
  ])
})

test('a figure brings its caption, a picture inside a paragraph parts it', () => {
  const html =
    '<figure><img src="1.jpg" alt=""><figcaption>Ảnh <em>một</em></figcaption></figure><p>Trước<img src="2.jpg">sau</p>'
  expect(readBlocks(html)).toEqual([
    { is: 'figure', url: '1.jpg', alt: '', caption: 'Ảnh một' },
    { is: 'paragraph', text: 'Trước' },
    { is: 'figure', url: '2.jpg', alt: '' },
    { is: 'paragraph', text: 'sau' },
  ])
})

test('plain text is parted by its blank lines', () => {
  expect(paragraphsOf('Một\nhai\n\n\nBa')).toEqual([
    { is: 'paragraph', text: 'Một\nhai' },
    { is: 'paragraph', text: 'Ba' },
  ])
})

test('nesting without end loses structure, never words', () => {
  const deep = `${'<div><table><tr><td>'.repeat(5000)}lõi${'</td></tr></table></div>'.repeat(5000)}`
  expect(JSON.stringify(readBlocks(deep))).toContain('lõi')
})

test('any text is read, and the words of a paragraph survive', () => {
  fc.assert(fc.property(fc.string(), html => Array.isArray(readBlocks(html))))
  const word = fc.stringMatching(/^[a-zA-ZĂăÂâĐđÊêÔôƠơƯư]{1,10}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), words => {
      const html = words.map(each => `<p><span>${each}</span></p>`).join('\n')
      expect(readBlocks(html).map(block => block.is === 'paragraph' && block.text)).toEqual(
        words.map(each => each.normalize('NFC')),
      )
    }),
  )
})
