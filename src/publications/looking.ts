const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const usual = [hour, 5 * hour, 18 * hour, 2 * day, 4 * day, 7 * day]
/** Of what stands on our pages: a portal may take it down or correct it long after, and then so must we. */
const ofPosted = [...usual, 16 * day, 30 * day, 60 * day, 90 * day, 150 * day]

/**
 * When a page that was read is read again: portals edit silently, most of it on the first day (on newspapers 1 % of
 * titles and up to 4 % of leads change within one). Null after two weeks; after a year where a post was made of it.
 */
export function nextLook(looks: number, now: Date, posted = false): Date | null {
  const wait = (posted ? ofPosted : usual)[looks]
  return wait === undefined ? null : new Date(now.getTime() + wait)
}

/** When a page that could not be read is tried again; null after some three days, a person sees it in the list. */
export function nextTry(tries: number, now: Date): Date | null {
  return tries > 14 ? null : new Date(now.getTime() + Math.min(5 * minute * 2 ** (tries - 1), 8 * hour))
}

interface Signs {
  /** How often in a row the page said it is gone, this time included. */
  tries: number
  /** When it first did, in milliseconds. */
  since: number
  now: Date
  sourceIsWell: boolean
  /** Pages of the portal that are gone just now, and that it showed in a fortnight. */
  gone: number
  shown: number
}

export type Verdict = { is: 'withdrawn' } | { is: 'wait'; lookAt: Date } | { is: 'frozen' }

/** Three times over a day, its list being well; many at once are a fault of the site and prove nothing. */
export function whenGone({ tries, since, now, sourceIsWell, gone, shown }: Signs): Verdict {
  const lookAt = new Date(now.getTime() + 9 * hour)
  const proved = tries >= 3 && now.getTime() - since >= day
  if (!proved || !sourceIsWell) return tries > 60 ? { is: 'frozen' } : { is: 'wait', lookAt }
  const many = gone >= 4 && gone > shown * 0.05
  return many ? { is: 'wait', lookAt } : { is: 'withdrawn' }
}
