export interface CsvRow {
  /** Where it begins in the file, from 1. */
  line: number
  cells: string[]
}

export type Csv = { is: 'rows'; rows: CsvRow[] } | { is: 'open_quote'; line: number }

/**
 * Rows of a table as spreadsheets save it (RFC 4180): parted by comma, semicolon or tab, whichever the first line has most
 * of; a quoted cell may hold all of them, and line ends. Empty lines are left out.
 */
export function readCsv(text: string): Csv {
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const parting = partingOf(source)
  const rows: CsvRow[] = []
  let row: CsvRow = { line: 1, cells: [] }
  let cell = ''
  let line = 1
  let quoteAt = 0
  const endRow = () => {
    row.cells.push(cell)
    cell = ''
    if (row.cells.some(one => one.trim() !== '')) rows.push(row)
    row = { line, cells: [] }
  }
  for (let at = 0; at < source.length; at++) {
    const sign = source[at] ?? ''
    if (sign === '\n') line++
    if (quoteAt > 0) {
      if (sign !== '"') cell += sign
      else if (source[at + 1] === '"') {
        cell += '"'
        at++
      } else quoteAt = 0
    } else if (sign === '"' && cell.trim() === '') {
      cell = ''
      quoteAt = line
    } else if (sign === parting) {
      row.cells.push(cell)
      cell = ''
    } else if (sign === '\n') endRow()
    else cell += sign
  }
  if (quoteAt > 0) return { is: 'open_quote', line: quoteAt }
  endRow()
  return { is: 'rows', rows }
}

function partingOf(text: string): string {
  const [first = ''] = text.split('\n')
  const count = (sign: string) => first.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
