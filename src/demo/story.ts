/** One item of the invented portal, before it has an address. */
export interface Story {
  section: string
  language: 'vi' | 'en'
  title: string
  lead: string
  body: readonly Part[]
  /** Seeds of drawn pictures, with what stands beneath. */
  pictures: readonly { scene: Scene; caption: string }[]
  files?: readonly { name: string; lines: readonly string[] }[]
  video?: { title: string }
}

export type Part =
  | { is: 'p'; text: string }
  | { is: 'h'; text: string }
  | { is: 'list'; items: readonly string[] }
  | { is: 'table'; rows: readonly (readonly string[])[] }
  | { is: 'quote'; text: string }

export type Scene = 'river' | 'hills' | 'hall' | 'field' | 'storm' | 'market' | 'chart'

/** What changes from one publication of a story to the next. */
export interface Moment {
  /** Counts up over the run. */
  number: number
  at: Date
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** Day and hour as a Vietnamese office writes them. */
export function spoken(at: Date): { day: string; shortDay: string; hour: string } {
  const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    day: `${found.day}/${found.month}/${found.year}`,
    shortDay: `${found.day}/${found.month}`,
    hour: `${found.hour} giờ ${found.minute}`,
  }
}
