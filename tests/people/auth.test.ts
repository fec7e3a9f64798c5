import { expect, test } from 'vitest'
import { authOptions } from '../../src/people/auth.ts'
import { createPerson } from '../../src/people/create.ts'
import { signIn } from '../../src/people/sign-in.ts'
import { createToken } from '../../src/people/token.ts'
import { createUnit } from '../../src/units/create.ts'
import { freshDatabase } from '../support/database.ts'
import { deskContext } from '../support/desk.ts'

const hoa = {
  name: 'Trần Thị Hoa',
  email: 'Hoa.Tran@tinh.example',
  password: 'một câu dài dễ nhớ',
  roles: ['editor'] as const,
}
const at = (address = '10.1.1.1') => ({ address, headers: new Headers() })

async function office(now = () => new Date()) {
  const { db } = await freshDatabase()
  const ctx = await deskContext(db, { now })
  await createUnit(ctx, undefined, { name: 'Tỉnh Thử', kind: 'province' })
  return ctx
}

test('our migration holds exactly what better-auth asks for', async () => {
  const { db } = await freshDatabase()
  const { getMigrations } = await import('better-auth/db/migration')
  const asked = await getMigrations(await authOptions(await deskContext(db)), { throwOnUnsafe: false })
  expect(await asked.compileMigrations()).toBe(';')
  expect(asked.toBeCreated).toEqual([])
  expect(asked.toBeAdded).toEqual([])
})

test('a person signs in with the address in any case, and only with their password', async () => {
  const ctx = await office()
  expect(await createPerson(ctx, undefined, hoa)).toMatchObject({ is: 'created' })
  expect(await signIn(ctx, { email: 'hoa.tran@tinh.example', password: 'sai mật khẩu rồi', ...at() })).toEqual({
    is: 'wrong',
  })
  const signed = await signIn(ctx, { email: 'HOA.TRAN@tinh.example', password: hoa.password, ...at() })
  expect(signed).toMatchObject({ is: 'in' })
  if (signed.is !== 'in') throw new Error('not in')
  expect(signed.cookies.join()).toMatch(/lt\.session_token=[^;]+;.*HttpOnly.*SameSite=Lax/i)
})

test('a second person with one address is refused and changes nothing', async () => {
  const ctx = await office()
  await createPerson(ctx, undefined, hoa)
  expect(await createPerson(ctx, undefined, { ...hoa, name: 'Người khác' })).toEqual({ is: 'taken' })
  expect(await ctx.db.selectFrom('person').select('name').execute()).toEqual([{ name: hoa.name }])
})

test('a short password and a tree without a root are refused', async () => {
  const ctx = await office()
  expect(await createPerson(ctx, undefined, { ...hoa, password: 'ngắn' })).toMatchObject({ is: 'length', min: 12 })
  const { db } = await freshDatabase()
  expect(await createPerson(await deskContext(db), undefined, hoa)).toEqual({ is: 'no_unit' })
})

test('somebody whose access ended is answered like a wrong password', async () => {
  const ctx = await office()
  await createPerson(ctx, undefined, hoa)
  await ctx.db.updateTable('person').set({ ended_at: new Date() }).execute()
  expect(await signIn(ctx, { email: hoa.email, password: hoa.password, ...at() })).toEqual({ is: 'wrong' })
})

test('after five wrong guesses that address waits five minutes, another office does not', async () => {
  let now = new Date('2026-11-23T02:00:00Z')
  const ctx = await office(() => now)
  await createPerson(ctx, undefined, hoa)
  for (let n = 0; n < 5; n++)
    expect(await signIn(ctx, { email: hoa.email, password: 'sai mật khẩu rồi', ...at() })).toEqual({ is: 'wrong' })
  const right = { email: hoa.email, password: hoa.password }
  expect(await signIn(ctx, { ...right, ...at() })).toEqual({ is: 'slowed', until: new Date('2026-11-23T02:05:00Z') })
  expect(await signIn(ctx, { ...right, ...at('10.2.2.2') })).toMatchObject({ is: 'in' })
  now = new Date('2026-11-23T02:05:01Z')
  expect(await signIn(ctx, { ...right, ...at() })).toMatchObject({ is: 'in' })
})

test('of many guesses at the same moment no more are looked at than one after the other', async () => {
  const ctx = await office()
  await createPerson(ctx, undefined, hoa)
  const guess = { email: hoa.email, password: 'sai mật khẩu rồi', ...at() }
  const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(ctx, guess)))
  expect(answers.filter(({ is }) => is === 'wrong')).toHaveLength(5)
  expect(answers.filter(({ is }) => is === 'slowed')).toHaveLength(3)
})

test('signing in rightly again and again is no guessing', async () => {
  const ctx = await office()
  await createPerson(ctx, undefined, hoa)
  await signIn(ctx, { email: hoa.email, password: hoa.password, ...at() })
  expect(await ctx.db.selectFrom('sign_in_try').selectAll().execute()).toEqual([])
})

test('a token is kept as a hash and never has more than its person', async () => {
  const ctx = await office()
  await createPerson(ctx, undefined, hoa)
  expect(await createToken(ctx, undefined, { email: hoa.email, role: 'approver', name: 'thử' })).toEqual({
    is: 'no_role',
  })
  const made = await createToken(ctx, undefined, { email: hoa.email, role: 'editor', name: 'thử' })
  if (made.is !== 'made') throw new Error(made.is)
  expect(made.token).toMatch(/^lt_[\w-]{43}$/)
  const rows = await ctx.db.selectFrom('api_token').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(made.token)
})

test('creating people and tokens leaves audit rows without secrets', async () => {
  const ctx = await office()
  await createPerson(ctx, undefined, hoa)
  await createToken(ctx, undefined, { email: hoa.email, role: 'editor', name: 'thử' })
  const rows = await ctx.db.selectFrom('audit').select(['verb', 'via', 'detail']).orderBy('id').execute()
  expect(rows.map(row => row.verb)).toEqual(['unit.created', 'person.created', 'token.created'])
  expect(JSON.stringify(rows)).not.toContain(hoa.password)
})
