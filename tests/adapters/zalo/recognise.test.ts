import { expect, test } from 'vitest'
import { recognise } from '../../../adapters/zalo/recognise.ts'

test.each([
  'https://officialaccount.me/d?id=26072fb9a0fc49a210ed&pageId=388613280878808645',
  'https://officialaccount.me/d/388613280878808645?id=26072fb9a0fc49a210ed&pageId=388613280878808645',
  'https://media.zalo.me/detail/388613280878808645?id=26072fb9a0fc49a210ed&x=1',
  'https://oa.zalo.me/manage/content/article/edit?id=26072fb9a0fc49a210ed',
])('%s names its article', address => {
  expect(recognise(address)).toBe('26072fb9a0fc49a210ed')
})

test.each([
  'https://officialaccount.me/d?pageId=1',
  'https://officialaccount.me.evil.example/d?id=26072fb9a0fc49a210ed',
  'https://zalo.me/388613280878808645',
  'https://officialaccount.me/d?id=../../x',
  'không phải địa chỉ',
])('%s names none', address => {
  expect(recognise(address)).toBeUndefined()
})
