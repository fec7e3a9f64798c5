import { expect, test } from 'vitest'
import { readers } from '../../adapters/index.ts'
import { importSources } from '../../src/sources/import.ts'
import { tryPlan } from '../../src/sources/try-plan.ts'
import { addPerson, addUnit } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { openPortal } from '../support/portal.ts'
import { setWatch } from '../support/watching.ts'

const table = (lines: readonly string[]) =>
  ['Đơn vị,Cấp,Thuộc,Cổng,Địa chỉ cổng,Phần mềm,Cách đọc,Địa chỉ đọc,Tên nguồn,Mục,Phút', ...lines].join('\r\n')
const good = [
  'Sở Y tế,sở,,Cổng Sở Y tế,syt.tinh.gov.vn,nukeviet-4,rss,/vi/news/rss/,Tin y tế,Y tế,10',
  'Xã Thử,xã,Sở Y tế,,https://xathu.tinh.gov.vn,wordpress,,,,,',
  '"Phường Một",phường,,,phuong1.tinh.gov.vn,,list,/tin-tuc /thong-bao,,,',
  'Ban Dân tộc,ban,,,,,,,,,',
]

async function setImport() {
  const watch = await setWatch()
  const before = await watch.db.selectFrom('source').select('id').execute()
  const run = (text: string, asked: { dryRun?: boolean; skipWrong?: boolean } = {}) =>
    importSources(watch.ctx, watch.admin, text, { dryRun: false, ...asked })
  const sources = async () =>
    await watch.db
      .selectFrom('source')
      .innerJoin('unit', 'unit.id', 'source.unit_id')
      .select([
        'source.name',
        'source.kind',
        'source.url',
        'source.section',
        'source.every_seconds',
        'source.settings',
        'unit.name as unit',
        'unit.kind as level',
        'unit.parent_id',
      ])
      .where(
        'source.id',
        'not in',
        before.map(({ id }) => id),
      )
      .orderBy('source.id')
      .execute()
  return { ...watch, run, sources }
}

test('a dry run says what each line would add and saves nothing; the same table twice adds nothing', async () => {
  const { run, sources, db, unit } = await setImport()
  const dry = await run(table(good), { dryRun: true })
  expect(dry).toMatchObject({ is: 'planned', plan: { units: 4, portals: 3, sources: 4, untried: 2, wrong: 0 } })
  expect(await sources()).toEqual([])
  expect(await db.selectFrom('unit').select('id').execute()).toHaveLength(1)

  expect(await run(table(good))).toMatchObject({ is: 'imported', plan: { sources: 4 } })
  expect(await sources()).toMatchObject([
    {
      unit: 'Sở Y tế',
      level: 'department',
      parent_id: unit,
      kind: 'feed',
      url: 'https://syt.tinh.gov.vn/vi/news/rss/',
      name: 'Tin y tế',
      section: 'Y tế',
      every_seconds: 600,
      settings: { family: 'nukeviet-4' },
    },
    { unit: 'Xã Thử', level: 'commune', kind: 'wordpress', settings: { family: 'wordpress' } },
    { unit: 'Phường Một', kind: 'list', url: 'https://phuong1.tinh.gov.vn/tin-tuc' },
    { unit: 'Phường Một', kind: 'list', url: 'https://phuong1.tinh.gov.vn/thong-bao' },
  ])
  const again = await run(table(good))
  expect(again).toMatchObject({ is: 'imported', plan: { units: 0, portals: 0, sources: 0 } })
  expect(await sources()).toHaveLength(4)
  expect(await db.selectFrom('unit').select('id').execute()).toHaveLength(5)
})

test('wrong lines are named by number and cause, and nothing is saved unless the good ones are wanted', async () => {
  const { run, sources, ctx } = await setImport()
  const text = table([
    good[0] ?? '',
    ',xã,,,xa2.tinh.gov.vn,,rss,/rss,,,',
    'Xã Ba,làng,,,xa3.tinh.gov.vn,,rss,/rss,,,',
    'Xã Bốn,xã,Huyện Cũ,,xa4.tinh.gov.vn,,rss,/rss,,,',
    'Xã Năm,xã,,,xa5.tinh.gov.vn,joomla,rss,/rss,,,',
    'Xã Sáu,xã,,,,,rss,/rss,,,',
    'Xã Bảy,xã,,,syt.tinh.gov.vn,,rss,/vi/news/rss/,,,',
    'Xã Tám,xã,Xã Chín,,xa8.tinh.gov.vn,,rss,/rss,,,0',
    'Xã Chín,xã,Xã Tám,,xa9.tinh.gov.vn,,ftp,/rss,,,',
    'Xã Mười,xã,,,xa10.tinh.gov.vn,,,,,,',
  ])
  const result = await run(text)
  expect(result.is).toBe('wrong')
  if (result.is !== 'wrong') return
  const wrong = result.plan.lines.filter(({ does }) => does === 'wrong')
  expect(wrong.map(({ line, wrong: all }) => [line, all.map(({ code }) => code)])).toEqual([
    [3, ['import.no_unit']],
    [4, ['import.level']],
    [5, ['import.no_parent']],
    [6, ['import.family']],
    [7, expect.arrayContaining(['import.no_base'])],
    [8, ['import.twice']],
    [9, ['import.minutes', 'import.parent_loop']],
    [10, ['import.way', 'import.parent_loop']],
    [11, ['import.no_address']],
  ])
  expect(await sources()).toEqual([])
  const some = await run(text, { skipWrong: true })
  expect(some).toMatchObject({ is: 'imported', plan: { sources: 1, units: 1, wrong: 9 } })
  expect(await sources()).toMatchObject([{ unit: 'Sở Y tế' }])
  expect(ctx.readers.families).toContain('nukeviet-4')
})

test('a table that is none is refused as a whole, and nobody imports into units of others', async () => {
  const { run, ctx, db } = await setImport()
  expect(await run('a,b\n1,2')).toMatchObject({ is: 'unreadable', why: { code: 'import.no_unit_column' } })
  expect(await run('đơn vị,màu sắc\nSở,xanh')).toMatchObject({
    is: 'unreadable',
    why: { code: 'import.strange_column' },
  })
  expect(await run('đơn vị\n"Sở')).toMatchObject({ is: 'unreadable', why: { code: 'import.open_quote' } })
  const elsewhere = await addUnit(db, { name: 'Sở Khác', kind: 'department' })
  const stranger = await addPerson(db, { unit: elsewhere, role: 'editor' })
  const refused = await importSources(ctx, stranger, table(good), { dryRun: false })
  expect(refused).toMatchObject({ is: 'wrong' })
})

test('one province, 42 departments and 173 communes come from one table', async () => {
  const { run, db, unit } = await setImport()
  await db.updateTable('unit').set({ name: 'Tỉnh Thử' }).where('id', '=', unit).execute()
  const lines = [
    'Tỉnh Thử,tỉnh,,Cổng tỉnh,tinhthu.gov.vn,vccorp,,,,,',
    ...Array.from(
      { length: 42 },
      (_, at) => `Sở số ${at},sở,Tỉnh Thử,,so${at}.tinhthu.gov.vn,vnpt-eportal,rss,/rss,,,`,
    ),
    ...Array.from({ length: 173 }, (_, at) => `Xã số ${at},xã,Tỉnh Thử,,xa${at}.tinhthu.gov.vn,nukeviet-5,,,,,15`),
  ]
  expect(await run(table(lines))).toMatchObject({ is: 'imported', plan: { units: 215, portals: 216, sources: 216 } })
  expect(await run(table(lines), { dryRun: true })).toMatchObject({
    plan: { units: 0, portals: 0, sources: 0, wrong: 0 },
  })
})

test('the page takes a file or its text, shows the wrong lines, and keeps what was typed', async () => {
  const { db } = await freshDatabase()
  const desk = await openDesk(await deskContext(db, { readers }))
  const admin = await desk.seat('Trần Quản Trị', ['admin'])
  const tried = await desk.post('/sources/import', { act: 'try', text: table([...good, 'Xã Ba,làng,,,,,,,,,']) }, admin)
  const page = await tried.text()
  expect(page).toContain('Dòng 6')
  expect(page).toContain('Không hiểu cấp &quot;làng&quot;')
  expect(page).toContain('Mới: 4 đơn vị, 3 cổng, 4 nguồn tin.')
  expect(page).toContain('phuong1.tinh.gov.vn')
  // What an import does not do is said, and offered line by line.
  expect(page).toContain('2 trang danh sách chưa được đọc thử')
  expect(page.match(/\/sources\/new\?address=[^"]*kind=list/g)).toHaveLength(2)
  expect(
    (await desk.post('/sources/import', { act: 'save', text: table([...good, 'Xã Ba,làng,,,,,,,,,']) }, admin)).status,
  ).toBe(422)
  expect(await db.selectFrom('source').select('id').execute()).toEqual([])
  const body = new FormData()
  body.set('operation', crypto.randomUUID())
  body.set('act', 'save')
  body.set('text', '')
  body.set('file', new File([`\ufeff${table(good)}`], 'nguon.csv', { type: 'text/csv' }))
  const origin = new URL(desk.ctx.config.publicUrl ?? 'http://localhost').origin
  const saved = await desk.app.request(`${origin}/sources/import`, {
    method: 'POST',
    body,
    headers: { cookie: admin.cookie, origin },
  })
  expect(saved.headers.get('location')).toBe('/sources?done=imported')
  expect(await db.selectFrom('source').select('id').execute()).toHaveLength(4)
})

test('every new line of a table is read once as it says, and tells what it would give or what is wrong', async () => {
  const { run, sources, ctx } = await setImport()
  const portal = await openPortal()
  const row = (at: number) =>
    `<div class="tin"><a href="/tin/hop-${at}.html">Họp bàn về nước sạch lần thứ ${at} của xã</a> <i>2${at}/11/2026</i></div>`
  portal.answer('/tin-tuc', { body: `<html lang="vi"><body>${[1, 2, 3].map(row).join('')}</body></html>` })
  portal.answer('/trong', { body: '<html lang="vi"><body><p>Đang cập nhật</p></body></html>' })
  portal.list([{ id: 1, title: 'Lịch tiếp công dân' }], { path: '/tin.rss' })
  const address = portal.url
  const planned = await run(
    [
      'Đơn vị,Cấp,Địa chỉ cổng,Cách đọc,Địa chỉ đọc',
      `Xã Thử,xã,${address},,/tin-tuc /trong /tin.rss /mat.rss`,
      'Xã Sai,làng,https://sai.example,rss,/rss',
    ].join('\n'),
    { dryRun: true },
  )
  if (planned.is !== 'planned') throw new Error(planned.is)
  const tried = await tryPlan(ctx, planned.plan)
  expect(tried.map(({ url }) => url.replace(address, ''))).toEqual(['/tin-tuc', '/trong', '/tin.rss', '/mat.rss'])
  expect(tried).toMatchObject([
    { is: 'list', total: 3, first: 'Họp bàn về nước sạch lần thứ 1 của xã' },
    { is: 'failed', why: { code: 'source.list.no_rows' } },
    { is: 'list', total: 1, first: 'Lịch tiếp công dân' },
    { is: 'failed', why: { code: 'source.not_found' } },
  ])
  expect(await sources()).toEqual([])
  expect(portal.asked.map(({ path }) => path).toSorted()).toEqual(['/mat.rss', '/tin-tuc', '/tin.rss', '/trong'])
})
