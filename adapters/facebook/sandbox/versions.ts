import { unknownPath } from './errors.ts'

/** Changelog and versioning guide, read 2026-11-22: [version, released, retired]. */
const table = [
  ['v20.0', '2024-05-21', '2026-09-24'],
  ['v21.0', '2024-10-02', '2027-01-21'],
  ['v22.0', '2025-01-21', '2027-05-20'],
  ['v23.0', '2025-05-29', '2027-10-08'],
  ['v24.0', '2025-10-08', '2028-02-18'],
  ['v25.0', '2026-02-18', '2028-07-29'],
  ['v26.0', '2026-07-29', null],
] as const

/** A number this far above the newest release is no version at all (v99.0 was answered with 2500). */
const absurd = 60

const usable = (now: number) =>
  table.filter(([, released, retired]) => Date.parse(released) <= now && (!retired || Date.parse(retired) > now))

/** Without a usable version Graph does not fail: it serves the oldest one that is left. */
export function servedVersion(asked: string | null, fallback: string | null, now: number, path: string): string {
  const served = usable(now)
  const oldest = served[0]?.[0] ?? 'v26.0'
  if (asked === null) return served.find(([version]) => version === fallback)?.[0] ?? oldest
  if (Number(asked.slice(1).split('.')[0]) >= absurd) throw unknownPath(path)
  return served.find(([version]) => version === asked)?.[0] ?? oldest
}

/** What v26.0 took away is gone in all versions since 2026-10-27. */
export const oldProtocolGone = (version: string, now: number) =>
  Number(version.slice(1).split('.')[0]) >= 26 || now >= Date.parse('2026-10-27')
