import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bar, LineChart, roundUp } from '../../src/ui/chart.tsx'

const draw = (points: { value: number | null; open?: boolean }[], before?: (number | null)[]) =>
  String(<LineChart name="Tên" points={points} before={before} labels={[{ at: 0, text: '1/11' }]} write={String} />)
const paths = (svg: string) => [...svg.matchAll(/ d="([^"]*)"/g)].map(match => match[1])

test('the axis ends at a figure that four steps divide', () => {
  expect([0, 1, 4, 5, 8, 9, 21, 79, 81_000].map(roundUp)).toEqual([4, 4, 4, 8, 8, 20, 40, 80, 200_000])
  fc.assert(
    fc.property(fc.nat(10_000_000), most => {
      expect(roundUp(most)).toBeGreaterThanOrEqual(most)
      expect(roundUp(most) % 4).toBe(0)
    }),
  )
})

test('what is not known is a gap and not a zero; a point alone is a dot', () => {
  const [before, line, open] = paths(
    draw([{ value: 4 }, { value: 2 }, { value: null }, { value: 0 }], [null, null, 4, 4]),
  )
  expect(line).toBe('M0 0L33.33 50M100 100h0')
  expect(before).toBe('M66.67 0L100 0')
  expect(open).toBe('')
})

test('the part that still grows is dotted and joins the rest', () => {
  const [, line, open] = paths(draw([{ value: 4 }, { value: 4 }, { value: 0, open: true }]))
  expect(line).toBe('M0 0L50 0')
  expect(open).toBe('M50 0L100 100')
})

test('one day alone stands in the middle', () => expect(paths(draw([{ value: 4 }]))[1]).toBe('M50 0h0'))

test('a chart is an image with its finding as the name, and has no style of its own', () => {
  const svg = draw([{ value: 1 }])
  expect(svg).toContain('role="img" aria-label="Tên"')
  expect(svg).not.toMatch(/style=|<style/)
})

test('a bar stays in its box', () => {
  expect(String(<Bar part={0.5} />)).toContain('width="50%"')
  expect(String(<Bar part={7} />)).toContain('width="100%"')
})
