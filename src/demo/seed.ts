import type { OpenSandbox } from '../../adapters/sandboxes.ts'
import { adoptByHand } from '../channels/connect.ts'
import type { Ctx } from '../context.ts'
import { addFact, demoFact, findFact } from '../db/facts.ts'
import type { Role } from '../db/tables/people.ts'
import { createPerson } from '../people/create.ts'
import type { Actor } from '../people/person.ts'
import { findByEmail } from '../people/queries.ts'
import { approveRule } from '../rules/approve.ts'
import { rulesSeen } from '../rules/queries.ts'
import type { SpecGiven } from '../rules/spec.ts'
import { writeRule } from '../rules/write.ts'
import { addSource, newSourceShape } from '../sources/add.ts'
import { setManners } from '../sources/set-manners.ts'
import { createUnit } from '../units/create.ts'
import { findSourceAt, findUnitNamed, hasPeople } from './queries.ts'

/** Known to everybody: the demonstration listens on loopback only, and a live installation refuses its data. */
export const password = 'xin-chao-lac-giang'

const province = 'UBND tỉnh Lạc Giang'
const below = [
  { name: 'Sở Y tế', kind: 'department' },
  { name: 'Sở Giáo dục và Đào tạo', kind: 'department' },
  { name: 'Xã Bến Đá', kind: 'commune' },
  { name: 'Xã Phú Lạc', kind: 'commune' },
] as const

interface Cast {
  role: Role
  name: string
  email: string
  unit?: string
}

export const cast: readonly Cast[] = [
  { role: 'admin', name: 'Trần Thị Quản Trị', email: 'quantri@lacgiang.example' },
  { role: 'editor', name: 'Lê Văn Biên Tập', email: 'bientap@lacgiang.example' },
  { role: 'approver', name: 'Phạm Thị Duyệt', email: 'duyet@lacgiang.example' },
  { role: 'leader', name: 'Nguyễn Văn Lãnh Đạo', email: 'lanhdao@lacgiang.example' },
  { role: 'contributor', name: 'Hoàng Thị Cộng Tác', email: 'congtac@lacgiang.example', unit: 'Xã Bến Đá' },
]

export type Seeded =
  | { is: 'seeded'; admin: Actor; source: number }
  /** People of a real installation are here. */
  | { is: 'occupied' }

/**
 * Units, people, a connected Page, a source and two rules, through the operations that the desk uses. What is there
 * already stays, so that it may run on old data, and go on where it was cut off.
 */
export async function seed(
  ctx: Ctx,
  given: { feedUrl: string; accounts: readonly { network: string; account: OpenSandbox['account'] }[] },
): Promise<Seeded> {
  if ((await findFact(ctx.db, demoFact)) === undefined) {
    if (await hasPeople(ctx.db)) return { is: 'occupied' }
    await addFact(ctx.db, demoFact, { since: ctx.now().toISOString() })
  }
  const top =
    (await findUnitNamed(ctx.db, province))?.id ??
    (await createUnit(ctx, undefined, { name: province, kind: 'province' }))
  for (const { name, kind } of below)
    if (!(await findUnitNamed(ctx.db, name))) await createUnit(ctx, undefined, { name, kind, parent: top })
  for (const { role, name, email, unit } of cast) {
    const place = unit ? (await findUnitNamed(ctx.db, unit))?.id : top
    if (!(await findByEmail(ctx.db, email)))
      expect(await createPerson(ctx, undefined, { name, email, password, roles: [role], unit: place }), 'created')
  }
  const admin = await actorOf(ctx, 'admin')
  const channels: number[] = []
  for (const { network, account } of given.accounts) {
    const connected = await adoptByHand(ctx, admin, {
      network,
      target: { unit: top },
      cred: account.cred,
      account: account.id,
    })
    channels.push(expect(connected, 'connected').channel)
  }
  await agree(ctx, admin, top, channels)
  if (!(await findSourceAt(ctx.db, given.feedUrl))) {
    const portal = { name: 'Cổng thông tin điện tử tỉnh Lạc Giang', url: given.feedUrl }
    const source = newSourceShape.parse({ unit: top, portal, name: 'Tin mới', url: given.feedUrl, everySeconds: 10 })
    expect(await addSource(ctx, admin, source), 'added')
  }
  const source = await findSourceAt(ctx.db, given.feedUrl)
  if (!source) throw new Error('the demonstration has no source')
  // It stands on this machine and belongs to whoever looks on: nobody is to wait for good manners.
  expect(await setManners(ctx, admin, source.portal_id, { minInterval: 0 }), 'set')
  return { is: 'seeded', admin, source: source.id }
}

/** What goes out by itself, and what waits for a person: written by one, approved by another. */
async function agree(ctx: Ctx, admin: Actor, unit: number, channels: readonly number[]): Promise<void> {
  const approver = await actorOf(ctx, 'approver')
  const entries = channels.map(channel => ({ channel }))
  const rules: { name: string; spec: SpecGiven }[] = [
    {
      name: 'Tin tức, thông báo khẩn, ảnh, đồ họa: đăng ngay',
      spec: {
        when: { kinds: ['news', 'urgent', 'infographic', 'photos', 'video', 'longform'] },
        channels: entries,
        mode: 'automatic',
      },
    },
    { name: 'Văn bản: chờ duyệt', spec: { when: { kinds: ['document'] }, channels: entries, mode: 'held' } },
  ]
  for (const { name, spec } of rules) {
    const known = (await rulesSeen(ctx.db, admin.id)).find(rule => rule.name === name)
    if (known?.versions.some(version => version.approvedAt)) continue
    const written = expect(await writeRule(ctx, admin, { rule: known?.id, unit, name, spec }), 'written')
    expect(await approveRule(ctx, approver, written.rule, written.version, written.digest), 'approved')
  }
}

async function actorOf(ctx: Ctx, role: Role): Promise<Actor> {
  const person = await findByEmail(ctx.db, cast.find(one => one.role === role)?.email ?? '')
  if (!person) throw new Error(`the demonstration has no ${role}`)
  return { id: person.id, name: person.name, email: person.email, language: person.language, via: 'cli' }
}

function expect<T extends { is: string }, K extends T['is']>(answer: T, is: K): Extract<T, { is: K }> {
  if (answer.is !== is) throw new Error(`the demonstration could not be set up: ${JSON.stringify(answer)}`)
  return answer as Extract<T, { is: K }>
}
