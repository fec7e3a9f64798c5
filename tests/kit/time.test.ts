import { describe, expect, test } from 'vitest'
import { readDate } from '../../src/kit/dates.ts'
import { dayOf, findStartOfDay, showClock, showDate, showTime } from '../../src/kit/time.ts'

describe('dates as portals write them', () => {
  const sevenInTheEvening = '2026-10-03T12:54:00Z'
  test.each([
    'Sat, 03 Oct 2026 19:54:00 +0700',
    'Sat, 3 Oct 2026 19:54 GMT+7',
    'Sat,03 Oct 2026 12:54:00 UT',
    '2026-10-03T19:54:00+07:00',
    '2026-10-03T12:54:00.987Z',
    '20261003T125400Z',
    '2026-10-03 19:54:00',
    '2026-10-03+0719:54:00',
    '2026-10-03ICT19:54:00',
    '03/10/2026 19:54:00',
    '03/10/2026 | 07:54 PM',
    '03/10/2026 07:54:00 CH',
    '(03/10/2026, 19:54)',
    '03.10.2026 - 19:54',
    '3-10-2026 19h54',
    '19:54 | 03/10/2026',
    '19h54 ngày 03/10/2026',
    '19:54, thứ Bảy 03/10/2026',
    'Thứ bảy, 03/10/2026, 19:54 (GMT+7)',
    'Thứ 7, ngày 3 tháng 10 năm 2026, 19:54',
    '3 Tháng Mười, 2026 19:54',
    'Ngày đăng: 03/10/2026 19:54',
    'October 3, 2026 7:54\u202fPM',
    'Sat Oct 03 2026 19:54:00 GMT+0700 (Indochina Time)',
    'Sat Oct  3 12:54:00 2026',
  ])('%s', text => {
    expect(readDate(text)).toBe(sevenInTheEvening)
  })
})

test('a date alone is the midnight of its zone', () => {
  expect(readDate('01-10-2026')).toBe('2026-09-30T17:00:00Z')
  expect(readDate('2026-10-01', { timeZone: 'UTC' })).toBe('2026-10-01T00:00:00Z')
})

test('twelve in the night and twelve at noon are told apart', () => {
  expect(readDate('16/10/2015 | 12:00 AM')).toBe('2015-10-15T17:00:00Z')
  expect(readDate('16/10/2015 | 12:00 PM')).toBe('2015-10-16T05:00:00Z')
})

test('a site that writes the month first says so', () => {
  expect(readDate('10/3/2026 7:54:00 PM', { order: 'month-first' })).toBe('2026-10-03T12:54:00Z')
  expect(readDate('10/3/2026 7:54:00 PM')).toBe('2026-03-10T12:54:00Z')
})

test('a zone with a summer clock takes its offset of that day', () => {
  expect(readDate('2026-07-01 12:00', { timeZone: 'Europe/Berlin' })).toBe('2026-07-01T10:00:00Z')
  expect(readDate('2026-12-01 12:00', { timeZone: 'Europe/Berlin' })).toBe('2026-12-01T11:00:00Z')
})

describe('what is not a date is refused', () => {
  test.each([
    '',
    'hôm qua',
    '2 giờ trước',
    '31/06/2026',
    '29/02/2026',
    '32/13/2026',
    '2026-02-30',
    '2026-10-03T25:14:55Z',
    '2026-10-03T10:61:00Z',
    'Sun, 16 Dec 2012 1:2:3:4 GMT',
    'Sun, 16 Dec 2012 11:47:32 +zz:00',
    'Sun, 16 Dec 2012 11:47:32 +99:00',
    '2026',
    '842',
    '03/10/2026 và 04/10/2026',
  ])('%s', text => {
    expect(readDate(text)).toBeNull()
  })
})

test('times are shown with the day, in Viet Nam', () => {
  const at = new Date('2026-11-22T17:30:00Z')
  expect(showTime(at)).toBe('00:30, thứ Hai 23/11/2026')
  expect(showDate(at)).toBe('23/11/2026')
  expect(showClock(at)).toBe('00:30')
  expect(dayOf(at)).toBe('2026-11-23')
  expect(showTime(at, 'UTC')).toBe('17:30, Chủ nhật 22/11/2026')
})

test('a day begins at midnight in Viet Nam', () => {
  expect(findStartOfDay('2026-11-23')?.toISOString()).toBe('2026-11-22T17:00:00.000Z')
  expect(findStartOfDay('2026-11-31')).toBeUndefined()
})
