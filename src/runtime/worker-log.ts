import type { Log } from '../context.ts'
import { makeScrub } from '../kit/scrub.ts'

/** JSON lines on the console, which is where a Worker's log comes from. */
export function consoleLog(secrets: readonly string[]): Log {
  const scrub = makeScrub(secrets)
  const line = (event: string, facts: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify(scrub({ event, ...facts }))
  return {
    info: (event, facts) => console.log(line(event, facts)),
    warn: (event, facts) => console.warn(line(event, facts)),
    error: (event, facts) => console.error(line(event, facts)),
  }
}
