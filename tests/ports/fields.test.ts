import { expect, test } from 'vitest'
import { z } from 'zod'
import { networks } from '../../adapters/index.ts'
import { fieldsOf, usualOf } from '../../src/ports/fields.ts'
import type { AnyNetwork } from '../../src/ports/network.ts'
import { toy } from '../support/toy/index.ts'

test('a shape tells its fields: kind, what is usual, bounds', () => {
  const shape = z.object({
    on: z.boolean().default(true),
    kind: z.enum(['a', 'b']).default('b'),
    must: z.enum(['x', 'y']),
    text: z.string().max(50).default(''),
    long: z.string().default('one\ntwo'),
    count: z.number().int().positive().multipleOf(4).default(8),
    share: z.number().min(0.5),
    tags: z.array(z.string().max(9)).default(['a']),
    map: z.record(z.string(), z.string().min(1)).default({ a: 'b' }),
    deep: z.object({ a: z.string() }).optional(),
    numbers: z.array(z.number()).default([]),
  })
  expect(fieldsOf(shape)).toEqual([
    { name: 'on', is: 'flag', usual: true },
    { name: 'kind', is: 'one', values: ['a', 'b'], usual: 'b' },
    { name: 'must', is: 'one', values: ['x', 'y'] },
    { name: 'text', is: 'text', usual: '', lines: false },
    { name: 'long', is: 'text', usual: 'one\ntwo', lines: true },
    { name: 'count', is: 'number', usual: 8, whole: true, least: 1, step: 4 },
    { name: 'share', is: 'number', whole: false, least: 0.5 },
    { name: 'tags', is: 'list', usual: ['a'] },
    { name: 'map', is: 'pairs', usual: { a: 'b' } },
    { name: 'deep', is: 'other' },
    { name: 'numbers', is: 'other' },
  ])
  expect(usualOf(z.object({ a: z.string().default('x') }))).toEqual({ a: 'x' })
  expect(usualOf(z.object({ a: z.string() }))).toEqual({})
})

const all: readonly AnyNetwork[] = [...networks.values(), toy]

test.each(all.map(network => [network.about.name, network] as const))(
  'every setting of %s can be drawn, and has its words in both languages',
  (_name, { about, shape }) => {
    const fields = fieldsOf(shape.settings)
    expect(fields.length).toBeGreaterThan(0)
    const wanted = fields.flatMap(field => [
      `setting.${field.name}`,
      ...(field.is === 'one' ? field.values.map(value => `setting.${field.name}.${value}`) : []),
    ])
    expect(fields.filter(field => field.is === 'other')).toEqual([])
    const spare = fields.flatMap(({ name }) => [`setting.${name}.hint`, `setting.${name}.wrong`])
    for (const words of [about.words.vi, about.words.en]) {
      expect(wanted.filter(key => !words[key])).toEqual([])
      const known = Object.keys(words).filter(key => key.startsWith('setting.'))
      expect(known.filter(key => !wanted.includes(key) && !spare.includes(key))).toEqual([])
    }
    const settings = (words: object) => Object.keys(words).filter(key => key.startsWith('setting.'))
    expect(settings(about.words.en)).toEqual(settings(about.words.vi))
  },
)
