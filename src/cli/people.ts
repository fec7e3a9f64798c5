import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { never } from '../kit/never.ts'
import { createPerson } from '../people/create.ts'
import { firstWith } from '../people/queries.ts'
import { createToken } from '../people/token.ts'
import { createUnit } from '../units/create.ts'
import { findRoot } from '../units/queries.ts'
import type { CliIo, Command, ExitCode } from './command.ts'
import { asGuest, readFlags } from './guest.ts'
import { fail, report } from './report.ts'

const roles = ['editor', 'approver', 'leader', 'admin', 'contributor'] as const
const roleShape = z.enum(roles, { error: given => `--role is one of ${roles.join(', ')}, not "${given.input ?? ''}"` })
const line = (name: string) =>
  z
    .string({ error: `${name} is missing` })
    .trim()
    .min(1, `${name} is empty`)
    .max(200)

const newUser = z.object({
  email: z.email({ error: '--email is missing or no address' }),
  name: line('--name'),
  role: z.array(roleShape).min(1, '--role is missing'),
  unit: z.coerce.number({ error: '--unit is the number of a unit' }).int().positive().optional(),
  body: line('--body').optional(),
  language: z.enum(['vi', 'en'], { error: '--language is vi or en' }),
})

/** `lantoa user create`: the first one of an installation also names the body, which becomes the top unit. */
export const user: Command = async (args, io) => {
  const given = readFlags(args, {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true, default: [] },
    unit: { type: 'string' },
    body: { type: 'string' },
    language: { type: 'string', default: 'vi' },
    'password-stdin': { type: 'boolean' },
    json: { type: 'boolean' },
  })
  if (given.is === 'bad') return fail(io, given.why, 2)
  if (given.positionals.join(' ') !== 'create') return fail(io, 'user create is all there is', 2)
  const { 'password-stdin': fromStdin, json = false, role, ...rest } = given.values
  const parsed = newUser.safeParse({ ...rest, role: role.flatMap(one => one.split(',')) })
  if (!parsed.success) return fail(io, parsed.error.issues.map(issue => issue.message).join('; '), 2)
  const password = fromStdin ? await firstLine() : randomBytes(12).toString('base64url')
  return asGuest(io, ctx => addUser(ctx, io, json, { ...parsed.data, password, shown: !fromStdin }))
}

async function addUser(
  ctx: Ctx,
  io: CliIo,
  json: boolean,
  given: z.infer<typeof newUser> & { password: string; shown: boolean },
): Promise<ExitCode> {
  const { email, name, role, language, password } = given
  if (!(await findRoot(ctx.db))) {
    if (!given.body) return fail(io, 'there is no unit yet: add --body "name of the public body"', 2)
    await createUnit(ctx, undefined, { name: given.body, kind: 'province' })
  }
  const made = await createPerson(ctx, undefined, { email, name, password, roles: role, unit: given.unit, language })
  switch (made.is) {
    case 'created':
      report(io, json, { id: made.id, email, roles: role, ...(given.shown ? { password } : {}) }, [
        `${email} ${role.join(',')}${given.shown ? ` ${password}` : ''}`,
      ])
      return 0
    case 'taken':
      return fail(io, `--email ${email} is somebody's already`, 2)
    case 'length':
      return fail(io, `the password has ${made.min} to ${made.max} characters`, 2)
    case 'no_unit':
      return fail(io, `--unit ${given.unit} does not exist`, 2)
    default:
      return never(made)
  }
}

/** `lantoa token create --role R`: shown once. Without `--email` it acts for whoever has held the role longest. */
export const token: Command = async (args, io) => {
  const given = readFlags(args, {
    role: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string', default: 'cli' },
    json: { type: 'boolean' },
  })
  if (given.is === 'bad') return fail(io, given.why, 2)
  if (given.positionals.join(' ') !== 'create') return fail(io, 'token create is all there is', 2)
  const role = roleShape.safeParse(given.values.role)
  if (!role.success) return fail(io, role.error.issues.map(issue => issue.message).join('; '), 2)
  return asGuest(io, async ctx => {
    const email = given.values.email ?? (await firstWith(ctx.db, role.data))?.email
    if (!email) return fail(io, `nobody has the role ${role.data}: make somebody with lantoa user create`, 2)
    const made = await createToken(ctx, undefined, { email, role: role.data, name: given.values.name })
    switch (made.is) {
      case 'made':
        report(io, given.values.json ?? false, { id: made.id, token: made.token, role: role.data, email }, [made.token])
        return 0
      case 'no_person':
        return fail(io, `--email ${email} is nobody's`, 2)
      case 'no_role':
        return fail(io, `${email} does not have the role ${role.data}`, 2)
      default:
        return never(made)
    }
  })
}

async function firstLine(): Promise<string> {
  for await (const given of createInterface({ input: process.stdin })) return given
  return ''
}
