import { destination, pino } from 'pino'
import type { Log } from '../../context.ts'
import { makeScrub } from '../../kit/scrub.ts'

export interface LogSettings {
  level?: 'info' | 'warn' | 'error' | 'silent'
  /** Values that are removed wherever they stand. */
  secrets?: readonly string[]
  /** Where lines go; standard error unless a test listens. */
  to?: { write(line: string): void }
}

/** JSON lines on standard error: standard output belongs to the answers of commands. */
export function makeLog(settings: LogSettings = {}): Log {
  const scrub = makeScrub(settings.secrets)
  const options = { level: settings.level ?? 'info', timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }
  // Written at once, so that the last lines before a crash are there.
  const lines = pino(options, settings.to ?? destination({ dest: 2, sync: true }))
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}) =>
      lines[level](scrub(facts) as object, scrub(event) as string)
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
