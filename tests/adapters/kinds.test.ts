import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { count } from '../../src/kit/text.ts'
import type { Brief, Fit, Issue } from '../../src/ports/network.ts'
import { wordsIn } from '../../src/words/index.ts'

/**
 * The same stories on every network: each kind of publication, each oddity of a text, and what every network makes of it.
 * Beside each network's own golden renditions, so that no pair is missing.
 */
const folder = new URL('./kinds/', import.meta.url)
const kinds = ['news', 'urgent', 'document', 'infographic', 'photos', 'video', 'longform']
const texts = ['emoji', 'english', 'nfd', 'numbers', 'very-long-title', 'very-short-title']
const names = [...kinds, ...texts, ...texts.map(name => `${name}-film`), 'video-elsewhere', 'video-upright']

type Told = Record<string, { fit: Fit; issues: readonly Issue[] }>

const read = (name: string) => {
  const { brief, ...told } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  return { brief: brief as Brief, told: told as Told }
}

test('every story is told on every network', () => {
  expect(readdirSync(folder).sort()).toEqual(names.map(name => `${name}.json`).sort())
  for (const name of names) expect([name, Object.keys(read(name).told)]).toEqual([name, [...networks.keys()]])
  for (const kind of kinds) expect(read(kind).brief.kind).toBe(kind)
})

describe.each(names)('%s', name => {
  const { brief, told } = read(name)
  test.each([...networks])('on %s', (id, network) => {
    const fit = network.format(brief, network.shape.settings.parse({}))
    expect(fit).toEqual(told[id]?.fit)
    if (fit.is === 'unfit') {
      // Told at the desk before anybody is asked to approve it.
      for (const language of ['vi', 'en'] as const)
        expect(wordsIn(language).say(fit.why, network)).toMatch(/^\p{Lu}.{30,}\.$/u)
      return
    }
    const { content } = fit
    expect(network.check(content, network.shape.options.parse({}))).toEqual(told[id]?.issues)
    const all = [content.title ?? '', content.description ?? '', content.text, JSON.stringify(content.blocks ?? [])]
    expect(all).toEqual(all.map(text => text.normalize('NFC')))
    for (const [field, limit] of Object.entries(network.about.limits.fields))
      expect(count(content[field as 'text'] ?? '', limit.unit)).toBeLessThanOrEqual(limit.max)
  })
})

/** Numbers of documents, days and amounts stand as they were, with nothing put between their parts. */
test.each(['numbers', 'numbers-film'])('%s: what has a number keeps it whole everywhere', name => {
  for (const [id, { fit }] of Object.entries(read(name).told)) {
    if (fit.is === 'unfit') {
      expect([id, name]).toEqual(['youtube', 'numbers'])
      continue
    }
    const { title = '', description = '', text } = fit.content
    const said = [title, description, text].join('\n')
    for (const whole of ['18/NQ-HĐND', '02/9/2026', '1.500.000 đồng', '12.345.678.900 VNĐ', '0,5 triệu USD'])
      expect([id, said.includes(whole)]).toEqual([id, true])
  }
})

test.each(['very-long-title', 'very-long-title-film'])('%s: a title is cut between words, the number whole', name => {
  const { brief, told } = read(name)
  for (const { fit } of Object.values(told)) {
    const title = fit.is === 'fit' ? fit.content.title : undefined
    if (title === undefined) continue
    const kept = title.replace(/…$/, '')
    expect(brief.title.startsWith(kept)).toBe(true)
    expect(brief.title.slice(kept.length)).toMatch(/^(?:$|[\s,])/)
    expect(title).not.toMatch(/\d+\/(?!NQ-HĐND|\d)/)
  }
})
