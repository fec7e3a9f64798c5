import { expect, test } from 'vitest'
import type { AnyNetwork, Content, Picture } from '../../src/ports/network.ts'
import { issuesOf } from '../../src/posts/issues.ts'
import { draftShape } from '../../src/posts/post.ts'
import { wordsIn } from '../../src/words/index.ts'
import { someBrief } from '../support/build.ts'
import { toy } from '../support/toy/index.ts'

const pictures = Array.from(
  { length: 30 },
  (_, n): Picture => ({
    digest: n.toString(16).padStart(2, '0').repeat(32),
    mime: 'image/jpeg',
    width: 1600,
    height: 1067,
    bytes: 400_000,
    alt: `Ảnh ${n + 1}`,
  }),
)

function told(most: number, shown: number) {
  const limits = { ...toy.about.limits, pictures: { most, mimes: ['image/jpeg'], bytes: 4e6, longestSide: 2048 } }
  const network: AnyNetwork = { ...toy, about: { ...toy.about, limits }, check: () => [] }
  const content: Content = { form: 'text', text: 'Ngày hội', pictures: pictures.slice(0, shown) }
  const draft = draftShape.parse(someBrief({ kind: 'photos', pictures }))
  return issuesOf(new Map([['toy', network]]), { network: 'toy', content, options: {}, draft }, [], 2026)
}

test('a story of thirty pictures on a network that takes ten says so, and how many, without stopping it', () => {
  const [issue, ...others] = told(10, 10)
  if (!issue) throw new Error('nothing was told')
  expect(issue).toMatchObject({ code: 'post.pictures_fewer', blocks: false, with: { most: 10, all: 30 } })
  expect(wordsIn('vi').say(issue)).toContain('Bài có 30 ảnh, kênh này nhận tối đa 10 ảnh mỗi bài')
  expect(others).toEqual([])
})

test('pictures that a person took out, a cover alone and a network that takes all of them are no matter', () => {
  expect(told(10, 4)).toEqual([])
  expect(told(1, 1)).toEqual([])
  expect(told(35, 30)).toEqual([])
})
