import { expect, test } from 'vitest'
import { readCsv } from '../../src/kit/csv.ts'

const cells = (text: string) => {
  const read = readCsv(text)
  return read.is === 'rows' ? read.rows.map(row => row.cells) : read
}

test('cells are parted by comma, semicolon or tab, whichever the file uses', () => {
  for (const sign of [',', ';', '\t'])
    expect(cells(`a${sign}b\r\n1${sign}2\r\n`)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  expect(cells('\ufeffa,b\n')).toEqual([['a', 'b']])
})

test('a quoted cell holds what would part it, and lines keep their number', () => {
  expect(cells('a,b\n"x, y","nói ""có"""\n')).toEqual([
    ['a', 'b'],
    ['x, y', 'nói "có"'],
  ])
  const read = readCsv('a\n\n"một\nhai"\nba')
  expect(read).toEqual({
    is: 'rows',
    rows: [
      { line: 1, cells: ['a'] },
      { line: 3, cells: ['một\nhai'] },
      { line: 5, cells: ['ba'] },
    ],
  })
  expect(readCsv('a\n"b\nc')).toEqual({ is: 'open_quote', line: 2 })
})
