import type { RawEntry } from './dialects.ts'

const numeric = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b(.*)$/s

/**
 * Whether `10/2/2026` means October in this list. A number above twelve decides; so does the .NET general format
 * (`M/d/yyyy h:mm:ss tt`, no leading zeros, English AM or PM), and so does an address that carries the day of creation
 * (`…-100261002091032857.htm` is 2 October 2026). Without evidence the day comes first, as Vietnamese is written.
 */
export function findOrder(entries: readonly RawEntry[]): 'day-first' | 'month-first' {
  let monthFirst = 0
  let dayFirst = 0
  for (const { published, updated, url } of entries) {
    for (const text of [published, updated]) {
      const found = numeric.exec(text ?? '')
      if (!found) continue
      const [, a = '', b = '', year = '', rest = ''] = found
      if (Number(a) > 12) dayFirst += 100
      else if (Number(b) > 12) monthFirst += 100
      else if (a !== b) {
        const dated = dateInAddress(url)
        if (dated === `${year}-${a.padStart(2, '0')}-${b.padStart(2, '0')}`) monthFirst += 10
        else if (dated === `${year}-${b.padStart(2, '0')}-${a.padStart(2, '0')}`) dayFirst += 10
        else if (/^[1-9]$/.test(a.length < b.length ? a : b) && /^\s+[1-9]\d?:\d\d:\d\d\s[AP]M$/.test(rest.trimEnd()))
          monthFirst += 1
      }
    }
  }
  return monthFirst > dayFirst ? 'month-first' : 'day-first'
}

/** VCCorp's content system: three digits of the site, then yymmddHHMMSS and milliseconds. */
function dateInAddress(url: string | null): string | null {
  const found = /-\d{3}(\d{2})(\d{2})(\d{2})\d{9}\.htm/.exec(url ?? '')
  return found ? `20${found[1]}-${found[2]}-${found[3]}` : null
}
