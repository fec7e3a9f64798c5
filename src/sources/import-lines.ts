import { readCsv } from '../kit/csv.ts'
import { fold, tidy } from '../kit/text.ts'
import type { Problem } from '../ports/network.ts'
import { type SourceKind, type SourceSettings, settingsShape } from './source.ts'

export type Level = 'province' | 'department' | 'commune' | 'other'

/** One line as it was meant, as far as it could be understood alone. */
export interface ImportLine {
  line: number
  wrong: Problem[]
  unit: string
  level: Level | undefined
  parent: string
  portal: string
  base: string | undefined
  kind: SourceKind | undefined
  urls: string[]
  name: string
  section: string | undefined
  everySeconds: number
  settings: SourceSettings
}

export type ReadLines = { is: 'lines'; lines: ImportLine[] } | { is: 'unreadable'; why: Problem }

/** Names of columns, folded, as people write them. */
const columns = {
  unit: ['unit', 'don vi', 'ten don vi'],
  level: ['kind', 'level', 'cap', 'loai', 'loai don vi'],
  parent: ['parent', 'thuoc', 'truc thuoc', 'don vi cap tren'],
  portal: ['portal', 'cong', 'ten cong'],
  base: ['host', 'base', 'base url', 'dia chi cong', 'ten mien'],
  family: ['preset', 'family', 'phan mem'],
  way: ['way', 'cach doc', 'cach'],
  url: ['url', 'urls', 'sources', 'address', 'dia chi doc', 'dia chi', 'nguon'],
  name: ['name', 'ten nguon', 'ten nguon tin'],
  section: ['section', 'muc', 'chuyen muc'],
  minutes: ['minutes', 'phut'],
  row: ['row', 'dong'],
  title: ['title', 'tieu de'],
  link: ['link', 'duong dan'],
  date: ['date', 'ngay'],
  next: ['next', 'trang sau'],
  idPattern: ['idpattern', 'id pattern', 'mau so hieu'],
} as const
type Column = keyof typeof columns

const levels: Record<string, Level> = {
  province: 'province',
  tinh: 'province',
  'thanh pho': 'province',
  department: 'department',
  so: 'department',
  'so nganh': 'department',
  'so, nganh': 'department',
  ban: 'department',
  commune: 'commune',
  xa: 'commune',
  phuong: 'commune',
  'dac khu': 'commune',
  other: 'other',
  khac: 'other',
}

const ways: Record<string, SourceKind> = {
  wordpress: 'wordpress',
  feed: 'feed',
  rss: 'feed',
  atom: 'feed',
  sitemap: 'sitemap',
  'so do trang': 'sitemap',
  list: 'list',
  'trang danh sach': 'list',
  'danh sach': 'list',
  push: 'push',
  'cong tu bao': 'push',
}

/** Far more than a province has. */
const mostLines = 5000

/** The lines of the file, each with what is wrong with it by itself. */
export function readLines(text: string, families: readonly string[]): ReadLines {
  const csv = readCsv(text)
  if (csv.is === 'open_quote') return { is: 'unreadable', why: { code: 'import.open_quote', with: { line: csv.line } } }
  const [head, ...rows] = csv.rows
  if (!head) return { is: 'unreadable', why: { code: 'import.empty' } }
  const names = head.cells.map(cell => fold(cell))
  const places = new Map<Column, number>()
  for (const [column, known] of Object.entries(columns)) {
    const at = names.findIndex(name => (known as readonly string[]).includes(name))
    if (at >= 0) places.set(column as Column, at)
  }
  if (!places.has('unit')) return { is: 'unreadable', why: { code: 'import.no_unit_column' } }
  if (rows.length > mostLines) return { is: 'unreadable', why: { code: 'import.too_long', with: { n: mostLines } } }
  const strange = names.find((name, at) => name !== '' && ![...places.values()].includes(at))
  if (strange !== undefined)
    return { is: 'unreadable', why: { code: 'import.strange_column', with: { name: strange } } }
  return {
    is: 'lines',
    lines: rows.map(({ line, cells }) => {
      const cell = (column: Column) => tidy(cells[places.get(column) ?? -1] ?? '')
      const read = lineOf(line, cell, families)
      if (cells.length > head.cells.length && cells.slice(head.cells.length).some(one => one.trim() !== ''))
        read.wrong.push({ code: 'import.too_many_cells', with: { n: cells.length, most: head.cells.length } })
      return read
    }),
  }
}

function lineOf(line: number, cell: (column: Column) => string, families: readonly string[]): ImportLine {
  const wrong: Problem[] = []
  const unit = cell('unit')
  if (unit === '') wrong.push({ code: 'import.no_unit' })
  if (unit.length > 200) wrong.push({ code: 'import.long_unit' })
  const level = cell('level') === '' ? undefined : levels[fold(cell('level'))]
  if (cell('level') !== '' && !level) wrong.push({ code: 'import.level', with: { given: cell('level') } })
  const base = cell('base') === '' ? undefined : originOf(cell('base'))
  if (cell('base') !== '' && !base) wrong.push({ code: 'import.base', with: { given: cell('base') } })
  const family = fold(cell('family')).replaceAll(' ', '-')
  if (family !== '' && !families.includes(family))
    wrong.push({ code: 'import.family', with: { given: cell('family'), known: families.join(', ') } })
  const kind = cell('way') === '' ? undefined : ways[fold(cell('way'))]
  if (cell('way') !== '' && !kind) wrong.push({ code: 'import.way', with: { given: cell('way') } })
  const urls: string[] = []
  for (const given of cell('url')
    .split(/[\s|]+/)
    .filter(one => one !== '')) {
    const url = URL.parse(given, base)
    if (url && /^https?:$/.test(url.protocol) && !url.username) urls.push(url.href)
    else wrong.push({ code: 'import.url', with: { given } })
  }
  if (!base && (urls.length > 0 || kind || family !== '')) wrong.push({ code: 'import.no_base' })
  const minutes = cell('minutes') === '' ? (kind === 'sitemap' ? 30 : 5) : Number(cell('minutes').replace(',', '.'))
  if (!(minutes >= 1 && minutes <= 1440)) wrong.push({ code: 'import.minutes', with: { given: cell('minutes') } })
  const list = Object.fromEntries(
    (['row', 'title', 'link', 'date', 'next'] as const).flatMap(name => (cell(name) ? [[name, cell(name)]] : [])),
  )
  const settings = settingsShape.safeParse({
    ...(family !== '' && family !== 'generic' ? { family } : {}),
    ...(Object.keys(list).length > 0 ? { list } : {}),
    ...(cell('idPattern') ? { idPattern: cell('idPattern') } : {}),
  })
  if (!settings.success && cell('idPattern'))
    wrong.push({ code: 'import.id_pattern', with: { given: cell('idPattern') } })
  return {
    line,
    wrong,
    unit,
    level,
    parent: cell('parent'),
    portal: cell('portal') || unit,
    base,
    kind,
    urls,
    name: cell('name'),
    section: cell('section') || undefined,
    everySeconds: Math.round(minutes * 60),
    settings: settings.data ?? {},
  }
}

function originOf(given: string): string | undefined {
  const url = URL.parse(/^https?:\/\//i.test(given) ? given : `https://${given}`)
  return url && /\./.test(url.hostname) && !url.username && !/\s/.test(given) ? url.origin : undefined
}
