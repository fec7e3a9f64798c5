import { parseArgs } from 'node:util'
import { networks } from '../../adapters/index.ts'
import { previewOf } from '../posts/preview.ts'
import { matterShape } from '../publications/matter.ts'
import { wordsIn } from '../words/index.ts'
import type { Command } from './command.ts'
import { answer, readLocal, refuse } from './input.ts'

/** `lantoa preview`: what each network would show of one publication, and what stands against it. No database. */
export const preview: Command = async (args, io) => {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return refuse(io, `preview: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { values, positionals } = parsed
  const [name, ...more] = positionals
  if (name === undefined) return refuse(io, 'preview: name a file with a publication as JSON, or - for standard input')
  if (more.length > 0) return refuse(io, `preview: one publication at a time; "${more[0]}" is one too many`)
  const asked = values.network?.split(',').map(id => id.trim())
  const unknown = asked?.find(id => !networks.has(id))
  if (unknown !== undefined)
    return refuse(io, `preview: --network: no network "${unknown}"; there are ${[...networks.keys()].join(', ')}`)
  const got = await readLocal(name)
  if (got.is === 'bad') return refuse(io, `preview: ${got.says}`)
  let given: unknown
  try {
    given = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(got.bytes))
  } catch (error) {
    return refuse(io, `preview: ${name}: is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (isWholeList(given)) return refuse(io, `preview: ${name}: a whole list; give one of its entries`)
  const matter = matterShape.safeParse(given)
  if (!matter.success) {
    const [issue] = matter.error.issues
    const place = issue?.path.length ? issue.path.join('.') : 'the document'
    return refuse(io, `preview: ${name}: ${place}: ${issue?.message ?? 'is not a publication'}`)
  }
  const wanted = new Map([...networks].filter(([id]) => !asked || asked.includes(id)))
  const words = wordsIn('vi')
  const previews = await previewOf(wanted, matter.data, new Date())
  const said = previews.map(({ why, issues, ...shown }) => ({
    ...shown,
    ...(why && { why: { ...why, says: words.say(why, networks.get(shown.network)) } }),
    issues: issues.map(issue => ({ ...issue, says: words.say(issue, networks.get(shown.network)) })),
  }))
  return answer(io, said, [], name)
}

/** What `feed`, `listing` and `posts` print: its title is no publication. */
const isWholeList = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'entries' in given && Array.isArray(given.entries)

const parse = (args: string[]) =>
  parseArgs({
    args,
    options: { network: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  })
