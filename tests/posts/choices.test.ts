import { expect, test } from 'vitest'
import { z } from 'zod'
import { sealCredential } from '../../src/channels/credential.ts'
import type { AnyNetwork, Choices, Options } from '../../src/ports/network.ts'
import { chosenIn, offered } from '../../src/posts/choices.ts'
import { addChannel } from '../support/build.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext, openDesk } from '../support/desk.ts'
import { toy } from '../support/toy/index.ts'

const shape = z.strictObject({
  audience: z.enum(['all', 'few']).optional(),
  replies: z.boolean().default(false),
  remix: z.boolean().default(false),
  opens: z.iso.datetime().optional(),
  track: z.string().optional(),
})
const read: Choices = {
  is: 'read',
  account: 'Trang của tỉnh',
  choices: [
    { option: 'audience', is: 'one', values: ['all', 'few'], names: { all: 'Mọi người', few: 'Bạn bè' } },
    { option: 'replies', is: 'flag', allowed: true, chosen: false },
    { option: 'remix', is: 'flag', allowed: false, chosen: false },
  ],
  warnings: [{ code: 'toy.busy' }],
}

/** The toy network, if it let people choose. */
async function office(answer: () => Choices) {
  const { db } = await freshDatabase()
  const { vi } = toy.about.words
  const named = { ...vi, 'option.opens': 'Giờ mở', 'option.track': 'Lời' }
  const choosing: AnyNetwork = {
    ...toy,
    about: { ...toy.about, words: { ...toy.about.words, vi: named } },
    shape: { ...toy.shape, options: shape as never },
    choices: async () => answer(),
    check: (_content, options: Options) =>
      options.audience === undefined && options.opens === undefined
        ? [{ code: 'toy.audience', field: 'options', blocks: true }]
        : [],
  }
  const ctx = await deskContext(db, { networks: new Map([['toy', choosing]]) })
  const desk = await openDesk(ctx)
  const channel = (await addChannel(db, { unit: desk.root, network: 'toy', name: 'Trang của tỉnh' })).id
  const sealed = await sealCredential(ctx, channel, { token: 'toy-token' })
  await db.deleteFrom('credential').where('channel_id', '=', channel).execute()
  await db.insertInto('credential').values({ channel_id: channel, sealed, stored_at: ctx.now() }).execute()
  const editor = await desk.seat('Biên tập viên', ['editor'])
  const approver = await desk.seat('Người duyệt', ['approver'])
  const words = { title: 'Lịch cấp nước', text: 'Từ thứ Hai, nước được cấp luân phiên.' }
  const made = await desk.post('/posts', { ...words, unit: String(desk.root), 'channels[]': [String(channel)] }, editor)
  const path = made.headers.get('location') ?? ''
  const page = async () => (await desk.get(`${path}?tab=${channel}`, editor)).text()
  const save = async (fields: Record<string, string>) => {
    const html = await page()
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
    const form = { tab: String(channel), seen: hidden('seen'), text: words.text, offered: hidden('offered'), ...fields }
    return desk.post(path, form, editor)
  }
  const options = async () => await db.selectFrom('rendition').select(['options', 'digest']).executeTakeFirstOrThrow()
  return { desk, db, path, page, save, options, approver, channel }
}

test('what the account allows now is offered, nothing chosen and what it switched off greyed', async () => {
  const { page } = await office(() => read)
  const html = await page()
  expect(html).toContain('Đăng với tên Trang của tỉnh.')
  expect(html).toMatch(/<option value="" *>– Chưa chọn –<\/option>/)
  expect(html).toContain('>Bạn bè</option>')
  expect(html).not.toMatch(/<option value="(all|few)" selected/)
  expect(html).toMatch(/name="option.remix"[^>]*disabled/)
  expect(html).not.toMatch(/name="option.replies"[^>]*(checked|disabled)/)
})

test('a choice changes the digest that an approval covers, and the approver reads it', async () => {
  const { desk, path, page, save, options, approver } = await office(() => read)
  const before = await options()
  expect((await save({ 'option.audience': 'few', 'option.replies': 'on', 'option.remix': 'on' })).status).toBe(303)
  const after = await options()
  expect(after.options).toEqual({ audience: 'few', replies: true, remix: false })
  expect(after.digest).not.toBe(before.digest)
  expect(await page()).toMatch(/<option value="few" selected/)
  expect((await save({ 'option.audience': '', act: 'save' })).status).toBe(303)
  expect((await options()).options).toEqual({ replies: false, remix: false })
  await save({ 'option.audience': 'all', act: 'submit' })
  const review = await desk.get(path.replace('/posts/', '/approvals/'), approver)
  expect(review.status).toBe(200)
})

test('a value that no shape knows is refused, and nothing is saved', async () => {
  const { save, options } = await office(() => read)
  const before = await options()
  expect((await save({ 'option.audience': 'nobody' })).status).toBe(422)
  expect(await options()).toEqual(before)
})

test('a network that cannot tell its choices now keeps what was saved', async () => {
  let answer: Choices = read
  const { page, save, options } = await office(() => answer)
  await save({ 'option.audience': 'few' })
  answer = { is: 'later', why: { code: 'toy.busy' } }
  expect(await page()).toContain('Chưa đọc được các lựa chọn của kênh.')
  expect((await save({ text: 'Từ thứ Ba, nước được cấp luân phiên.' })).status).toBe(303)
  expect((await options()).options).toMatchObject({ audience: 'few' })
})

test('an adapter that throws does not take the page with it', async () => {
  const { page } = await office(() => {
    throw new Error('odd')
  })
  expect(await page()).toContain('Kênh không trả lời được các lựa chọn lúc này.')
})

test('only what a form offered is read from it', () => {
  const shown = offered(read.is === 'read' ? read.choices : [])
  expect(shown).toBe('one:audience flag:replies off:remix')
  const given = { 'option.replies': 'on', 'option.other': 'y' }
  expect(chosenIn({ other: 'x', audience: 'all' }, shown, given, new Date())).toEqual({
    is: 'chosen',
    options: { other: 'x', replies: true, remix: false },
  })
})

test('a moment is read as people write it, on Vietnam’s clock; what is no moment or is past is told at its field', () => {
  const now = new Date('2026-11-23T02:00:00Z')
  const shown = offered([
    { option: 'opens', is: 'time' },
    { option: 'track', is: 'text' },
  ])
  expect(shown).toBe('time:opens text:track')
  const read = (given: Record<string, string>, before: Options = {}) => chosenIn(before, shown, given, now)
  expect(read({ 'option.opens': '24/11/2026', 'option.opens.time': '9h05', 'option.track': 'một\nhai' })).toEqual({
    is: 'chosen',
    options: { opens: '2026-11-24T02:05:00.000Z', track: 'một\nhai' },
  })
  expect(read({ 'option.opens': '', 'option.track': '' }, { opens: '2026-11-24T02:05:00.000Z', track: 'x' })).toEqual({
    is: 'chosen',
    options: {},
  })
  const wrong = (given: Record<string, string>) => read(given)
  expect(wrong({ 'option.opens': 'mai' })).toEqual({ is: 'wrong', errors: { 'option.opens': 'errors.not_date' } })
  expect(wrong({ 'option.opens': '24/11/2026', 'option.opens.time': '25:00' })).toEqual({
    is: 'wrong',
    errors: { 'option.opens.time': 'errors.not_time' },
  })
  expect(wrong({ 'option.opens': '23/11/2026', 'option.opens.time': '8:59' })).toEqual({
    is: 'wrong',
    errors: { 'option.opens': 'posts.due_past' },
  })
  // Chosen before and come since: saving another field does not ask for it anew.
  const passed = { opens: '2026-11-23T01:59:00.000Z' }
  expect(read({ 'option.opens': '23/11/2026', 'option.opens.time': '8:59' }, passed)).toMatchObject({ options: passed })
})

test('a moment and a text are given in the composer, kept as typed when they are wrong, and shown to the approver', async () => {
  const choices = [
    { option: 'opens', is: 'time' },
    { option: 'track', is: 'text' },
  ] as const
  const { desk, path, page, save, options, approver } = await office(() => ({ ...read, choices }))
  const html = await page()
  expect(html).toMatch(/<input[^>]*name="option.opens"/)
  expect(html).toMatch(/<textarea[^>]*name="option.track"/)
  const typed = { 'option.opens': '1/1/2020', 'option.opens.time': '8h00', 'option.track': 'WEBVTT\n\nXin chào' }
  const answer = await save(typed)
  expect(answer.status).toBe(422)
  const shown = await answer.text()
  expect(shown).toContain('Thời điểm này đã qua.')
  expect(shown).toContain('value="1/1/2020"')
  expect(shown).toContain('Xin chào')
  expect((await options()).options).not.toHaveProperty('opens')
  const later = { ...typed, 'option.opens': '31/12/2199', act: 'submit' }
  expect((await save(later)).status).toBe(303)
  expect((await options()).options).toMatchObject({ opens: '2199-12-31T01:00:00.000Z', track: 'WEBVTT\n\nXin chào' })
  const review = await (await desk.get(path.replace('/posts/', '/approvals/'), approver)).text()
  expect(review).toContain('Giờ mở: 08:00, 31/12/2199')
  expect(review).toContain('Xin chào')
})
