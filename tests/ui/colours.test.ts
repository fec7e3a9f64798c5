import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { deskStyles } from '../../tools/styles.ts'

const css = readFileSync('public/styles/1-colours.css', 'utf8')
const block = (selector: string) => {
  const from = css.indexOf('{', css.indexOf(selector)) + 1
  return new Map(
    [...css.slice(from, css.indexOf('}', from)).matchAll(/(--lt-[\w-]+):\s*([^;]+);/g)].map(found => [
      found[1],
      found[2],
    ]),
  )
}
const light = block(':root {')
const dark = block('[data-bs-theme="dark"]')
const device = block('(prefers-color-scheme: dark) {\n  :root')

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one = '', other = ''): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

test('the two dark palettes are one, and name what the light one names', () => {
  expect(device).toEqual(dark)
  expect([...dark.keys()]).toEqual([...light.keys()])
  expect(light.size).toBeGreaterThan(30)
})

test.each([
  ['light', light],
  ['dark', dark],
])('text of the %s palette has 4.5 : 1 on its ground, edges and rings 3 : 1', (_, palette) => {
  const on = (ink: string, ground: string) => contrast(palette.get(`--lt-${ink}`), palette.get(`--lt-${ground}`))
  for (const ground of ['page', 'card', 'sunken'])
    for (const ink of ['ink', 'ink-second']) expect(on(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  for (const tint of ['quiet', 'waiting', 'running', 'checking', 'person', 'held', 'failed', 'done'])
    expect(on(`${tint}-ink`, tint), tint).toBeGreaterThanOrEqual(4.5)
  for (const [ink, ground] of [
    ['link', 'card'],
    ['on-primary', 'primary'],
    ['on-danger', 'danger'],
    ['on-primary', 'primary-hover'],
    ['on-danger', 'danger-hover'],
  ] as const)
    expect(on(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  for (const ground of ['page', 'card'])
    for (const line of ['edge', 'focus']) expect(on(line, ground), `${line} on ${ground}`).toBeGreaterThanOrEqual(3)
})

test('the stylesheet keeps its budget and asks for nothing the policy refuses', async () => {
  const built = await deskStyles()
  expect(gzipSync(built, { level: 9 }).length).toBeLessThanOrEqual(28 * 1024)
  expect(built).not.toMatch(/url\(\s*['"]?(data:|https?:)/)
  expect(built).toContain('.btn')
})
