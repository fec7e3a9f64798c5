import { expect, test } from 'vitest'
import { toText } from '../../src/kit/html.ts'

test.each([
  'Họp dân về nước sạch &amp; môi trường',
  'Xã&nbsp;Ea Kao:\n họp d&acirc;n&#10;v&#x1EC1; n&ocirc;ng th&ocircn',
  '  &lt;b&gt;R&amp;D \u200b\u00a0 &notit; &',
])('a line without markup reads as it would inside of an element: %s', line => {
  expect(toText(line)).toBe(toText(`<span>${line}</span>`))
})
