/** A week of a province's websites, drawn from a seed: who publishes what and when, and what goes wrong. Pure. */

export const families = ['liferay', 'sharepoint', 'dotnet', 'nukeviet', 'vccorp', 'wordpress', 'spa', 'atom'] as const
export type Family = (typeof families)[number]

export interface Piece {
  /** The site's own number of it. */
  id: number
  /** Milliseconds of the story. */
  at: number
  title: string
  /** When its text is edited without a word in the list. */
  editedAt?: number
  /** When its page is taken down. */
  goneAt?: number
}

export type Trouble = 'error' | 'captcha' | 'login' | 'empty' | 'cut' | 'reversed' | 'guids' | 'forbidden'

export interface Site {
  host: string
  family: Family
  /** Sites of one installation share its address. */
  address: string
  pieces: Piece[]
  troubles: { what: Trouble; from: number; to: number }[]
  crawlDelay?: number
  /** Of robots.txt itself. */
  robots: 'rules' | 'none' | 'forbids' | 'late'
  quiet?: { from: string; to: string }
}

export interface Plan {
  seed: number
  days: number
  start: number
  /** Seconds between two readings of a list. */
  every: number
  /** The clock moves at least so far between two turns: a longer one makes fewer turns of a whole week. */
  step: number
  sites: Site[]
}

const hour = 3_600_000
const day = 24 * hour

/** Until then nothing is published and nothing fails: every list has its first sight. */
export const calm = 2 * hour

export function makePlan(given: { seed: number; sites: number; days: number; every: number; step?: number }): Plan {
  const random = makeRandom(given.seed)
  const start = Date.UTC(2026, 10, 22, 17)
  // A province has few installations; each family stands on one or a few addresses.
  const shared = 14
  const sites = Array.from({ length: given.sites }, (_, at): Site => {
    const family = families[at % families.length] ?? 'atom'
    const block = Math.floor(at / families.length / shared)
    const pieces = piecesOf(random, at, given.days)
    const common = {
      host: `s${String(at + 1).padStart(3, '0')}.tinh.test`,
      family,
      // In a small plan two families stand behind one address, so that there is a pace to keep.
      address: `127.0.${20 + block}.${(at % (given.sites < 16 ? 4 : families.length)) + 1}`,
      pieces,
      troubles: troublesOf(random, given.days),
    }
    return { ...common, ...oddities(at, given.sites) }
  })
  return { seed: given.seed, days: given.days, start, every: given.every, step: given.step ?? 0, sites }
}

/** Few, and the same in every plan, so that each run meets each of them. */
function oddities(at: number, sites: number): Pick<Site, 'robots' | 'crawlDelay' | 'quiet'> {
  const odd = sites >= 40 ? at % 40 : at + 32
  switch (odd) {
    case 35:
      return { robots: 'forbids' }
    case 36:
      return { robots: 'rules', crawlDelay: 5 }
    case 37:
      return { robots: 'late' }
    case 38:
      return { robots: 'rules', quiet: { from: '23:00', to: '04:30' } }
    default:
      return { robots: at % 3 === 0 ? 'none' : 'rules' }
  }
}

const subjects = [
  'Hội nghị sơ kết công tác cải cách hành chính',
  'Ra quân làm thủy lợi mùa khô',
  'Thông báo lịch tiếp công dân định kỳ',
  'Tập huấn chuyển đổi số cho cán bộ thôn',
  'Khai giảng lớp dạy nghề nông thôn',
  'Kiểm tra phòng cháy chợ trung tâm',
  'Trao nhà đại đoàn kết cho hộ khó khăn',
]

function piecesOf(random: Random, site: number, days: number): Piece[] {
  const old = 4 + Math.floor(random() * 8)
  const fresh = Math.round(days * (0.4 + random() * 1.4))
  const times = [
    ...Array.from({ length: old }, () => -random() * 9 * day - hour),
    ...Array.from({ length: fresh }, () => calm + random() * (days * day - calm - 3 * hour)),
  ].sort((a, b) => a - b)
  return times.map((at, n) => {
    const piece: Piece = {
      id: 1000 * (site + 1) + n,
      at,
      // The same headline comes again for another story.
      title: `${subjects[Math.floor(random() * subjects.length)]}, kỳ ${1 + Math.floor(random() * 6)} & đợt ${1 + (n % 4)}`,
    }
    const fate = random()
    if (at > 0 && fate < 0.04) piece.editedAt = at + 3 * hour
    else if (at > 0 && fate < 0.06) piece.goneAt = at + 8 * hour
    return piece
  })
}

const troubles: readonly Trouble[] = ['error', 'captcha', 'login', 'empty', 'cut', 'reversed', 'guids', 'forbidden']

function troublesOf(random: Random, days: number): Site['troubles'] {
  return Array.from({ length: Math.round(days * random() * 0.7) }, () => {
    const from = calm + random() * Math.max(1, days * day - calm - 10 * hour)
    return {
      what: troubles[Math.floor(random() * troubles.length)] ?? 'error',
      from,
      to: from + (1 + random() * 4) * hour,
    }
  })
}

export type Random = () => number

/** Mulberry32. */
export function makeRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
