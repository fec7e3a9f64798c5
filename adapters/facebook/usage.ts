import { z } from 'zod'
import { parseJson } from '../../src/kit/json.ts'
import type { Notice } from '../../src/ports/network.ts'
import { HOUR } from './limits.ts'

const MINUTE = 60_000

/** Percent of an allowance, and the minutes until there is some again (rate limiting guide, read 2026-11-22). */
export interface Usage {
  of: 'channel' | 'app'
  percent: number
  minutes: number
}

/** The headers come only when there is something to report; what cannot be read says nothing. */
export function usageOf(headers: Headers): Usage[] {
  const app = read(appShape, headers.get('x-app-usage'))
  const page = read(appShape, headers.get('x-page-usage'))
  const cases = Object.values(read(casesShape, headers.get('x-business-use-case-usage')) ?? {}).flat()
  return [
    ...(app ? [{ of: 'app' as const, percent: worst(app), minutes: 0 }] : []),
    ...(page ? [{ of: 'channel' as const, percent: worst(page), minutes: 0 }] : []),
    ...cases
      .filter(one => one.type === undefined || one.type === 'pages')
      .map(one => ({ of: 'channel' as const, percent: worst(one), minutes: one.estimated_time_to_regain_access })),
  ]
}

/** From 75 % metrics slow down, from 90 % they stop, at 100 % everything waits: calling on lengthens the block. */
export function restOf(usage: Usage, now: Date): Notice | undefined {
  const why = { code: 'facebook.usage', with: { percent: Math.round(usage.percent) } }
  const until = (milliseconds: number) => new Date(now.getTime() + milliseconds)
  const wait = usage.minutes * MINUTE
  if (usage.percent >= 100) {
    const full = { code: usage.of === 'app' ? 'facebook.app_limit' : 'facebook.page_limit' }
    return { is: 'rest', what: 'everything', of: usage.of, until: until(wait || HOUR), why: full }
  }
  if (usage.percent >= 90) return { is: 'rest', what: 'reading', of: usage.of, until: until(wait || HOUR), why }
  return usage.percent >= 75
    ? { is: 'rest', what: 'reading', of: usage.of, until: until(wait || HOUR / 4), why }
    : undefined
}

const percent = z.coerce.number().catch(0).default(0)
const appShape = z.object({ call_count: percent, total_time: percent, total_cputime: percent })
const caseShape = appShape.extend({ type: z.string().optional(), estimated_time_to_regain_access: percent })
const casesShape = z.record(z.string(), z.array(caseShape))

function worst(usage: z.output<typeof appShape>): number {
  return Math.max(usage.call_count, usage.total_time, usage.total_cputime)
}

function read<T>(shape: z.ZodType<T>, header: string | null): T | undefined {
  if (header === null) return undefined
  try {
    return shape.safeParse(parseJson(header)).data
  } catch {
    return undefined
  }
}
