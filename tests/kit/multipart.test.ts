import { expect, test } from 'vitest'
import { multipart } from '../../src/kit/multipart.ts'

test('a second implementation reads back what was put in', async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256)
  const { body, contentType } = multipart([
    { name: 'alt_text_custom', value: 'Lễ khánh thành cầu\nngày 02/9/2026' },
    { name: 'source', file: { name: 'ảnh "1".jpg', mime: 'image/jpeg', bytes } },
  ])
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  expect(form.get('alt_text_custom')).toBe('Lễ khánh thành cầu\r\nngày 02/9/2026')
  const file = form.get('source')
  if (!(file instanceof File)) throw new Error('the file part did not come back as a file')
  expect(file.type).toBe('image/jpeg')
  expect(file.name).toBe('ảnh "1".jpg')
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
})

test('a name cannot break out of its header', async () => {
  const { body, contentType } = multipart([{ name: 'a"\r\nX-Evil: 1', value: 'b' }])
  const text = new TextDecoder().decode(body)
  expect(text).toContain('name="a%22%0D%0AX-Evil: 1"')
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  expect([...form.values()]).toEqual(['b'])
})
