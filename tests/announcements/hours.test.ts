import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const rules = join(import.meta.dirname, '..', '..', 'src', 'announcements', 'announcement.ts')
const moments = ['2026-11-24T22:59:59Z', '2026-11-24T23:00:00Z', '2026-11-25T14:59:59Z', '2026-11-25T15:00:00Z']

// A process reads its zone once, at its start.
test.each(['America/New_York', 'Pacific/Auckland'])('hours are those of Viet Nam on a server in %s', async zone => {
  const code = `const { isInHours } = await import(${JSON.stringify(rules)})
    const hours = { from: '06:00', until: '21:59' }
    const told = ${JSON.stringify(moments)}.map(at => isInHours(new Date(at), hours))
    console.log(JSON.stringify({ told, hour: new Date('2026-11-24T23:00:00Z').getHours() }))`
  const env = { ...process.env, TZ: zone }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env })
  const { told, hour } = JSON.parse(stdout) as { told: boolean[]; hour: number }
  expect(hour).toBe(zone === 'America/New_York' ? 18 : 12)
  expect(told).toEqual([false, true, true, false])
})
