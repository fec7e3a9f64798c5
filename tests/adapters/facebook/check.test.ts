import { expect, test } from 'vitest'
import { check } from '../../../adapters/facebook/check.ts'
import type { Content } from '../../../src/ports/network.ts'
import { filmPost, linkPost, photoPost, picture, upright, video } from './builders.ts'

const codes = (content: Content) =>
  check(content, {}).map(issue => `${issue.blocks ? 'blocks' : 'warns'} ${issue.code}`)

test('a sound post raises nothing', () => {
  expect(check(linkPost(), {})).toEqual([])
  expect(check(photoPost(), {})).toEqual([])
  expect(check({ form: 'text', text: 'Thông báo', pictures: [] }, {})).toEqual([])
})

test('text is counted in UTF-16 units over NFC', () => {
  const text = (value: string) => check({ form: 'text', text: value, pictures: [] }, {})
  expect(text('ế'.normalize('NFD').repeat(60_000))).toEqual([])
  expect(text('a'.repeat(60_001))).toEqual([
    { code: 'facebook.text_long', field: 'text', blocks: true, with: { over: 1, max: 60_000 } },
  ])
  expect(text('🎉'.repeat(30_000))).toEqual([])
  expect(text(`${'🎉'.repeat(30_000)}a`)).toMatchObject([{ with: { over: 1 } }])
})

test('a message of white space is no message', () => {
  expect(codes({ form: 'text', text: ' \n\t\u00a0', pictures: [] })).toEqual(['blocks facebook.text_missing'])
  expect(codes(linkPost({ text: ' ' }))).toEqual(['warns facebook.text_missing'])
})

test('letters that only look bold are pointed out', () => {
  expect(codes(linkPost({ text: '𝐊𝐡𝐚̂̉𝐧' }))).toEqual(['warns facebook.fake_bold'])
})

test('a link must be one that a stranger can open, and not Facebook itself', () => {
  const link = (value: string) => codes(linkPost({ link: value }))
  for (const fine of [
    'https://phuoclong.example.gov.vn/tin?id=7#a',
    'http://xã-phước-thể.example.vn/',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
    'https://notfacebook.com/',
  ]) {
    expect(link(fine), fine).toEqual([])
  }
  for (const own of ['https://facebook.com/a', 'https://m.facebook.com/a', 'https://fb.watch/x', 'https://FB.ME/x']) {
    expect(link(own), own).toEqual(['blocks facebook.link_own'])
  }
  for (const inner of [
    'http://localhost/',
    'http://127.0.0.1:9100/tin',
    'http://0x7f.1/',
    'http://10.1.2.3/',
    'http://172.20.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[::ffff:10.0.0.1]/',
    'https://noibo/tin',
    'https://cong.noibo.local/',
    'https://cong.noibo.local./',
    'https://a:b@phuoclong.example.gov.vn/',
  ]) {
    expect(link(inner), inner).toEqual(['blocks facebook.link_private'])
  }
  for (const broken of ['', 'tin/7', 'ftp://phuoclong.example.gov.vn/a', 'javascript:alert(1)', 'https://']) {
    expect(link(broken), broken).toEqual(['blocks facebook.link_invalid'])
  }
})

test('the parts of a post must belong to its form', () => {
  expect(codes({ form: 'link', text: 'a', pictures: [] })).toEqual(['blocks facebook.link_missing'])
  expect(codes(linkPost({ pictures: [picture()] }))).toEqual(['blocks facebook.pictures_unused'])
  expect(codes(photoPost({ pictures: [] }))).toEqual(['blocks facebook.pictures_missing'])
  expect(codes(photoPost({ link: 'https://phuoclong.example.gov.vn/' }))).toEqual(['blocks facebook.link_unused'])
  expect(codes({ form: 'story', text: 'a', pictures: [] })).toEqual(['blocks facebook.form_unknown'])
})

test('pictures: how many, which kind, how heavy, how wide, and described', () => {
  expect(check(photoPost({ form: 'album', pictures: Array.from({ length: 11 }, () => picture()) }), {})).toEqual([
    { code: 'facebook.pictures_many', field: 'pictures', blocks: true, with: { count: 11, max: 10 } },
  ])
  expect(
    check(
      photoPost({
        form: 'album',
        pictures: [
          picture({ mime: 'image/webp' }),
          picture({ bytes: 4_000_001 }),
          picture({ height: 2049 }),
          picture({ alt: ' ' }),
        ],
      }),
      {},
    ),
  ).toEqual([
    { code: 'facebook.picture_type', field: 'pictures', blocks: true, with: { n: 1, type: 'image/webp' } },
    { code: 'facebook.picture_big', field: 'pictures', blocks: true, with: { n: 2, megabytes: 4 } },
    { code: 'facebook.picture_wide', field: 'pictures', blocks: false, with: { n: 3, max: 2048 } },
    { code: 'facebook.alt_missing', field: 'pictures', blocks: false, with: { n: 4 } },
  ])
})

test('what Facebook will not show is said', () => {
  expect(codes(linkPost({ title: 'Tiêu đề', description: 'Mô tả', author: ' ' }))).toEqual([
    'warns facebook.field_unused',
    'warns facebook.field_unused',
  ])
})

test('a film must be one that Facebook takes, and a reel one that becomes a reel', () => {
  expect(check(filmPost(), {})).toEqual([])
  expect(check(filmPost({ form: 'reel', video: upright() }), {})).toEqual([])
  expect(codes(filmPost({ form: 'reel' }))).toEqual(['blocks facebook.reel_ratio', 'blocks facebook.reel_length'])
  expect(codes(filmPost({ form: 'reel', video: upright({ width: 360, height: 640, rate: 20 }) }))).toEqual([
    'blocks facebook.reel_small',
    'blocks facebook.reel_rate',
  ])
  const odd = video({ mime: 'video/webm', bytes: 20_000_000_000, seconds: 20_000, width: 3000, height: 1000 })
  expect(codes(filmPost({ video: odd }))).toEqual([
    'blocks facebook.video_type',
    'blocks facebook.video_big',
    'blocks facebook.video_long',
    'blocks facebook.video_ratio',
  ])
  expect(codes(filmPost({ video: video({ bytes: 900, seconds: 0.5 }) }))).toEqual([
    'blocks facebook.video_small',
    'blocks facebook.video_short',
  ])
  const { video: _, ...without } = filmPost()
  expect(codes(without)).toEqual(['blocks facebook.video_missing'])
  expect(codes(linkPost({ video: video() }))).toEqual(['blocks facebook.video_unused'])
})

test('a title is counted where it is shown, and pointed out where it is not', () => {
  expect(check(filmPost({ title: 'ế'.normalize('NFD').repeat(255) }), {})).toEqual([])
  expect(check(filmPost({ title: 'a'.repeat(256) }), {})).toEqual([
    { code: 'facebook.title_long', field: 'title', blocks: true, with: { over: 1, max: 255 } },
  ])
  expect(codes(linkPost({ title: 'a' }))).toEqual(['warns facebook.field_unused'])
})
