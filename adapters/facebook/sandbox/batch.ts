import { z } from 'zod'
import { invalid, notCovered } from './errors.ts'
import { checkParams } from './params.ts'
import { ok, type Reply, refused, toJson } from './reply.ts'
import { type Call, readPart } from './request.ts'
import type { Turn } from './turn.ts'

const Part = z.strictObject({
  method: z.string(),
  relative_url: z.string(),
  body: z.string().optional(),
  access_token: z.string().optional(),
  name: z.string().optional(),
  depends_on: z.string().optional(),
  omit_response_on_success: z.boolean().optional(),
  include_headers: z.boolean().optional(),
})

/** Outer status 200 whatever the parts do; `null` is a part whose end nobody knows. */
export async function answerBatch(turn: Turn, run: (call: Call) => Promise<Reply>): Promise<Reply> {
  const params = checkParams(turn.call, 'POST (root)', turn.world.settings.strict)
  const parts = z.array(Part).safeParse(params.list('batch'))
  if (!parts.success) throw invalid('The batch parameter must be a JSON array of requests')
  if (parts.data.length === 0 || parts.data.length > 50)
    throw invalid('Too many requests in batch message. Maximum batch size is 50')
  const bare = params.flag('include_headers') === false
  const answers: unknown[] = []
  for (const part of parts.data) {
    const reply = await runPart(turn, part, run)
    answers.push(
      reply.drop
        ? null
        : {
            code: reply.status,
            ...(bare ? {} : { headers: headersOf(reply) }),
            body: reply.raw?.text ?? toJson(reply.body),
          },
    )
  }
  return ok(answers)
}

async function runPart(turn: Turn, part: z.infer<typeof Part>, run: (call: Call) => Promise<Reply>): Promise<Reply> {
  try {
    if (part.name !== undefined || part.depends_on !== undefined) throw notCovered('named parts of a batch')
    const call = readPart(part.method, part.relative_url, part.body, part.access_token ?? turn.call.token)
    call.asked ??= turn.call.asked
    const reply = await run(call)
    return { ...reply, headers: { ...reply.headers, 'facebook-api-version': call.version } }
  } catch (fault) {
    return refused(turn.world, fault)
  }
}

const headersOf = (reply: Reply) => [
  { name: 'Content-Type', value: 'text/javascript; charset=UTF-8' },
  ...Object.entries(reply.headers ?? {}).map(([name, value]) => ({ name, value })),
]
