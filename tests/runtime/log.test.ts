import { expect, test } from 'vitest'
import { makeLog } from '../../src/runtime/node/log.ts'

test('a line is JSON with the time, the event and its facts, secrets removed', () => {
  const lines: string[] = []
  const log = makeLog({ secrets: ['0123456789abcdef'], to: { write: line => lines.push(line) } })
  log.warn('delivery.unknown', { delivery: 7, why: new Error('key 0123456789abcdef'), url: 'http://x/?access_token=y' })
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
  expect(line).toMatchObject({
    event: 'delivery.unknown',
    delivery: 7,
    level: 40,
    url: 'http://x/?access_token=[removed]',
  })
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/)
  expect(lines.join()).not.toContain('0123456789abcdef')
})

test('what is below the level is not written', () => {
  const lines: string[] = []
  const log = makeLog({ level: 'warn', to: { write: line => lines.push(line) } })
  log.info('turn')
  log.error('broken')
  expect(lines).toHaveLength(1)
})
